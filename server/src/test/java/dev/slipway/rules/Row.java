package dev.slipway.rules;

/** What the table says of one rule; a rule may have several rows. */
sealed interface Row {

  /** The rule's short name, such as {@code G7}. */
  String rule();

  /** What is attacked, proved, missing, or why there is nothing to attack. */
  String sentence();

  /** An attack that is run on a hub, over HTTP. */
  record Attack(String rule, String sentence, Expected expected, Act act) implements Row {}

  /**
   * A rule that another test proves.
   *
   * @param test as in {@code dev.slipway.trust.KeyCacheTest#show}
   */
  record Proved(String rule, String sentence, String test) implements Row {

    String type() {
      return test.substring(0, test.indexOf('#'));
    }

    String method() {
      return test.substring(test.indexOf('#') + 1);
    }
  }

  /** A rule, or a part of one, about something that there is not in this hub. */
  record NotHere(String rule, String sentence) implements Row {}

  /** A rule, or a part of one, that is not met yet. */
  record Open(String rule, String sentence) implements Row {}
}
