package dev.slipway.contents;

import dev.slipway.sql.Database;
import dev.slipway.xet.hashing.XetHash;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which stored xorbs were found damaged, until somebody sends them again. */
final class DamageLog {

  private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);

  private final Database database;
  private final XorbStore xorbs;
  private final InstantSource time;

  DamageLog(Database database, XorbStore xorbs, InstantSource time) {
    this.database = database;
    this.xorbs = xorbs;
    this.time = time;
  }

  /** A xorb was looked at, and this is what is wrong with it, if anything. */
  void looked(XetHash xorb, Optional<String> damage) {
    damage.ifPresent(reason -> LOG.error("xorb {} is damaged: {}", xorb, reason));
    database.write(tx -> {
      xorbs.checked(tx, xorb, damage, time.instant());
      return xorb;
    });
  }
}
