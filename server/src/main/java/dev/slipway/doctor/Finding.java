package dev.slipway.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what, in one word
 * @param text how it is
 * @param advice what to do about it; empty if nothing
 */
public record Finding(String subject, Level level, String text, String advice) {

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, but somebody should know. */
    WARN,
    /** Something does not work. */
    FAIL
  }

  /** As it should be. */
  public static Finding ok(String subject, String text) {
    return new Finding(subject, Level.OK, text, "");
  }

  /** It works, but. */
  public static Finding warn(String subject, String text, String advice) {
    return new Finding(subject, Level.WARN, text, advice);
  }

  /** It does not work. */
  public static Finding fail(String subject, String text, String advice) {
    return new Finding(subject, Level.FAIL, text, advice);
  }
}
