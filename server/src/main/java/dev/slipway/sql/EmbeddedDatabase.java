package dev.slipway.sql;

import dev.slipway.sql.Boundaries.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
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
  private static final int CACHED_PAGES_KIB = 8 * 1024;

  private final Path file;
  private final Jdbi jdbi;
  private final Semaphore places = new Semaphore(READERS, /* fair= */ true);
  private final Queue<Boundaries> idle = new ConcurrentLinkedQueue<>();
  private final Boundaries writer;
  private final WriterQueue queue;

  /** Opens the file, which is made if it is missing, and brings its tables up to date. */
  public static EmbeddedDatabase open(Path file) {
    Migrations.migrate(file);
    return new EmbeddedDatabase(file);
  }

  private EmbeddedDatabase(Path file) {
    this.file = file;
    jdbi = jdbi(file);
    writer = new Boundaries(connect());
    queue = new WriterQueue(writer);
  }

  /** One for all connections, so that what it finds out about a text it finds out once. */
  private static Jdbi jdbi(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(BUSY_TIMEOUT.toMillis()));
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHED_PAGES_KIB);
    // Nobody asks for them, and the driver would after each insert.
    config.setGetGeneratedKeys(false);
    Jdbi jdbi = Jdbi.create(() -> config.createConnection("jdbc:sqlite:" + file));
    jdbi.setStatementBuilderFactory(_ -> new StatementCache());
    // Claims and secrets are among the values, and failures are logged.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  private Handle connect() {
    try {
      return jdbi.open();
    } catch (ConnectionException e) {
      throw new DatabaseFailure("opening the database " + file, e);
    }
  }

  private Boundaries reader() {
    Handle handle = connect();
    handle.execute("PRAGMA query_only = ON");
    return new Boundaries(handle);
  }

  @Override
  public <T> T read(Function<Tx, T> work) {
    places.acquireUninterruptibly();
    try {
      @Nullable Boundaries used = idle.poll();
      Boundaries reader = used == null ? reader() : used;
      try {
        return read(reader, work);
      } finally {
        idle.add(reader);
      }
    } finally {
      places.release();
    }
  }

  private static <T> T read(Boundaries reader, Function<Tx, T> work) {
    reader.say(Word.BEGIN);
    try {
      return work.apply(new Tx(reader.handle()));
    } finally {
      reader.say(Word.COMMIT);
    }
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    return queue.run(work);
  }

  @Override
  public boolean answers() {
    return queue.isServed() && Database.super.answers();
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
    idle.forEach(Boundaries::close);
    writer.close();
  }
}
