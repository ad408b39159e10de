package dev.slipway.xet.packing;

/**
 * Bytes from outside are not what the format says. Never leaves the module: the doors make a
 * refusal of it. Carries no stack trace, because strangers can cause as many as they like.
 */
public final class Malformation extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param problem one sentence without a full stop that can be shown to the sender
   */
  public Malformation(String problem) {
    super(problem, null, false, false);
  }

  public String problem() {
    return String.valueOf(getMessage());
  }
}
