package dev.slipway.rules;

import dev.slipway.rules.Row.Attack;
import dev.slipway.rules.Row.NotHere;
import dev.slipway.rules.Row.Open;
import dev.slipway.rules.Row.Proved;

/** The table as a page for people who want to see how each rule stands. */
final class RulesPage {

  private static final String INTRODUCTION =
      """
      # The rules of trusted publishing, and how each stands

      <!-- Made from the table in server/src/test/java/dev/slipway/rules; RuleTableTest says how to make it again. -->

      Exchanging an ID token for an access token is the door that attackers of a hub try first. These are the rules that
      this door keeps. What can be tried at the door itself is tried by every build, over HTTP, on a hub where the same
      request without its flaw succeeds, which the build tries as well. Of every attack it checks that the answer has
      that status, OAuth error and reason; that there is no new access token, used ID token, publisher, issuer or pinned
      id; that nobody outside was asked for anything, not even the server whose address the attack carries; that the
      answer is the same to the byte wherever it would tell something of resources, publishers, issuers or keys; and
      that no line of the log holds a token or a line feed. The reason stands in the operator's log, and nowhere else.
      What is not seen at the door is proved by the tests that are named; the build fails if one of them is gone.

      - **met**: attacks fail and tests prove it, and nothing of the rule is known to be missing;
      - **in part**: what is there is proved, and the table says what is missing;
      - **open**: not met yet;
      - **not here**: it is about something that this hub does not have.

      """;

  private final RuleTable table;

  RulesPage(RuleTable table) {
    this.table = table;
  }

  String text() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    text.append("## All of them\n\n| Rule | | State |\n|---|---|---|\n");
    SpecRules.titles()
        .forEach((rule, title) ->
            text.append("| %s | %s | %s |\n".formatted(rule, shown(title), table.state(rule))));
    SpecRules.sections().forEach((letter, title) -> section(text, letter, title));
    return text.toString();
  }

  private void section(StringBuilder text, String letter, String title) {
    text.append("\n## %s. %s\n\n".formatted(letter, title));
    text.append(
        "| Rule | Attack, proof or reason | Answer, or where it is proved |\n|---|---|---|\n");
    for (Row row : table.rows()) {
      if (SpecRules.section(row.rule()).equals(letter)) {
        text.append("| %s | %s | %s |\n".formatted(row.rule(), shown(row.sentence()), last(row)));
      }
    }
  }

  private static String last(Row row) {
    return switch (row) {
      case Attack attack -> shown(attack.expected().text());
      case Proved proved -> "`" + proved.test().replace("dev.slipway.", "") + "`";
      case NotHere _ -> "*not here*";
      case Open _ -> "**open**";
    };
  }

  /** What would not be seen, or would end a cell, is written otherwise. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '|') {
            shown.append("\\|");
          } else if (c == '<') {
            shown.append("&lt;");
          } else if (c >= ' ' && c < 0x7F || c == '“' || c == '”' || c == '…') {
            shown.appendCodePoint(c);
          } else {
            shown.append("\\u%04x".formatted(c));
          }
        });
    return shown.toString();
  }
}
