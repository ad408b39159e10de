package dev.slipway.trust;

import dev.slipway.names.Ascii;
import dev.slipway.names.Issuer;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What there is to know about the tokens of one kind of CI provider. Data: a new provider is a new
 * entry in {@link Presets}, with a function for a derived claim if it has one of its own.
 *
 * @param id the stable name in the API and the database, such as {@code github}
 * @param label what people call the provider
 * @param issuers the addresses that are this provider's own; {@code {}} stands for letters, digits,
 *     {@code -} and {@code _}, at least one; a final {@code {=}} for the same text once more
 * @param tokens what a token must be like
 * @param matching how its claims are compared
 * @param privateClaims claims about people, which are not stored
 */
public record ProviderPreset(
    String id,
    String label,
    List<String> issuers,
    TokenRules tokens,
    MatchRules matching,
    Set<String> privateClaims) {

  private static final String AGAIN = "{=}";

  public ProviderPreset {
    issuers = List.copyOf(issuers);
    privateClaims = Set.copyOf(privateClaims);
  }

  /**
   * What a token must be like.
   *
   * @param algorithms the only values of {@code alg}, case counts
   * @param tokenIdRequired whether a token without {@code jti} is refused
   * @param maxLifetime longest time from {@code iat} to {@code exp}
   * @param maxAudiences how many audiences {@code aud} may name, ours among them
   * @param exchangesPerToken how often one token may be exchanged: 1 is strict; more for providers
   *     whose jobs hold one token in a variable, which several processes show
   */
  public record TokenRules(
      Set<String> algorithms,
      boolean tokenIdRequired,
      Duration maxLifetime,
      int maxAudiences,
      int exchangesPerToken) {

    /** How often a token may be exchanged whose job has no other. */
    static final int BOUNDED = 20;

    /** No ID token may live longer, whoever issued it. */
    static final Duration LIFETIME_CAP = Duration.ofHours(24);

    static final Set<String> RSA_ONLY = Set.of("RS256");

    public TokenRules {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /** Whether {@code issuer} is this provider's own address. */
  public boolean owns(Issuer issuer) {
    return issuers.stream().anyMatch(template -> fits(template, issuer.text()));
  }

  private static boolean fits(String template, String text) {
    if (template.endsWith(AGAIN)) {
      int last = text.lastIndexOf('/') + 1;
      String name = text.substring(last);
      String front = template.substring(0, template.length() - AGAIN.length());
      return fits("{}", name) && front.replace("{}", name).equals(text.substring(0, last));
    }
    int hole = template.indexOf("{}");
    if (hole < 0) {
      return template.equals(text);
    }
    String tail = template.substring(hole + "{}".length());
    if (!text.startsWith(template.substring(0, hole))
        || !text.endsWith(tail)
        || text.length() <= hole + tail.length()) {
      return false;
    }
    return text.substring(hole, text.length() - tail.length())
        .chars()
        .allMatch(c -> c == '-' || c == '_' || Ascii.isLetterOrDigit(c));
  }

  @Override
  public String toString() {
    return id;
  }
}
