package dev.slipway.contents;

import dev.slipway.sql.Database;
import dev.slipway.xet.hashing.XetHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Reads stored xorbs over, the one that was looked at longest ago first, because the clients do not
 * verify what they download: what rots must be noticed here.
 */
public final class Scrub {

  /** How often each xorb is read. */
  private static final Duration EACH = Duration.ofDays(30);

  private static final int SHOWN = 20;

  private final Database database;
  private final XorbStore xorbs;
  private final XorbShelf shelf;
  private final DamageLog log;
  private final InstantSource time;

  Scrub(Database database, XorbStore xorbs, XorbShelf shelf, DamageLog log, InstantSource time) {
    this.database = database;
    this.xorbs = xorbs;
    this.shelf = shelf;
    this.log = log;
    this.time = time;
  }

  /** Reads one xorb, if one is due. */
  void next() {
    Instant limit = time.instant().minus(EACH);
    database.read(tx -> xorbs.uncheckedSince(tx, limit)).ifPresent(this::check);
  }

  private void check(XetHash xorb) {
    log.looked(xorb, shelf.damage(xorb));
  }

  /** Reads everything now, and says what is damaged. */
  public List<String> all() {
    Instant begun = time.instant();
    Optional<XetHash> next = database.read(tx -> xorbs.uncheckedSince(tx, begun));
    while (next.isPresent()) {
      check(next.get());
      next = database.read(tx -> xorbs.uncheckedSince(tx, begun));
    }
    return damaged();
  }

  /** What was found damaged and is not mended, a few of it. */
  public List<String> damaged() {
    return database.read(tx -> xorbs.damaged(tx, SHOWN));
  }
}
