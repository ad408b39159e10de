package dev.slipway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an address that sends one refused token after another from costing other addresses much:
 * its requests go one at a time, in the order in which they came, until refusals become rare again.
 *
 * <p>Runners share addresses, and behind a proxy all the world has one. So nobody is shut out for
 * what others sent: an exchange that waits for its turn is decided like any other, and only where
 * too many wait is one told to come later. What is granted never counts.
 */
final class FloodGuard {

  /**
   * Refusals at once, after a quiet time, that change nothing: a large matrix of jobs gone wrong.
   */
  static final int BURST = 600;

  /** Refusals a second that change nothing for ever. */
  static final int PER_SECOND = 10;

  /** Most requests of one address that wait for their turn. */
  static final int MAX_WAITING = 64;

  /** Longest wait for a turn. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** When to come again who did not get a turn. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final int MAX_NETWORKS = 50_000;

  /** Who has one address of IPv6 has the 2^64 of its network. */
  private static final int NETWORK_BYTES = 8;

  private static final double MILLIS_A_REFUSAL = 1000.0 / PER_SECOND;
  private static final double BURST_MILLIS = BURST * MILLIS_A_REFUSAL;

  private final InstantSource time;
  private final Cache<String, Account> accounts =
      Caffeine.newBuilder().maximumSize(MAX_NETWORKS).build();

  FloodGuard(InstantSource time) {
    this.time = time;
  }

  /** Runs {@code exchange} for {@code address}; empty if too many of that address wait already. */
  Optional<ExchangeResult> run(String address, Supplier<ExchangeResult> exchange) {
    String network = network(address);
    @Nullable Account account = accounts.getIfPresent(network);
    if (account == null || !account.isUsedUp()) {
      return Optional.of(noted(network, exchange));
    }
    if (!account.takesTurn()) {
      return Optional.empty();
    }
    try {
      return Optional.of(noted(network, exchange));
    } finally {
      account.turn.release();
    }
  }

  private ExchangeResult noted(String network, Supplier<ExchangeResult> exchange) {
    ExchangeResult result = exchange.get();
    switch (result) {
      case ExchangeResult.Malformed _, ExchangeResult.Refused _ ->
          accounts.get(network, _ -> new Account()).charge();
      case ExchangeResult.Granted _, ExchangeResult.Unavailable _ -> {}
    }
    return result;
  }

  /** What counts as one sender, however its address is written. */
  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
    } catch (IllegalArgumentException _) {
      return address;
    }
  }

  /** How many networks it remembers. */
  long size() {
    accounts.cleanUp();
    return accounts.estimatedSize();
  }

  /** What one network has used up. */
  private final class Account {

    private final Semaphore turn = new Semaphore(1, /* fair= */ true);

    /** When all is made good, in milliseconds; each refusal moves it on. */
    private double clearAt;

    synchronized void charge() {
      double now = time.millis();
      // No more than twice the burst: a flood must be over some time after its last request.
      clearAt = Math.min(Math.max(now, clearAt) + MILLIS_A_REFUSAL, now + 2 * BURST_MILLIS);
    }

    synchronized boolean isUsedUp() {
      return clearAt - time.millis() >= BURST_MILLIS;
    }

    boolean takesTurn() {
      try {
        return turn.getQueueLength() < MAX_WAITING
            && turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
