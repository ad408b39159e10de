package dev.slipway.rules;

import dev.slipway.trust.Flaw;
import java.util.Set;

/**
 * What an attack must be answered with.
 *
 * @param status of HTTP
 * @param error the member {@code error} of the answer; empty if none is expected
 * @param reason why, in a word or a phrase
 * @param place where that reason has to stand
 */
record Expected(int status, String error, String reason, Place place) {

  /** Where the reason stands. */
  enum Place {
    /** There is none: the operator's log has no line of an exchange, because none began. */
    NOWHERE,
    /** At the end of the line in the operator's log. */
    LOG,
    /** In the answer itself. */
    ANSWER
  }

  /** What would tell strangers of resources, publishers, issuers and keys. */
  private static final Set<String> SILENT =
      Set.of(
          "HEADER_REJECTED",
          "ISSUER_UNKNOWN",
          "ISSUER_DISABLED",
          "KEY_UNKNOWN",
          "KEY_DISTRUSTED",
          "BAD_SIGNATURE",
          "RESOURCE_UNKNOWN",
          "OWNER_LOCKED",
          "NO_PUBLISHER",
          "CLAIM_MISMATCH(repository)",
          "CLAIM_MISMATCH(sub)",
          "CLAIM_MISMATCH(repositoryUuid)",
          "CLAIM_MISMATCH(oidc.circleci.com/project-id)");

  /** The request is none of an exchange. */
  static Expected error(int status, String error) {
    return new Expected(status, error, "", Place.NOWHERE);
  }

  /** The token is none. */
  static Expected unreadable(Flaw flaw) {
    return new Expected(400, "invalid_request", flaw.name(), Place.LOG);
  }

  /** The token is not exchanged. */
  static Expected refused(String reason) {
    return new Expected(400, "invalid_grant", reason, Place.LOG);
  }

  /** Some other request is refused, in words. */
  static Expected answer(int status, String phrase) {
    return new Expected(status, "", phrase, Place.ANSWER);
  }

  /** Whether all such answers have to be the same. */
  boolean isSilent() {
    return place == Place.LOG && SILENT.contains(reason);
  }

  /** As the table shows it. */
  String text() {
    String code = error.isEmpty() ? String.valueOf(status) : status + " " + error;
    return switch (place) {
      case NOWHERE -> code;
      case LOG -> code + "; " + reason;
      case ANSWER -> code + "; “" + reason + "”";
    };
  }
}
