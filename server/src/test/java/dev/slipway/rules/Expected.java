package dev.slipway.rules;

import dev.slipway.trust.Flaw;

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
