package dev.slipway.trust.outbound;

import java.time.Instant;
import java.util.Optional;

/** What a fetch gave. */
public sealed interface Fetched {

  /**
   * The whole body of a 200 answer.
   *
   * @param date what time it is there, if the answer says so (RFC 9110, 6.6.1)
   */
  record Body(byte[] bytes, Optional<Instant> date) implements Fetched {}

  /** No body; why, in a class of reasons that carries nothing of what the other side sent. */
  record Failed(Problem problem) implements Fetched {}

  /** Why a fetch failed. */
  enum Problem {
    UNKNOWN_HOST("its host name has no address"),
    FORBIDDEN_ADDRESS("its host name leads to an address that is not allowed"),
    UNREACHABLE("it cannot be connected to"),
    TLS("its TLS certificate or protocol is not accepted"),
    TIMEOUT("it did not answer in time"),
    REDIRECT("it answers with a redirect"),
    STATUS("it does not answer 200"),
    TOO_LARGE("it answers with more than 256 KiB"),
    PROTOCOL("it does not answer in plain HTTP/1.1");

    private final String sentence;

    Problem(String sentence) {
      this.sentence = sentence;
    }

    /** The reason as the end of a sentence about the address. */
    public String sentence() {
      return sentence;
    }
  }
}
