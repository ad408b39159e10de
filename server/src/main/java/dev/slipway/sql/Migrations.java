package dev.slipway.sql;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** Brings the tables up to the version of this program; never down. */
final class Migrations {

  private Migrations() {}

  static void migrate(Path file) {
    try {
      flyway(file).migrate();
    } catch (FlywayException e) {
      throw new DatabaseFailure("bringing the database " + file + " up to date", e);
    }
  }

  static TableVersion version(Path file) {
    int current = 0;
    int known = 0;
    for (MigrationInfo migration : flyway(file).info().all()) {
      int version = Integer.parseInt(migration.getVersion().getVersion());
      if (migration.getState().isResolved()) {
        known = Math.max(known, version);
      }
      if (migration.getState().isApplied()) {
        current = Math.max(current, version);
      }
    }
    return new TableVersion(current, known);
  }

  private static Flyway flyway(Path file) {
    return Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, null, null)
        .locations("classpath:db/migration")
        .load();
  }
}
