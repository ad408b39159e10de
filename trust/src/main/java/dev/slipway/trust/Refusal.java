package dev.slipway.trust;

/**
 * Leaves the reading or checking of a token at once, from whatever depth. It never leaves the
 * island: the public doors ({@link UnverifiedToken#read}, {@link TokenVerifier#verify}) turn it
 * into a value. It has no stack trace, since a hostile caller can make as many as he likes.
 */
final class Refusal extends Exception {

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
