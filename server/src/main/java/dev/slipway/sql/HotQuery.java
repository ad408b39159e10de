package dev.slipway.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A query that nearly every request asks. It goes to the driver directly: finding out anew how each
 * value is bound and each row is read costs more than the answer. Thread-safe.
 */
public final class HotQuery<T> {

  private static final Pattern NAME = Pattern.compile(":([a-zA-Z]+)");

  private final String sql;

  /** For each question mark, which of the values stands there. */
  private final int[] places;

  private final int names;
  private final Row<T> reader;

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {

    /** What stands in the row; must not keep it. */
    T read(Tx tx, ResultSet row) throws SQLException;
  }

  /**
   * A query.
   *
   * @param named its text, with values as {@code :name}; no text in quotes may have a colon
   */
  public HotQuery(String named, Row<T> reader) {
    List<String> all = NAME.matcher(named).results().map(MatchResult::group).toList();
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(all));
    this.sql = NAME.matcher(named).replaceAll("?");
    this.places = all.stream().mapToInt(distinct::indexOf).toArray();
    this.names = distinct.size();
    this.reader = reader;
  }

  /** The first row; {@code values} are texts and whole numbers, in the order of their names. */
  public Optional<T> first(Tx tx, Object... values) {
    List<T> rows = list(tx, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /** Every row. */
  public List<T> list(Tx tx, Object... values) {
    if (values.length != names) {
      throw new IllegalArgumentException("the query has " + names + " values");
    }
    Connection connection = tx.handle().getConnection();
    StatementCache statements = (StatementCache) tx.handle().getStatementBuilder();
    try {
      PreparedStatement statement = statements.take(connection, sql);
      try {
        bind(statement, values);
        return rows(tx, statement);
      } finally {
        statements.close(connection, sql, statement);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure("asking " + sql, e);
    }
  }

  private void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < places.length; i++) {
      switch (values[places[i]]) {
        case String text -> statement.setString(i + 1, text);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        default -> throw new IllegalArgumentException("a value is a text or a whole number");
      }
    }
  }

  private List<T> rows(Tx tx, PreparedStatement statement) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.add(reader.read(tx, row));
      }
    }
    return rows;
  }
}
