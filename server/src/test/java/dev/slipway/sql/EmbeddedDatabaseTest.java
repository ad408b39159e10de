package dev.slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        } catch (java.util.concurrent.ExecutionException e) {
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
}
