package dev.slipway.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What was decided about whose commits a repository takes.
 *
 * @param own by those who manage the repository
 * @param ofOwner by the organisation that owns it, for all its repositories; the stricter of the
 *     two counts
 * @param pause by an administrator in an emergency, for a while
 */
public record PublishingPolicy(PublishingMode own, PublishingMode ofOwner, Optional<Pause> pause) {

  /** A milder mode that ends by itself. */
  public record Pause(PublishingMode mode, Instant until) {}

  /** What counts while there is no pause. */
  public PublishingMode lasting() {
    return own.stricter(ofOwner);
  }

  /** The pause, if it is not over at {@code now}. */
  public Optional<Pause> pauseAt(Instant now) {
    return pause.filter(given -> now.isBefore(given.until()));
  }

  /** What counts at {@code now}: nobody has to do anything for a pause to end. */
  public PublishingMode at(Instant now) {
    return pauseAt(now).map(given -> given.mode().milder(lasting())).orElseGet(this::lasting);
  }
}
