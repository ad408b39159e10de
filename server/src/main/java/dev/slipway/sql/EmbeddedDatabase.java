package dev.slipway.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * SQLite in a file, in write-ahead mode, flushed at each commit. Readers have a connection each;
 * writers go through {@link WriterQueue}. Other processes on the same file (the commands) are
 * waited for.
 */
public final class EmbeddedDatabase implements Database {

  /** How long a writer waits for another process. */
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

  private static final int READERS = 8;
  private static final int CACHED_STATEMENTS_KIB = 8 * 1024;

  private final Path file;
  private final Semaphore places = new Semaphore(READERS, /* fair= */ true);
  private final Queue<Handle> idle = new ConcurrentLinkedQueue<>();
  private final Handle writer;
  private final WriterQueue queue;

  /** Opens the file, which is made if it is missing, and brings its tables up to date. */
  public static EmbeddedDatabase open(Path file) {
    Migrations.migrate(file);
    return new EmbeddedDatabase(file);
  }

  private EmbeddedDatabase(Path file) {
    this.file = file;
    writer = connect(file, false);
    queue = new WriterQueue(writer);
  }

  private static Handle connect(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHED_STATEMENTS_KIB);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      Handle handle = Jdbi.open(connection);
      // Claims and secrets are among the values, and failures are logged.
      handle.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
      if (readOnly) {
        handle.execute("PRAGMA query_only = ON");
      }
      return handle;
    } catch (SQLException e) {
      throw new DatabaseFailure("opening the database " + file, e);
    }
  }

  @Override
  public <T> T read(Function<Tx, T> work) {
    places.acquireUninterruptibly();
    try {
      Handle used = idle.poll();
      Handle handle = used == null ? connect(file, true) : used;
      try {
        return read(handle, work);
      } finally {
        idle.add(handle);
      }
    } finally {
      places.release();
    }
  }

  private static <T> T read(Handle handle, Function<Tx, T> work) {
    handle.execute("BEGIN");
    try {
      return work.apply(new Tx(handle));
    } finally {
      handle.execute("COMMIT");
    }
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    return queue.run(work);
  }

  @Override
  public List<String> damage() {
    return read(tx ->
        tx.handle().createQuery("PRAGMA quick_check(10)").mapTo(String.class).list().stream()
            .filter(line -> !line.equals("ok"))
            .toList());
  }

  @Override
  public TableVersion tables() {
    return Migrations.version(file);
  }

  @Override
  public void close() {
    queue.close();
    places.acquireUninterruptibly(READERS);
    idle.forEach(Handle::close);
    writer.close();
  }
}
