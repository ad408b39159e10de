package dev.slipway.names;

/**
 * The {@code sub} claim of an ID token, as its issuer wrote it.
 *
 * @param text not empty
 */
public record Subject(String text) {

  public Subject {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a subject is not empty");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
