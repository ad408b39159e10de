package dev.slipway.attempts;

import dev.slipway.names.Ascii;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.Flaw;

/**
 * Why an ID token is not exchanged.
 *
 * @param detail the claim, the event or the rule that is meant; empty if the code says it all
 */
public record Reason(ReasonCode code, String detail) {

  public Reason {
    detail = Shown.of(detail);
  }

  /** What one claim that does not match is a reason of. */
  public static Reason of(ClaimMatch failure) {
    return switch (failure.verdict()) {
      case MATCH -> throw new IllegalArgumentException("a match is no reason");
      case MISMATCH -> ofMismatch(failure);
      case MISSING -> new Reason(ReasonCode.CLAIM_MISSING, failure.claim());
      case WRONG_TYPE -> new Reason(ReasonCode.CLAIM_TYPE, failure.claim());
      case DERIVATION_FAILED -> new Reason(ReasonCode.DERIVATION_FAILED, failure.claim());
      case BLOCKED_TRIGGER -> new Reason(ReasonCode.TRIGGER_BLOCKED, event(failure));
      case CONFLICT -> new Reason(ReasonCode.CLAIM_CONFLICT, failure.claim());
      case TOO_OLD -> ReasonCode.TOO_OLD.plain();
    };
  }

  /** Where the claim is a yes or no, its name says what happened. */
  private static String event(ClaimMatch failure) {
    return failure.found().filter(found -> !found.equals("true")).orElse(failure.claim());
  }

  /**
   * A preset's own rules speak of registered names; a publisher that asks for one expects a value.
   */
  private static Reason ofMismatch(ClaimMatch failure) {
    boolean isRule = failure.expected().isEmpty();
    return switch (failure.claim()) {
      case "alg" -> isRule ? ReasonCode.HEADER_REJECTED.plain() : mismatch(failure);
      case "exp" -> isRule ? ReasonCode.LIFETIME_TOO_LONG.plain() : mismatch(failure);
      default -> mismatch(failure);
    };
  }

  private static Reason mismatch(ClaimMatch failure) {
    return new Reason(ReasonCode.CLAIM_MISMATCH, failure.claim());
  }

  /** What is wrong with a token whoever asks. */
  public static Reason of(Flaw flaw) {
    return switch (flaw) {
      case TOO_LARGE,
          NOT_COMPACT,
          NOT_CANONICAL,
          NOT_A_JSON_OBJECT,
          DUPLICATE_MEMBER,
          TOO_COMPLEX,
          ISSUER_MISSING,
          ISSUER_TYPE ->
          ReasonCode.MALFORMED.plain();
      case ENCRYPTED, ALGORITHM_TYPE, ALGORITHM_REFUSED, KEY_ID_TYPE, CRITICAL_HEADER, TOKEN_TYPE ->
          ReasonCode.HEADER_REJECTED.plain();
      case KEY_UNFIT, KEY_ID_MISSING, KEY_UNKNOWN -> ReasonCode.KEY_UNKNOWN.plain();
      case KEY_DISTRUSTED -> ReasonCode.KEY_DISTRUSTED.plain();
      case SIGNATURE_WRONG -> ReasonCode.BAD_SIGNATURE.plain();
      case ISSUER_DISABLED -> ReasonCode.ISSUER_DISABLED.plain();
      case AUDIENCE_MISSING, AUDIENCE_TYPE, AUDIENCE_SEVERAL, AUDIENCE_OTHER ->
          ReasonCode.AUDIENCE.plain();
      case EXPIRED -> ReasonCode.EXPIRED.plain();
      case ISSUED_IN_THE_FUTURE, NOT_YET_VALID -> ReasonCode.NOT_YET_VALID.plain();
      case TOO_OLD -> ReasonCode.TOO_OLD.plain();
      case LIVES_TOO_LONG -> ReasonCode.LIFETIME_TOO_LONG.plain();
      case EXPIRES_BEFORE_ISSUED -> new Reason(ReasonCode.CLAIM_CONFLICT, "exp");
      case SUBJECT_MISSING -> new Reason(ReasonCode.CLAIM_MISSING, "sub");
      case EXPIRY_MISSING -> new Reason(ReasonCode.CLAIM_MISSING, "exp");
      case ISSUED_AT_MISSING -> new Reason(ReasonCode.CLAIM_MISSING, "iat");
      case TOKEN_ID_MISSING -> new Reason(ReasonCode.CLAIM_MISSING, "jti");
      case SUBJECT_TYPE -> new Reason(ReasonCode.CLAIM_TYPE, "sub");
      case EXPIRY_TYPE -> new Reason(ReasonCode.CLAIM_TYPE, "exp");
      case ISSUED_AT_TYPE -> new Reason(ReasonCode.CLAIM_TYPE, "iat");
      case NOT_BEFORE_TYPE -> new Reason(ReasonCode.CLAIM_TYPE, "nbf");
      case TOKEN_ID_TYPE -> new Reason(ReasonCode.CLAIM_TYPE, "jti");
    };
  }

  /** Reads what {@link #toString} wrote. */
  static Reason parse(String text) {
    int open = text.indexOf('(');
    return open < 0
        ? ReasonCode.valueOf(text).plain()
        : new Reason(
            ReasonCode.valueOf(text.substring(0, open)),
            text.substring(open + 1, text.length() - 1));
  }

  /** As in {@code CLAIM_MISMATCH(branch)}. */
  @Override
  public String toString() {
    return detail.isEmpty() ? code.name() : code.name() + "(" + detail + ")";
  }

  /** The code as a phrase for people: {@code claim mismatch}. */
  public String words() {
    return Ascii.lowerCase(code.name()).replace('_', ' ');
  }
}
