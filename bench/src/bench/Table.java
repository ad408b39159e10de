package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside what is allowed. */
public final class Table {

  /** A machine may be slower than the one that the limits were made for, but not by more than this. */
  private static final double FAR = 2;

  private final List<Row> rows = new ArrayList<>();

  private record Row(String what, double value, String unit, double limit) {

    boolean isOver() {
      return limit > 0 && value > limit;
    }

    boolean isFarOver() {
      return limit > 0 && value > limit * FAR;
    }

    String verdict() {
      return limit == 0 ? "" : isFarOver() ? "MISSED BY FAR" : isOver() ? "missed" : "ok";
    }
  }

  /** Something that has a limit. */
  public void add(String what, double value, String unit, double limit) {
    rows.add(new Row(what, value, unit, limit));
    System.err.printf(Locale.ROOT, "   %s: %.2f %s%n", what, value, unit);
  }

  /** Something that is only told. */
  public void tell(String what, double value, String unit) {
    add(what, value, unit, 0);
  }

  /** Prints it as Markdown. */
  public void print() {
    System.out.println("| Measured | Value | Limit | |");
    System.out.println("|---|---:|---:|---|");
    for (Row row : rows) {
      String limit = row.limit() == 0 ? "" : number(row.limit()) + " " + row.unit();
      System.out.printf(
          "| %s | %s %s | %s | %s |%n",
          row.what(), number(row.value()), row.unit(), limit, row.verdict());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  /** Whether a limit was missed by far. */
  public boolean isFarOver() {
    return rows.stream().anyMatch(Row::isFarOver);
  }
}
