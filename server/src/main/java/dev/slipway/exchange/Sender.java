package dev.slipway.exchange;

import dev.slipway.oauth.OAuthText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request for an exchange comes from, no more precise than it takes to tell one place from
 * another.
 *
 * @param address the network: the first three numbers of an IPv4 address, the first three groups of
 *     an IPv6 address
 * @param agent what the client calls itself
 */
record Sender(String address, String agent) {

  private static final int MAX_AGENT_CHARACTERS = 120;
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})\\.\\d{1,3}");
  private static final Pattern IPV6 =
      Pattern.compile("\\[?([0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}):.*");

  /** Masks an address, and leaves of the client's name what can be shown. */
  static Sender of(String address, String agent) {
    return new Sender(mask(address), OAuthText.shown(agent, MAX_AGENT_CHARACTERS));
  }

  private static String mask(String address) {
    Matcher four = IPV4.matcher(address);
    if (four.matches()) {
      return four.group(1) + ".0/24";
    }
    Matcher six = IPV6.matcher(address);
    // What is left is a short form such as ::1, or no address: nothing of it is kept.
    return six.matches() ? six.group(1) + "::/48" : "unknown";
  }
}
