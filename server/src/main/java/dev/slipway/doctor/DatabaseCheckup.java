package dev.slipway.doctor;

import dev.slipway.sql.Database;
import dev.slipway.sql.TableVersion;
import java.util.ArrayList;
import java.util.List;

/** Is the database whole, and of this program's version? */
public final class DatabaseCheckup implements Checkup {

  private static final String SUBJECT = "database";

  private final Database database;

  /** Looks at an open database. */
  public DatabaseCheckup(Database database) {
    this.database = database;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    List<String> damage = database.damage();
    findings.add(
        damage.isEmpty()
            ? Finding.ok(SUBJECT, "opens, and is whole")
            : Finding.fail(
                SUBJECT,
                "is damaged: " + String.join("; ", damage),
                "stop the hub, keep a copy of the file, and restore the last backup"));
    TableVersion tables = database.tables();
    findings.add(
        tables.isAhead()
            ? Finding.fail(
                SUBJECT,
                "has tables of version %d, but this program knows %d"
                    .formatted(tables.current(), tables.known()),
                "run the newer Slipway that changed them, or restore a backup from before")
            : Finding.ok(SUBJECT, "has tables of version " + tables.current()));
    return findings;
  }
}
