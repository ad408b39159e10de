package dev.slipway.sql;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to the version of this program; never down. */
final class Migrations {

  private Migrations() {}

  static void migrate(Path file) {
    try {
      Flyway.configure()
          .dataSource("jdbc:sqlite:" + file, null, null)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseFailure("bringing the database " + file + " up to date", e);
    }
  }
}
