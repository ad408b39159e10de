package dev.slipway.exchange;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an address that sends one refused token after another from costing other addresses much:
 * its requests go one at a time, in the order in which they came, until refusals become rare again.
 *
 * <p>Runners share addresses, and behind a proxy all the world has one. So nobody is shut out for
 * what others sent: a request that waits for its turn is decided like any other, and one that has
 * waited long goes without. A turn is for the processor: it passes on from whoever has it too long,
 * who waits for an issuer's keys or the disk. Only where too many wait, more than memory should
 * hold, is one told to come later. What is granted never counts.
 */
final class FloodGuard {

  /**
   * Refusals at once, after a quiet time, that change nothing: a large matrix of jobs gone wrong.
   */
  static final int BURST = 600;

  /** Refusals a second that change nothing for ever. */
  static final int PER_SECOND = 10;

  /** Most requests of one address that wait for their turn. */
  static final int MAX_WAITING = 1_000;

  /** Longest wait for a turn; whoever has waited so long goes without. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long the first in line waits for one who has the turn. */
  static final Duration TURN = Duration.ofMillis(100);

  /** When to come again who could not wait. */
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

  /**
   * Runs {@code work} for {@code address}; empty if too many of that address wait already.
   *
   * @param counts whether what came of it changed nothing
   */
  <T> Optional<T> run(String address, Supplier<T> work, Predicate<T> counts) {
    String network = network(address);
    @Nullable Account account = accounts.getIfPresent(network);
    if (account == null || !account.isUsedUp()) {
      return Optional.of(noted(network, work, counts));
    }
    if (account.isCrowded()) {
      return Optional.empty();
    }
    CountDownLatch turn = account.takeTurn();
    try {
      return Optional.of(noted(network, work, counts));
    } finally {
      turn.countDown();
    }
  }

  private <T> T noted(String network, Supplier<T> work, Predicate<T> counts) {
    T result = work.get();
    if (counts.test(result)) {
      accounts.get(network, _ -> new Account()).charge();
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

    /** Those who wait; the one who holds it is the first in line. */
    private final ReentrantLock line = new ReentrantLock(/* fair= */ true);

    /** The end of the turn that somebody has; passed on by the first in line. */
    private CountDownLatch current = new CountDownLatch(0);

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

    boolean isCrowded() {
      return line.getQueueLength() >= MAX_WAITING;
    }

    /** What to count down when it is over. */
    CountDownLatch takeTurn() {
      CountDownLatch own = new CountDownLatch(1);
      try {
        if (line.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          try {
            current.await(TURN.toMillis(), TimeUnit.MILLISECONDS);
          } finally {
            current = own;
            line.unlock();
          }
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return own;
    }
  }
}
