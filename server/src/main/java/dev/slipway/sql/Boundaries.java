package dev.slipway.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends the transactions of one connection. That happens around almost every query, so
 * the words are understood once and said to the driver directly. One thread at a time may use it.
 */
final class Boundaries implements AutoCloseable {

  private final Handle handle;
  private final Map<Word, PreparedStatement> understood = new EnumMap<>(Word.class);

  Boundaries(Handle handle) {
    this.handle = handle;
  }

  /** What is said. */
  enum Word {
    BEGIN("BEGIN"),
    BEGIN_WRITING("BEGIN IMMEDIATE"),
    COMMIT("COMMIT"),
    BEGIN_PIECE("SAVEPOINT piece"),
    END_PIECE("RELEASE piece");

    private final String sql;

    Word(String sql) {
      this.sql = sql;
    }
  }

  Handle handle() {
    return handle;
  }

  void say(Word word) {
    try {
      statement(word).execute();
    } catch (SQLException e) {
      forget(word, e);
      throw new TransactionException(word.sql, e);
    }
  }

  /** The driver gives up some statements that failed, and does not call them closed. */
  private void forget(Word word, SQLException cause) {
    try {
      @Nullable PreparedStatement failed = understood.remove(word);
      if (failed != null) {
        failed.close();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private PreparedStatement statement(Word word) throws SQLException {
    @Nullable PreparedStatement kept = understood.get(word);
    if (kept != null) {
      return kept;
    }
    Connection connection = handle.getConnection();
    PreparedStatement statement = connection.prepareStatement(word.sql);
    understood.put(word, statement);
    return statement;
  }

  /** Closes the connection, and with it what it has understood. */
  @Override
  public void close() {
    try {
      for (PreparedStatement statement : understood.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure("closing a statement", e);
    } finally {
      handle.close();
    }
  }
}
