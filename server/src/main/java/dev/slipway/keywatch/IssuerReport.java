package dev.slipway.keywatch;

import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.RegisteredIssuer.PastedKeys;
import dev.slipway.trust.KeyCache;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the operator may want to know of one issuer, as the hubs that run left it.
 *
 * @param publishers how many name it
 * @param distrusted the keys that verify nothing, each with the time since which
 * @param fetches how fetching its keys went; empty if no hub has asked it yet
 * @param keys those that were ever seen, the newest first
 */
public record IssuerReport(
    RegisteredIssuer issuer,
    int publishers,
    Map<String, Instant> distrusted,
    Optional<Fetches> fetches,
    List<SeenKey> keys) {

  public IssuerReport {
    distrusted = Map.copyOf(distrusted);
    keys = List.copyOf(keys);
  }

  /**
   * How fetching went.
   *
   * @param succeededAt when it last brought keys
   * @param failure the failures since then
   */
  public record Fetches(Optional<Instant> succeededAt, Optional<Failure> failure) {}

  /**
   * Failures in a row.
   *
   * @param since when the first of them was
   * @param last when the last of them was
   * @param reason what the last one was about
   */
  public record Failure(Instant since, Instant last, long count, String reason) {}

  /**
   * A key that was seen there.
   *
   * @param kid empty if the issuer gave it none
   * @param isCurrent whether it is in the newest set
   */
  public record SeenKey(
      String kid, String thumbprint, Instant firstSeen, Instant lastSeen, boolean isCurrent) {}

  /** How an issuer is, in one word. */
  public enum Health {
    /** Its tokens are refused because the operator says so. */
    DISABLED,
    /** No hub has asked it yet. */
    UNKNOWN,
    /** Its keys are at hand and fresh. */
    HEALTHY,
    /** Fetching its keys fails; older ones are still used. */
    UNHEALTHY,
    /** Fetching its keys fails, and its tokens are refused: there are none, or too old ones. */
    WITHOUT_KEYS
  }

  /** How it is at that time. */
  public Health health(Instant now) {
    if (!issuer.isEnabled()) {
      return Health.DISABLED;
    }
    if (issuer.pasted().isPresent()) {
      return Health.HEALTHY;
    }
    if (fetches.isEmpty()) {
      return Health.UNKNOWN;
    }
    boolean fresh =
        fetches
            .get()
            .succeededAt()
            .filter(at -> now.isBefore(at.plus(KeyCache.STALE_AFTER)))
            .isPresent();
    if (!fresh) {
      return Health.WITHOUT_KEYS;
    }
    return fetches.get().failure().isPresent() ? Health.UNHEALTHY : Health.HEALTHY;
  }

  /** Whether pasted keys should be looked at again by then. */
  public boolean isReviewDue(Instant now) {
    return issuer
        .pasted()
        .flatMap(PastedKeys::reviewAt)
        .filter(at -> !now.isBefore(at))
        .isPresent();
  }

  /** Whether a key is distrusted, by its id or its thumbprint. */
  public boolean isDistrusted(SeenKey key) {
    return distrusted.containsKey(key.kid()) || distrusted.containsKey(key.thumbprint());
  }
}
