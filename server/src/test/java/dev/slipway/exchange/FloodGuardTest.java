package dev.slipway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FloodGuardTest {

  private static final String FLOODER = "192.0.2.1";
  private static final String REFUSED = "refused";
  private static final String GRANTED = "granted";

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private final FloodGuard guard = new FloodGuard(() -> now);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private Optional<String> run(String address, Supplier<String> work) {
    return guard.run(address, work, REFUSED::equals);
  }

  private void send(String address, int count, String result) {
    for (int i = 0; i < count; i++) {
      assertThat(run(address, () -> result)).contains(result);
    }
  }

  /** How many of six requests are looked at together; they wait for each other for a moment. */
  private int together(String address) throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(6);
    Supplier<String> slow =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          pause();
          running.decrementAndGet();
          return GRANTED;
        };
    for (int i = 0; i < 6; i++) {
      threads.execute(() -> {
        assertThat(run(address, slow)).contains(GRANTED);
        done.countDown();
      });
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).as("everybody had their turn").isTrue();
    return most.get();
  }

  private static void pause() {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void slows_down_nobody_who_is_refused_now_and_then() throws Exception {
    send(FLOODER, FloodGuard.BURST - 1, REFUSED);
    assertThat(together(FLOODER)).isGreaterThan(1);

    for (int second = 0; second < 100; second++) {
      now = now.plusSeconds(1);
      send(FLOODER, FloodGuard.PER_SECOND, REFUSED);
    }
    assertThat(together(FLOODER)).isGreaterThan(1);
  }

  @Test
  void lets_an_address_that_floods_go_one_at_a_time_and_no_other() throws Exception {
    send(FLOODER, FloodGuard.BURST, REFUSED);

    assertThat(together(FLOODER)).isEqualTo(1);
    assertThat(together("192.0.2.2")).isGreaterThan(1);
  }

  @Test
  void counts_nothing_but_refusals() throws Exception {
    send(FLOODER, 2 * FloodGuard.BURST, GRANTED);

    assertThat(together(FLOODER)).isGreaterThan(1);
    assertThat(guard.size()).isZero();
  }

  @Test
  void forgives_the_longest_flood_in_a_minute_and_a_little() throws Exception {
    send(FLOODER, 20 * FloodGuard.BURST, REFUSED);

    now = now.plusSeconds(59);
    assertThat(together(FLOODER)).isEqualTo(1);
    now = now.plusSeconds(2);
    assertThat(together(FLOODER)).isGreaterThan(1);
  }

  @Test
  void decides_whatever_gets_its_turn() {
    send(FLOODER, 2 * FloodGuard.BURST, REFUSED);

    assertThat(run(FLOODER, () -> GRANTED)).contains(GRANTED);
    assertThat(run(FLOODER, () -> REFUSED)).contains(REFUSED);
  }

  @Test
  void passes_the_turn_on_from_one_who_waits_for_something_else() throws Exception {
    send(FLOODER, FloodGuard.BURST, REFUSED);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Optional<String>> slow = hold(goOn);

    long before = System.nanoTime();
    assertThat(run(FLOODER, () -> GRANTED)).contains(GRANTED);
    assertThat(since(before)).isBetween(FloodGuard.TURN.minusMillis(1), FloodGuard.PATIENCE);

    // The turn is free now, although the slow one goes on; and its end frees nobody else's.
    before = System.nanoTime();
    assertThat(run(FLOODER, () -> GRANTED)).contains(GRANTED);
    assertThat(since(before)).isLessThan(FloodGuard.TURN);
    goOn.countDown();
    assertThat(slow.get()).contains(GRANTED);
    assertThat(together(FLOODER)).isEqualTo(1);
  }

  @Test
  void lets_whoever_has_waited_long_go_without_a_turn() throws Exception {
    send(FLOODER, FloodGuard.BURST, REFUSED);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Future<Optional<String>>> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(hold(goOn));
    }

    long before = System.nanoTime();
    assertThat(run(FLOODER, () -> GRANTED)).contains(GRANTED);
    assertThat(since(before)).isLessThan(FloodGuard.PATIENCE.plusSeconds(1));
    goOn.countDown();
    for (Future<Optional<String>> each : slow) {
      assertThat(each.get()).contains(GRANTED);
    }
  }

  @Test
  void turns_away_what_comes_when_too_many_wait() throws Exception {
    send(FLOODER, FloodGuard.BURST, REFUSED);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch turnedAway = new CountDownLatch(1);
    for (int i = 0; i < 3 * FloodGuard.MAX_WAITING; i++) {
      threads.execute(() -> {
        if (run(FLOODER, () -> held(goOn)).isEmpty()) {
          turnedAway.countDown();
        }
      });
    }

    assertThat(turnedAway.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run("192.0.2.2", () -> GRANTED)).contains(GRANTED);
    goOn.countDown();
  }

  private Future<Optional<String>> hold(CountDownLatch goOn) throws InterruptedException {
    Future<Optional<String>> held = threads.submit(() -> run(FLOODER, () -> held(goOn)));
    Thread.sleep(5);
    return held;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static String held(CountDownLatch goOn) {
    try {
      goOn.await();
    } catch (InterruptedException _) {
      // The test is over.
    }
    return GRANTED;
  }

  @Test
  void gives_the_turn_back_when_an_exchange_fails() {
    send(FLOODER, FloodGuard.BURST, REFUSED);
    for (int i = 0; i < 3; i++) {
      try {
        run(
            FLOODER,
            () -> {
              throw new IllegalStateException("broken");
            });
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("broken");
      }
    }

    assertThat(run(FLOODER, () -> GRANTED)).contains(GRANTED);
  }

  @Test
  void takes_a_network_of_ipv6_for_one_sender_however_it_is_written() throws Exception {
    for (int i = 0; i < FloodGuard.BURST; i++) {
      send("2001:db8::" + Integer.toHexString(i + 1) + ":2:3:4", 1, REFUSED);
    }

    assertThat(together("2001:db8:0:0:ffff:0:0:1")).isEqualTo(1);
    assertThat(together("2001:db8:0:1::1")).isGreaterThan(1);
    assertThat(guard.size()).isEqualTo(1);
  }

  @Test
  void remembers_a_limited_number_of_networks() {
    for (int i = 0; i < 120_000; i++) {
      send("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1, REFUSED);
    }

    assertThat(guard.size()).isLessThanOrEqualTo(50_000);
  }
}
