package dev.slipway.trust;

/**
 * Why an ID token is not accepted, whoever asks and for whatever. Named by the rule that it breaks;
 * a sentence that carries nothing of the token, so that it can be logged and shown to an operator.
 * A caller on the network learns none of these.
 */
public enum Flaw {
  TOO_LARGE("B1", "the token is empty or larger than 16 KiB, or its header larger than 4 KiB"),
  NOT_COMPACT("B1", "the token is not three parts between two dots"),
  NOT_CANONICAL("B1", "a part of the token is not canonical base64url"),
  ENCRYPTED("B2", "the token is encrypted, compressed or nested"),
  NOT_A_JSON_OBJECT("B3", "a part of the token is not one JSON object in UTF-8"),
  DUPLICATE_MEMBER("B3", "a member name stands twice in one JSON object"),
  TOO_COMPLEX("B3", "the JSON is deeper, longer in its numbers or richer in members than allowed"),

  ALGORITHM_TYPE("C1", "the header names no algorithm"),
  ALGORITHM_REFUSED("C1", "the algorithm is not one that this issuer may use"),
  KEY_UNFIT("C3", "the issuer's key of that id is not one for the algorithm"),
  KEY_ID_TYPE("C4", "the key id is not a string of 1 to 256 characters"),
  KEY_ID_MISSING("C4", "the token names no key and the issuer does not have exactly one"),
  KEY_UNKNOWN("C4", "the issuer has no key of that id"),
  KEY_DISTRUSTED("F6", "the operator trusts the issuer's key of that id no more"),
  CRITICAL_HEADER("C6", "the header has crit or b64"),
  TOKEN_TYPE("C7", "the token's typ is not JWT"),
  SIGNATURE_WRONG("C9", "the signature does not verify"),

  ISSUER_MISSING("G1", "iss is missing"),
  ISSUER_TYPE("B5", "iss is not a string of at most 255 visible ASCII characters"),
  ISSUER_DISABLED("D2", "the operator has disabled this issuer"),

  AUDIENCE_MISSING("G1", "aud is missing"),
  AUDIENCE_TYPE("B5", "aud is neither a string nor an array of strings"),
  AUDIENCE_SEVERAL("G3", "aud names more audiences than this issuer's tokens may"),
  AUDIENCE_OTHER("G2", "aud is not this hub"),
  SUBJECT_MISSING("G1", "sub is missing"),
  SUBJECT_TYPE("B5", "sub is not a string of 1 to 1024 characters"),
  EXPIRY_MISSING("G1", "exp is missing"),
  EXPIRY_TYPE("B5", "exp is not a whole number of seconds"),
  ISSUED_AT_MISSING("G1", "iat is missing"),
  ISSUED_AT_TYPE("B5", "iat is not a whole number of seconds"),
  NOT_BEFORE_TYPE("B5", "nbf is not a whole number of seconds"),
  EXPIRED("G7", "the token has expired"),
  ISSUED_IN_THE_FUTURE("G8", "iat is in the future"),
  NOT_YET_VALID("G8", "nbf is in the future"),
  EXPIRES_BEFORE_ISSUED("G8", "exp is not after iat"),
  LIVES_TOO_LONG("G9", "the token lives longer than this issuer's tokens may"),
  TOO_OLD("G10", "the token was issued longer ago than this issuer's tokens may be shown"),
  TOKEN_ID_MISSING("G11", "jti is missing"),
  TOKEN_ID_TYPE("G11", "jti is not a string of 1 to 255 characters");

  private final String rule;
  private final String sentence;

  Flaw(String rule, String sentence) {
    this.rule = rule;
    this.sentence = sentence;
  }

  /** The rule's short name, such as {@code G7}. */
  public String rule() {
    return rule;
  }

  /** What is wrong, without a word of the token. */
  public String sentence() {
    return sentence;
  }

  /**
   * Leaves the reading or checking of a token at once, from whatever depth. It never leaves the
   * island: the public doors ({@link UnverifiedToken#read}, {@link TokenVerifier#verify}) turn it
   * into a value. It has no stack trace, since a hostile caller can make as many as he likes.
   */
  static final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final Flaw flaw;

    Refusal(Flaw flaw) {
      super(flaw.sentence(), null, false, false);
      this.flaw = flaw;
    }

    Flaw flaw() {
      return flaw;
    }
  }
}
