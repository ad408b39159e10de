package dev.slipway.trust;

import dev.slipway.trust.IssuerSettings.KeySource;
import dev.slipway.trust.outbound.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer as we hold them. One fetch at a time; whoever comes meanwhile waits for it
 * and takes what it brought, but no more than {@link #MAX_WAITING} do. After a fetch that failed,
 * or that a token caused whose key is unknown or does not verify it, no token causes another for
 * {@link KeyCache#COOL_DOWN}: so unknown keys need not be remembered one by one, and cost no
 * memory. Thread-safe.
 */
final class IssuerKeys {

  /** Two fetches in a row take at most this long, and so does waiting for another's. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(12);

  /**
   * So many tokens wait for a fetch that is under way; the next are answered from what is there.
   */
  static final int MAX_WAITING = 200;

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final IssuerSettings settings;
  private final Discovery discovery;
  private final InstantSource time;
  private final ReentrantLock flight = new ReentrantLock();
  private volatile State state;

  IssuerKeys(IssuerSettings settings, Discovery discovery, InstantSource time) {
    this.settings = settings;
    this.discovery = discovery;
    this.time = time;
    this.state = initial(settings.keys(), time.instant());
  }

  /** What looking for a token's key gave. */
  sealed interface Lookup {
    /** The issuer's key of that id. */
    record Found(KeySet.Key key) implements Lookup {}

    /** The issuer has usable keys, and none of that id. */
    record Unknown() implements Lookup {}

    /** The issuer has no usable keys here. */
    record Unavailable(Duration retryAfter) implements Lookup {}
  }

  /**
   * Everything that a fetch changes, exchanged as a whole; a time that never was is the epoch.
   *
   * @param known the keys once more, each with the time since which it is there
   */
  private record State(
      Optional<KeySet> keys,
      List<KeyCache.KnownKey> known,
      long fetches,
      Instant fetchedAt,
      Instant missAt,
      KeyCache.Failure failure) {}

  private static State initial(KeySource source, Instant now) {
    return switch (source) {
      case KeySource.Published _ ->
          new State(
              Optional.empty(), List.of(), 0, Instant.EPOCH, Instant.EPOCH, KeyCache.Failure.NONE);
      case KeySource.Pasted(String jwks) -> {
        KeySet keys = KeySet.parse(jwks).orThrow();
        yield new State(
            Optional.of(keys),
            seen(keys, List.of(), now),
            0,
            now,
            Instant.EPOCH,
            KeyCache.Failure.NONE);
      }
    };
  }

  IssuerSettings settings() {
    return settings;
  }

  /** The key of that id; fetches if there are no usable keys, or none of that id. */
  Lookup find(Optional<String> keyId) {
    State before = state;
    if (usable(before).isEmpty()) {
      fetchUnlessCooling(before, /* miss= */ false);
    }
    if (usable(state).isEmpty()) {
      return new Lookup.Unavailable(untilNextFetch());
    }
    before = state;
    Optional<KeySet.Key> key = usable(before).flatMap(keys -> keys.find(keyId));
    if (key.isEmpty() && keyId.isPresent()) {
      fetchUnlessCooling(before, /* miss= */ true);
      key = usable(state).flatMap(keys -> keys.find(keyId));
    }
    return key.<Lookup>map(Lookup.Found::new).orElseGet(Lookup.Unknown::new);
  }

  private Optional<KeySet> usable(State state) {
    return switch (settings.keys()) {
      case KeySource.Pasted _ -> state.keys;
      case KeySource.Published _ ->
          state.keys.filter(
              _ -> time.instant().isBefore(state.fetchedAt.plus(KeyCache.STALE_AFTER)));
    };
  }

  /**
   * The key of that id, if it is another one than {@code tried}, which did not verify a token;
   * fetches if it is not. An issuer may change a key and keep its id.
   */
  Optional<KeySet.Key> findOther(Optional<String> keyId, KeySet.Key tried) {
    State before = state;
    if (other(before, keyId, tried).isEmpty()) {
      fetchUnlessCooling(before, /* miss= */ true);
    }
    return other(state, keyId, tried);
  }

  private Optional<KeySet.Key> other(State state, Optional<String> keyId, KeySet.Key tried) {
    return usable(state)
        .flatMap(keys -> keys.find(keyId))
        .filter(key -> !key.thumbprint().equals(tried.thumbprint()));
  }

  private boolean isCooling(State state, boolean miss) {
    Instant from = time.instant().minus(KeyCache.COOL_DOWN);
    return state.failure.at().isAfter(from) || (miss && state.missAt.isAfter(from));
  }

  private void fetchUnlessCooling(State before, boolean miss) {
    if (settings.keys() instanceof KeySource.Published(Reach reach)
        && !isCooling(before, miss)
        && flight.getQueueLength() < MAX_WAITING
        && takeFlight()) {
      fetchOnce(before, reach, miss);
    }
  }

  /** Fetches now, whatever happened before; or waits for a fetch that is under way. */
  void refresh() {
    State before = state;
    if (settings.keys() instanceof KeySource.Published(Reach reach) && takeFlight()) {
      fetchOnce(before, reach, /* miss= */ false);
    }
  }

  private boolean takeFlight() {
    try {
      return flight.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the flight; somebody else may have fetched while we waited for it. */
  private void fetchOnce(State before, Reach reach, boolean miss) {
    try {
      if (state.fetches == before.fetches) {
        fetch(reach, miss);
      }
    } finally {
      flight.unlock();
    }
  }

  private void fetch(Reach reach, boolean miss) {
    State old = state;
    Discovery.Answer answer = discovery.keys(settings.issuer(), reach);
    Instant now = time.instant();
    Instant missAt = miss ? now : old.missAt;
    state =
        switch (answer) {
          case Discovery.Answer.Keys(KeySet keys) ->
              new State(
                  Optional.of(keys),
                  seen(keys, old.known, now),
                  old.fetches + 1,
                  now,
                  missAt,
                  KeyCache.Failure.NONE);
          case Discovery.Answer.Failed(var trouble, var reason) -> {
            LOG.warn("keys of issuer {} could not be refreshed: {}", settings.issuer(), reason);
            yield new State(
                old.keys,
                old.known,
                old.fetches + 1,
                old.fetchedAt,
                missAt,
                new KeyCache.Failure(now, trouble, reason));
          }
        };
  }

  private static List<KeyCache.KnownKey> seen(
      KeySet keys, List<KeyCache.KnownKey> before, Instant now) {
    Map<String, Instant> firstSeen = new HashMap<>();
    before.forEach(key -> firstSeen.put(key.thumbprint(), key.firstSeen()));
    return keys.keys().stream()
        .map(key ->
            new KeyCache.KnownKey(
                key.id(), key.thumbprint(), firstSeen.getOrDefault(key.thumbprint(), now)))
        .toList();
  }

  private Duration untilNextFetch() {
    Duration left = Duration.between(time.instant(), state.failure.at().plus(KeyCache.COOL_DOWN));
    return left.compareTo(KeyCache.SHORTEST_RETRY) < 0 ? KeyCache.SHORTEST_RETRY : left;
  }

  /** How things stand with this issuer. */
  KeyCache.Health health() {
    State now = state;
    return new KeyCache.Health(
        settings.issuer(), usable(now).isPresent(), now.fetchedAt, now.failure, now.known);
  }
}
