package dev.slipway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts requests in fixed windows, by caller and kind of route, and says when there were too many.
 * A user counts as one, whatever the token; a CI job as its repository; everybody else as an
 * address.
 */
public final class RateLimiter {

  /**
   * Length of a window: what the clients' {@code RateLimit-Policy} parser expects the Hub to use.
   */
  static final Duration WINDOW = Duration.ofSeconds(300);

  private static final int MAX_CALLERS = 100_000;

  private final RateLimits limits;
  private final InstantSource time;
  private final Cache<String, AtomicInteger> counts =
      Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterWrite(WINDOW).build();

  /** Counts against {@code limits}. */
  public RateLimiter(RateLimits limits, InstantSource time) {
    this.limits = limits;
    this.time = time;
  }

  /**
   * What is left after one more request.
   *
   * @param kind {@code api}, {@code resolvers} or {@code pages}
   * @param quota requests in a window
   * @param left requests that are left in this one; negative if there were too many
   * @param resetSeconds until the next window
   */
  record Verdict(String kind, int quota, int left, long resetSeconds) {

    boolean isExceeded() {
      return left < 0;
    }

    /** The answer with the headers that clients slow down by. */
    Reply annotate(Reply reply) {
      return reply
          .header("RateLimit", "\"" + kind + "\";r=" + Math.max(0, left) + ";t=" + resetSeconds)
          .header(
              "RateLimit-Policy",
              "\"fixed window\";\"" + kind + "\";q=" + quota + ";w=" + WINDOW.toSeconds());
    }

    Reply refusal() {
      return Problem.of(
              Status.TOO_MANY_REQUESTS,
              "Too many requests; come again in " + resetSeconds + " seconds.")
          .reply()
          .header("Retry-After", String.valueOf(resetSeconds));
    }
  }

  /** Counts a request; empty if this kind of route has no limit. */
  Optional<Verdict> count(String rawPath, Caller caller, String address) {
    String kind = kind(rawPath);
    int quota =
        switch (kind) {
          case "api" -> limits.api();
          case "resolvers" -> limits.resolvers();
          default -> limits.pages();
        };
    if (quota == 0 || rawPath.equals("/healthz") || rawPath.equals("/readyz")) {
      return Optional.empty();
    }
    long now = time.instant().getEpochSecond();
    long window = now / WINDOW.toSeconds();
    AtomicInteger count =
        counts.get(kind + " " + window + " " + who(caller, address), _ -> new AtomicInteger());
    int left = quota - count.incrementAndGet();
    return Optional.of(new Verdict(kind, quota, left, (window + 1) * WINDOW.toSeconds() - now));
  }

  private static String kind(String rawPath) {
    if (rawPath.startsWith("/api/") || rawPath.startsWith("/oauth/")) {
      return "api";
    }
    return rawPath.contains("/resolve/") ? "resolvers" : "pages";
  }

  private static String who(Caller caller, String address) {
    return switch (caller.actor()) {
      case Person person -> "user " + person.id();
      case Workload workload -> "repo " + workload.repo();
      case Anonymous _, Operator _ -> "address " + address;
    };
  }
}
