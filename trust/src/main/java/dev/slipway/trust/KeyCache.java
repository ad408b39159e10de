package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.outbound.OutboundHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * The keys of the issuers that are registered here, fetched ahead of need and kept while an issuer
 * is down. Issuers do not touch each other: one that hangs makes nobody else wait. Holds one entry
 * for each issuer that the caller has settings of. Thread-safe.
 */
public final class KeyCache {

  /** After a failed fetch, or one for an unknown key, no token causes another for this long. */
  public static final Duration COOL_DOWN = Duration.ofSeconds(60);

  /** Keys that could not be refreshed for this long are not used any more. */
  public static final Duration STALE_AFTER = Duration.ofHours(24);

  /** How many issuers are asked for their keys at one time. */
  static final int FETCHES_AT_ONCE = 8;

  /** Nobody is told to come back sooner. */
  static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

  private final Discovery discovery;
  private final InstantSource time;
  private final ConcurrentMap<Issuer, IssuerKeys> issuers = new ConcurrentHashMap<>();

  /** A cache that knows no issuer yet. */
  public KeyCache(OutboundHttp http, InstantSource time) {
    this.discovery = new Discovery(http);
    this.time = time;
  }

  /**
   * How things stand with an issuer, for the operator.
   *
   * @param usable whether its tokens can be verified now
   * @param lastSuccess when its keys were last fetched or pasted; the epoch for never
   * @param failure why the last fetch failed; {@link Failure#NONE} if it did not
   * @param keys those that it had when they were last fetched or pasted
   */
  public record Health(
      Issuer issuer, boolean usable, Instant lastSuccess, Failure failure, List<KnownKey> keys) {
    public Health {
      keys = List.copyOf(keys);
    }

    /** Whether nobody has asked it for its keys yet. */
    public boolean isUntried() {
      return lastSuccess.equals(Instant.EPOCH) && failure.equals(Failure.NONE);
    }

    /** Whether the last fetch went well. */
    public boolean isHealthy() {
      return usable && failure.equals(Failure.NONE);
    }
  }

  /**
   * A key that can verify.
   *
   * @param id empty if the issuer gave it none
   * @param thumbprint which key it is, whatever its id says (RFC 7638, SHA-256 in base64url)
   * @param firstSeen since when this process has seen it there
   */
  public record KnownKey(String id, String thumbprint, Instant firstSeen) {}

  /**
   * Why a fetch failed.
   *
   * @param reason a phrase about the issuer, which repeats nothing that it sent
   */
  public record Failure(Instant at, Trouble trouble, String reason) {
    /** No failure. */
    public static final Failure NONE = new Failure(Instant.EPOCH, Trouble.NONE, "");
  }

  /** What kind of failure it is, for who has to do something about it. */
  public enum Trouble {
    /** It is none. */
    NONE,
    /** The issuer's address is one that may not be reached as things are allowed here. */
    ADDRESS,
    /** Its certificate or TLS version is not accepted. */
    TLS,
    /** It has no address, cannot be connected to, or does not answer in time. */
    SILENCE,
    /** It answers with something that is not what was asked for. */
    ANSWER,
    /** It says that it is another issuer. */
    OTHER_ISSUER,
    /** It keeps its keys at a host that nobody allowed. */
    KEY_HOST,
    /** Its key set has no key that can be used, or too many, or two of one id. */
    KEY_SET
  }

  /**
   * Fetches the keys of every enabled issuer, some of them at once, and forgets issuers that are
   * not among them. For a job that runs every half hour or so.
   */
  public void refreshAll(Collection<IssuerSettings> registered) {
    issuers
        .keySet()
        .retainAll(registered.stream().map(IssuerSettings::issuer).collect(Collectors.toSet()));
    refreshEach(registered);
  }

  /**
   * Fetches the keys of these issuers if they are enabled, {@link #FETCHES_AT_ONCE} at a time: one
   * that is down takes some seconds, and makes few others wait.
   */
  public void refreshEach(Collection<IssuerSettings> wanted) {
    Semaphore places = new Semaphore(FETCHES_AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      wanted.stream()
          .filter(IssuerSettings::enabled)
          .forEach(settings ->
              threads.execute(() -> {
                places.acquireUninterruptibly();
                try {
                  refresh(settings);
                } finally {
                  places.release();
                }
              }));
    }
  }

  /** Fetches the keys of one issuer now, whatever happened before, and says how it went. */
  public Health refresh(IssuerSettings settings) {
    IssuerKeys keys = keysOf(settings);
    keys.refresh();
    return keys.health();
  }

  /** How things stand with one issuer; asks nobody. */
  public Health health(IssuerSettings settings) {
    return keysOf(settings).health();
  }

  /** How things stand with every issuer that was asked about here; asks nobody. */
  public List<Health> known() {
    return issuers.values().stream().map(IssuerKeys::health).toList();
  }

  IssuerKeys.Lookup find(IssuerSettings settings, Optional<String> keyId) {
    return keysOf(settings).find(keyId);
  }

  Optional<KeySet.Key> findOther(
      IssuerSettings settings, Optional<String> keyId, KeySet.Key tried) {
    return keysOf(settings).findOther(keyId, tried);
  }

  private IssuerKeys keysOf(IssuerSettings settings) {
    return issuers.compute(
        settings.issuer(),
        (_, known) ->
            known != null && known.settings().keys().equals(settings.keys())
                ? known
                : new IssuerKeys(settings, discovery, time));
  }
}
