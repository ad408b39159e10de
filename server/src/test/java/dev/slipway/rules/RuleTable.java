package dev.slipway.rules;

import dev.slipway.rules.Row.Attack;
import dev.slipway.rules.Row.NotHere;
import dev.slipway.rules.Row.Open;
import dev.slipway.rules.Row.Proved;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All that is known of the rules of trusted publishing: attacks, proofs, reasons and gaps. */
final class RuleTable {

  private final List<Row> rows;

  private RuleTable(List<Row> rows) {
    this.rows = rows;
  }

  static RuleTable whole() throws Exception {
    return new RuleTable(
        Stream.of(
                RequestAttacks.all(),
                TokenAttacks.all(),
                IssuerAttacks.all(),
                ClaimAttacks.all(),
                MatchAttacks.all(),
                StateAttacks.all(),
                Proofs.all())
            .flatMap(List::stream)
            .sorted(
                Comparator.comparingInt((Row row) -> SpecRules.position(row.rule()))
                    .thenComparingInt(RuleTable::kind))
            .toList());
  }

  private static int kind(Row row) {
    return switch (row) {
      case Attack _ -> 0;
      case Proved _ -> 1;
      case NotHere _ -> 2;
      case Open _ -> 3;
    };
  }

  /** Every row, in the order of the rules. */
  List<Row> rows() {
    return rows;
  }

  /** The rows of one kind. */
  <R extends Row> List<R> of(Class<R> kind) {
    return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The rows of one rule. */
  List<Row> of(String rule) {
    return rows.stream().filter(row -> row.rule().equals(rule)).toList();
  }

  /** How a rule stands, in a word or two. */
  String state(String rule) {
    List<Row> all = of(rule);
    boolean isProved = all.stream().anyMatch(row -> row instanceof Attack || row instanceof Proved);
    boolean isOpen = all.stream().anyMatch(Open.class::isInstance);
    if (isOpen) {
      return isProved ? "in part" : "open";
    }
    return isProved ? "met" : "not here";
  }
}
