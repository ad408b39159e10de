package dev.slipway.http;

/** Something that the hub stands on does not answer; the client is told 503 and to come again. */
public final class Unavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  /** Says, for the client, what does not answer. */
  public Unavailable(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
