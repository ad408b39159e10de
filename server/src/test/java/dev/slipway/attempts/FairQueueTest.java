package dev.slipway.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.attempts.FairQueue.Source;
import org.junit.jupiter.api.Test;

/** Whoever sends too much loses their own, and nobody else's. */
class FairQueueTest {

  private final FairQueue<Integer> queue = new FairQueue<>(10, 6, 2);

  private void add(String issuer, String name, int thing) {
    queue.add(new Source(issuer, name), thing);
  }

  @Test
  void a_source_that_sends_much_is_counted_with_its_last() {
    for (int i = 0; i < 100; i++) {
      add("github", "acme/loud", i);
    }
    add("github", "acme/train", 7);

    assertThat(queue.entries()).extracting(FairQueue.Entry::last).containsExactly(0, 99, 7);
    assertThat(queue.entries()).extracting(FairQueue.Entry::times).containsExactly(1L, 99L, 1L);
    assertThat(queue.dropped()).isZero();
  }

  @Test
  void k7_an_issuer_with_many_sources_leaves_room_for_others() {
    for (int i = 0; i < 100; i++) {
      add("evil", "x" + i, i);
    }
    add("github", "acme/train", 7);

    assertThat(queue.entries()).hasSize(7);
    assertThat(queue.entries().getLast().last()).isEqualTo(7);
    assertThat(queue.dropped()).isEqualTo(94);
  }

  @Test
  void it_never_holds_more_than_its_limit() {
    for (int i = 0; i < 100; i++) {
      add("evil" + i, "x", i);
    }

    assertThat(queue.entries()).hasSize(10);
    assertThat(queue.dropped()).isEqualTo(90);
  }
}
