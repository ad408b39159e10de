package dev.slipway.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Keeps the statements that a connection has understood, because SQLite needs longer to understand
 * most of ours than to run them. Whoever runs one has it alone: who asks for the same text
 * meanwhile gets another. As with its connection, one thread at a time may use it.
 */
final class StatementCache extends DefaultStatementBuilder {

  /** Most statements that are kept while nobody runs them; the hub has fewer texts than that. */
  static final int MAX_IDLE = 256;

  private static final String NOT_KEPT = "PRAGMA";

  /** By their text, the one that was used last at the end. */
  private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

  /** The texts of those that run; compared by identity. */
  private final Map<Statement, String> running = new IdentityHashMap<>();

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    // Some pragmas act when they are understood, and would not act again.
    if (context.isReturningGeneratedKeys() || sql.stripLeading().startsWith(NOT_KEPT)) {
      return super.create(connection, sql, context);
    }
    @Nullable PreparedStatement kept = idle.remove(sql);
    PreparedStatement statement =
        kept == null || kept.isClosed() ? super.create(connection, sql, context) : kept;
    running.put(statement, sql);
    return statement;
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    @Nullable String text = running.remove(statement);
    if (text == null || !(statement instanceof PreparedStatement prepared) || !cleans(prepared)) {
      statement.close();
      return;
    }
    @Nullable PreparedStatement twin = idle.put(text, prepared);
    if (twin != null) {
      twin.close();
    }
    if (idle.size() > MAX_IDLE) {
      idle.pollFirstEntry().getValue().close();
    }
  }

  /**
   * Whether nothing of its last run is left: no row, because an open one would keep the transaction
   * from ending, and no value, which may be a secret or large.
   */
  private static boolean cleans(PreparedStatement statement) {
    try {
      // The driver gives up some statements that failed.
      if (statement.isClosed()) {
        return false;
      }
      // Asking the driver for a result to close makes it read the name of every column.
      if (statement instanceof CoreStatement driver) {
        driver.pointer.safeRunInt(DB::reset);
      }
      statement.clearParameters();
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  @Override
  public void close(Connection connection) {
    for (PreparedStatement statement : idle.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        throw new DatabaseFailure("closing a statement", e);
      }
    }
    idle.clear();
  }

  /** How many are kept. */
  int idle() {
    return idle.size();
  }
}
