package dev.slipway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sql.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules G15 and G16. */
class ReplayStoreTest {

  private static final Instant UNTIL = Instant.parse("2026-11-25T10:00:00Z");

  @TempDir private Path folder;
  private EmbeddedDatabase database;
  private final ReplayStore replays = new ReplayStore();

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open(folder.resolve("a.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private boolean claim(int limit) {
    var use = new ReplayStore.Use("key", limit, UNTIL, UNTIL, new Sender("", ""));
    return database.write(tx -> replays.claim(tx, use, "session")).isPresent();
  }

  private int forget(Instant now) {
    return database.write(tx -> replays.forget(tx, now));
  }

  @Test
  void g15_a_purge_keeps_what_could_be_shown_again() {
    claim(1);

    assertThat(forget(UNTIL.minusMillis(1))).isZero();
    assertThat(forget(UNTIL)).isZero();
    assertThat(claim(1)).isFalse();
  }

  @Test
  void g15_a_purge_forgets_what_nobody_could_show() {
    claim(1);

    assertThat(forget(UNTIL.plusMillis(1))).isEqualTo(1);
    assertThat(claim(1)).isTrue();
  }

  @Test
  void g16_counts_up_to_the_limit() {
    assertThat(claim(2)).isTrue();
    assertThat(claim(2)).isTrue();
    assertThat(claim(2)).isFalse();
    assertThat(database.read(tx -> replays.uses(tx, "key")).intValue()).isEqualTo(2);
  }
}
