package dev.slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open(folder.resolve("test.db"));
    database.write(tx -> tx.handle().execute("CREATE TABLE t (n INTEGER PRIMARY KEY)"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int insert(int number) {
    return database.write(tx -> tx.handle().execute("INSERT INTO t (n) VALUES (?)", number));
  }

  private int count() {
    return database.read(
        tx -> tx.handle().createQuery("SELECT count(*) FROM t").mapTo(Integer.class).one());
  }

  @Test
  void undoes_the_work_that_throws_and_no_other() throws Exception {
    insert(0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i % 2 == 0 ? i + 1 : 0;
        writes.add(threads.submit(() -> insert(number)));
      }
      int failed = 0;
      for (Future<Integer> write : writes) {
        try {
          write.get();
        } catch (ExecutionException e) {
          failed++;
        }
      }
      assertThat(failed).isEqualTo(100);
    }

    assertThat(count()).isEqualTo(101);
  }

  @Test
  void does_not_write_while_it_reads() {
    assertThatThrownBy(
            () -> database.read(tx -> tx.handle().execute("INSERT INTO t (n) VALUES (7)")))
        .isInstanceOf(RuntimeException.class);

    assertThat(count()).isZero();
  }

  @Test
  void refuses_a_transaction_inside_another() {
    assertThatThrownBy(() -> database.write(_ -> insert(1)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(count()).isZero();
  }

  @Test
  void shows_another_process_what_was_committed() {
    try (Database other = EmbeddedDatabase.open(folder.resolve("test.db"))) {
      insert(1);

      int seen =
          other.read(
              tx -> tx.handle().createQuery("SELECT count(*) FROM t").mapTo(Integer.class).one());

      assertThat(seen).isEqualTo(1);
      int written = other.write(tx -> tx.handle().execute("INSERT INTO t (n) VALUES (2)"));
      assertThat(written).isEqualTo(1);
      assertThat(count()).isEqualTo(2);
    }
  }

  @Test
  void a_failure_says_in_one_line_what_went_wrong_and_none_of_the_values() {
    insert(4711);

    assertThatThrownBy(() -> insert(4711))
        .hasMessageContaining("t.n")
        .message()
        .doesNotContain("4711", "\n");
  }

  /** Holds the writer up, so that everything that comes meanwhile is one batch. */
  private Runnable holdUp(ExecutorService threads) throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    threads.execute(() ->
        database.write(_ -> {
          began.countDown();
          awaitQuietly(goOn);
          return 0;
        }));
    began.await();
    return goOn::countDown;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void undoes_one_of_a_batch_whatever_it_throws_and_however_much_it_did() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Runnable goOn = holdUp(threads);
      Future<Integer> before = threads.submit(() -> insert(1));
      Future<Integer> thrown =
          threads.submit(() ->
              database.write(tx -> {
                tx.handle().execute("INSERT INTO t (n) VALUES (2)");
                tx.handle().execute("DELETE FROM t WHERE n = 1");
                throw new StackOverflowError("deep");
              }));
      Future<Integer> broken =
          threads.submit(() ->
              database.write(tx -> {
                tx.handle().execute("INSERT INTO t (n) VALUES (3)");
                return tx.handle().execute("INSERT INTO nowhere (n) VALUES (3)");
              }));
      Future<Integer> after = threads.submit(() -> insert(4));
      Thread.sleep(100);
      goOn.run();

      assertThat(before.get()).isEqualTo(1);
      assertThat(after.get()).isEqualTo(1);
      assertThatThrownBy(thrown::get).hasRootCauseInstanceOf(StackOverflowError.class);
      assertThatThrownBy(broken::get).hasCauseInstanceOf(JdbiException.class);
    }

    assertThat(numbers()).containsExactly(1, 4);
  }

  private List<Integer> numbers() {
    return database.read(
        tx -> tx.handle().createQuery("SELECT n FROM t ORDER BY n").mapTo(Integer.class).list());
  }

  @Test
  void fails_all_of_a_batch_that_cannot_be_committed() throws Exception {
    database.write(tx -> {
      tx.handle().execute("CREATE TABLE parent (n INTEGER PRIMARY KEY)");
      return tx.handle()
          .execute(
              "CREATE TABLE child (n INTEGER REFERENCES parent (n)"
                  + " DEFERRABLE INITIALLY DEFERRED)");
    });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Runnable goOn = holdUp(threads);
      Future<Integer> sound = threads.submit(() -> insert(1));
      Future<Integer> orphan =
          threads.submit(
              () -> database.write(tx -> tx.handle().execute("INSERT INTO child (n) VALUES (9)")));
      Thread.sleep(100);
      goOn.run();

      assertThatThrownBy(sound::get).hasCauseInstanceOf(JdbiException.class);
      assertThatThrownBy(orphan::get).hasCauseInstanceOf(JdbiException.class);
    }

    assertThat(numbers()).isEmpty();
    assertThat(insert(2)).isEqualTo(1);
    assertThat(numbers()).containsExactly(2);
  }

  @Test
  void shows_a_reader_what_it_has_answered_for() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> seen = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int number = i;
        seen.add(
            threads.submit(() -> {
              insert(number);
              return numbers().contains(number);
            }));
      }
      for (Future<Boolean> one : seen) {
        assertThat(one.get()).isTrue();
      }
    }
  }

  @Test
  void finishes_what_an_interrupted_caller_began() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Runnable goOn = holdUp(threads);
      Thread caller = Thread.ofVirtual().start(() -> insert(5));
      Thread.sleep(50);
      caller.interrupt();
      goOn.run();
      caller.join();
    }

    assertThat(numbers()).containsExactly(5);
  }

  @Test
  void takes_nothing_once_it_is_closed_and_leaves_nobody_waiting() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int number = i;
        writes.add(threads.submit(() -> insert(number)));
      }
      database.close();
      assertThatThrownBy(() -> insert(1000)).hasMessage("the database is closed");
      int acknowledged = 0;
      for (Future<Integer> write : writes) {
        try {
          acknowledged += write.get();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        }
      }
      database = EmbeddedDatabase.open(folder.resolve("test.db"));
      assertThat(count()).isEqualTo(acknowledged);
    }
  }

  @Test
  void flushes_each_commit() {
    int level =
        database.write(
            tx -> tx.handle().createQuery("PRAGMA synchronous").mapTo(Integer.class).one());
    String journal =
        database.write(
            tx -> tx.handle().createQuery("PRAGMA journal_mode").mapTo(String.class).one());

    assertThat(level).as("FULL").isEqualTo(2);
    assertThat(journal).isEqualTo("wal");
  }

  @Test
  void writes_on_after_an_error_that_could_not_be_undone() {
    AtomicInteger left = new AtomicInteger(2);
    Jdbi jdbi = Jdbi.create("jdbc:sqlite:" + folder.resolve("test.db"));
    jdbi.setStatementBuilderFactory(_ -> new WithoutMemory(left));
    try (Handle handle = jdbi.open()) {
      WriterQueue queue = new WriterQueue(new Boundaries(handle));

      // Neither its savepoint nor its transaction can be rolled back.
      assertThatThrownBy(() ->
              queue.run(tx -> {
                tx.handle().execute("INSERT INTO t (n) VALUES (1)");
                throw new StackOverflowError("no end");
              }))
          .isInstanceOf(Error.class);
      assertThatThrownBy(() -> queue.run(tx -> tx.handle().execute("SELECT 1")))
          .as("the transaction is still open, and rolled back now")
          .isInstanceOf(JdbiException.class);

      int written = queue.run(tx -> tx.handle().execute("INSERT INTO t (n) VALUES (2)"));
      assertThat(written).isOne();
      assertThat(queue.isServed()).isTrue();
      queue.close();
      assertThat(queue.isServed()).isFalse();
    }
    assertThat(count()).isOne();
  }

  /** Cannot roll back so many times. */
  private static final class WithoutMemory extends DefaultStatementBuilder {

    private final AtomicInteger left;

    WithoutMemory(AtomicInteger left) {
      this.left = left;
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
        throws SQLException {
      if (sql.startsWith("ROLLBACK") && left.getAndDecrement() > 0) {
        throw new OutOfMemoryError("none left");
      }
      return super.create(connection, sql, context);
    }
  }
}
