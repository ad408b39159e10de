package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.IssuerKeys.Lookup;
import dev.slipway.trust.outbound.OutboundHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules F2 and F3: floods of tokens whose keys nobody has. */
@Timeout(60)
class KeyFloodTest {

  private static final int TOKENS = 1_000;
  private static final Optional<String> KNOWN = Optional.of(SigningKey.RSA.id());

  private final LoopbackIssuer issuer = new LoopbackIssuer(SigningKey.RSA);
  private final LoopbackIssuer other = new LoopbackIssuer(SigningKey.RSA);
  private final IssuerSettings settings = issuer.settings(Presets.GENERIC);
  private final IssuerSettings others = other.settings(Presets.GENERIC);
  private final KeyCache cache = new KeyCache(new OutboundHttp(), SettableClock.afterIssue());
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);

  @AfterEach
  void stop() {
    answer.countDown();
    issuer.close();
    other.close();
  }

  /** Keeps whoever asks for its keys waiting, and fails then. */
  private void hang() {
    issuer.publish(() -> {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("down");
    });
  }

  private List<Future<Lookup>> flood(ExecutorService threads) {
    List<Future<Lookup>> lookups = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      Optional<String> id = Optional.of("random-" + i);
      lookups.add(threads.submit(() -> cache.find(settings, id)));
    }
    return lookups;
  }

  @Test
  void a_thousand_unknown_keys_cause_one_fetch_of_an_issuer_that_hangs() throws Exception {
    cache.refreshAll(List.of(settings, others));
    int before = other.requests().size();
    hang();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lookup>> lookups = flood(threads);
      asked.await();

      for (int i = 0; i < TOKENS; i++) {
        assertThat(cache.find(others, KNOWN)).isInstanceOf(Lookup.Found.class);
        assertThat(cache.find(settings, KNOWN)).isInstanceOf(Lookup.Found.class);
      }
      assertThat(lookups).anyMatch(lookup -> !lookup.isDone());
      answer.countDown();
      for (Future<Lookup> lookup : lookups) {
        assertThat(lookup.get()).isInstanceOf(Lookup.Unknown.class);
      }
    }
    assertThat(issuer.keyFetches()).isEqualTo(2);
    assertThat(other.requests()).hasSize(before);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      flood(threads);
    }
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void only_so_many_wait_for_an_issuer_that_hangs() throws Exception {
    cache.refreshAll(List.of(settings));
    hang();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lookup>> first = flood(threads);
      asked.await();
      // Some of those that came at once may have seen fewer waiting than there were.
      long done = 0;
      while (done < TOKENS - 2L * IssuerKeys.MAX_WAITING) {
        Thread.sleep(5);
        done = first.stream().filter(Future::isDone).count();
      }

      assertThat(done).isLessThan(TOKENS);
      answer.countDown();
    }
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void a_thousand_tokens_of_an_issuer_without_keys_cause_one_fetch() throws Exception {
    hang();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lookup>> lookups = flood(threads);
      asked.await();
      answer.countDown();

      for (Future<Lookup> lookup : lookups) {
        assertThat(lookup.get()).isInstanceOf(Lookup.Unavailable.class);
      }
    }
    assertThat(issuer.keyFetches()).isEqualTo(1);
  }

  @Test
  void a_million_unknown_keys_are_not_remembered() {
    cache.refreshAll(List.of(settings));
    cache.find(settings, Optional.of("random"));
    long before = used();

    for (int i = 0; i < 1_000_000; i++) {
      cache.find(settings, Optional.of("a key that nobody has, number " + i));
    }

    assertThat(used() - before).isLessThan(16L * 1024 * 1024);
    assertThat(issuer.keyFetches()).isEqualTo(2);
    assertThat(cache.known()).hasSize(1);
    assertThat(cache.health(settings).keys()).hasSize(1);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
