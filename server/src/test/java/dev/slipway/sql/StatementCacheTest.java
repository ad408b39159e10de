package dev.slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementCacheTest {

  private static final String BY_NUMBER = "SELECT word FROM t WHERE n = :n";

  private final StatementCache cache = new StatementCache();
  private final List<PreparedStatement> run = new ArrayList<>();
  private Handle handle;

  @BeforeEach
  void open() {
    Jdbi jdbi = Jdbi.create("jdbc:sqlite::memory:");
    jdbi.setStatementBuilderFactory(_ -> cache);
    jdbi.getConfig(SqlStatements.class).addCustomizer(new Noting());
    handle = jdbi.open();
    handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT)");
    insert(1, "one");
    insert(2, "two");
    run.clear();
  }

  @AfterEach
  void close() {
    handle.close();
  }

  private final class Noting implements StatementCustomizer {
    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext context) {
      run.add(statement);
    }
  }

  private Set<PreparedStatement> different() {
    return new HashSet<>(run);
  }

  private void insert(int number, String word) {
    handle.execute("INSERT INTO t (n, word) VALUES (?, ?)", number, word);
  }

  private List<String> words(int number) {
    return handle.createQuery(BY_NUMBER).bind("n", number).mapTo(String.class).list();
  }

  @Test
  void understands_a_text_once() {
    assertThat(words(1)).containsExactly("one");
    assertThat(words(2)).containsExactly("two");
    assertThat(words(3)).isEmpty();

    assertThat(run).hasSize(3);
    assertThat(different()).hasSize(1);
  }

  @Test
  void leaves_no_value_of_an_earlier_run() throws SQLException {
    words(1);

    PreparedStatement same = run.getFirst();
    assertThat(same.executeQuery().next()).as("n is null").isFalse();
  }

  @Test
  void leaves_no_row_open() {
    handle.begin();
    handle.execute("SELECT n FROM t");
    String first =
        handle.createQuery("SELECT word FROM t ORDER BY n").mapTo(String.class).findFirst().get();
    handle.createUpdate("UPDATE t SET word = 'x' RETURNING n").execute();
    handle.commit();

    // A table that somebody still reads cannot be dropped.
    handle.execute("DROP TABLE t");
    assertThat(first).isEqualTo("one");
  }

  @Test
  void lends_another_to_who_runs_the_same_text_within() {
    List<String> seen = new ArrayList<>();
    handle
        .createQuery("SELECT n FROM t WHERE n >= :from ORDER BY n")
        .bind("from", 1)
        .map((row, _) -> row.getInt(1))
        .forEach(outer ->
            handle
                .createQuery("SELECT n FROM t WHERE n >= :from ORDER BY n")
                .bind("from", outer)
                .map((row, _) -> row.getInt(1))
                .forEach(inner -> seen.add(outer + "-" + inner)));

    assertThat(seen).containsExactly("1-1", "1-2", "2-2");
    assertThat(different()).hasSize(2);
    assertThat(words(1)).containsExactly("one");
  }

  @Test
  void keeps_so_many_and_forgets_those_that_were_not_used_for_long() throws SQLException {
    words(1);
    PreparedStatement old = run.getFirst();
    for (int i = 0; i < StatementCache.MAX_IDLE - 1; i++) {
      handle.createQuery("SELECT " + i).mapTo(Integer.class).one();
    }
    words(1);
    assertThat(run.getLast()).isSameAs(old);

    for (int i = 0; i < StatementCache.MAX_IDLE; i++) {
      handle.createQuery("SELECT 1, " + i).mapTo(Integer.class).one();
    }

    assertThat(cache.idle()).isEqualTo(StatementCache.MAX_IDLE);
    assertThat(old.isClosed()).isTrue();
    assertThat(words(1)).containsExactly("one");
  }

  @Test
  void sees_a_table_that_was_changed() {
    String all = "SELECT * FROM t WHERE n = 1";
    assertThat(handle.createQuery(all).mapToMap().one()).containsOnlyKeys("n", "word");

    handle.execute("ALTER TABLE t ADD COLUMN more TEXT DEFAULT 'm'");
    assertThat(handle.createQuery(all).mapToMap().one()).containsEntry("more", "m").hasSize(3);

    words(1);
    handle.execute("DROP TABLE t");
    assertThatThrownBy(() -> words(1)).isInstanceOf(JdbiException.class);
    handle.execute("CREATE TABLE t (word TEXT, n INTEGER)");
    handle.execute("INSERT INTO t VALUES ('new', 1)");
    assertThat(words(1)).containsExactly("new");
    assertThat(handle.createQuery(all).mapToMap().one().toString()).isEqualTo("{word=new, n=1}");
  }

  @Test
  void runs_a_statement_again_that_failed() {
    assertThatThrownBy(() -> insert(1, "again")).isInstanceOf(JdbiException.class);
    insert(3, "three");
    assertThatThrownBy(() -> insert(3, "again")).isInstanceOf(JdbiException.class);
    insert(4, "four");

    assertThat(words(3)).containsExactly("three");
    assertThat(words(4)).containsExactly("four");
  }

  @Test
  void runs_a_statement_again_whose_row_could_not_be_read() {
    assertThatThrownBy(() ->
            handle
                .createQuery(BY_NUMBER)
                .bind("n", 1)
                .map((_, _) -> {
                  throw new IllegalStateException("unreadable");
                })
                .one())
        .hasMessageContaining("unreadable");

    assertThat(words(1)).containsExactly("one");
    assertThat(different()).hasSize(1);
  }

  @Test
  void asks_a_pragma_anew_each_time() {
    handle.execute("PRAGMA user_version = 7");
    handle.execute("PRAGMA user_version = 8");
    handle.execute("PRAGMA user_version = 7");

    assertThat(handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one()).isEqualTo(7);
    assertThat(different()).hasSize(4);
  }

  @Test
  void runs_a_batch_more_than_once() {
    for (String word : List.of("a", "b")) {
      int[] changed =
          handle
              .prepareBatch("UPDATE t SET word = :word WHERE n = :n")
              .bind("word", word)
              .bind("n", 1)
              .add()
              .bind("word", word)
              .bind("n", 9)
              .add()
              .execute();
      assertThat(changed).containsExactly(1, 0);
    }

    assertThat(words(1)).containsExactly("b");
  }

  @Test
  void closes_what_it_keeps_with_the_connection() throws SQLException {
    words(1);
    PreparedStatement kept = run.getFirst();

    handle.close();

    assertThat(kept.isClosed()).isTrue();
    assertThat(cache.idle()).isZero();
  }
}
