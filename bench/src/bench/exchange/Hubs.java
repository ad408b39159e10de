package bench.exchange;

import bench.Client;
import bench.HubProcess;
import bench.Workplace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hubs with publishers. Each repository has ten publishers, of which one lets the job in; the rest
 * of a large hub is copied in its database.
 */
final class Hubs {

  static final String MODEL = "acme/m";
  static final int PUBLISHERS_A_REPOSITORY = 10;

  private final Workplace workplace;
  private final String issuer;

  Hubs(Workplace workplace, String issuer) {
    this.workplace = workplace;
    this.issuer = issuer;
  }

  /** A hub with so many repositories: {@code acme/m}, {@code acme/m1}, {@code acme/m2} ... */
  HubProcess start(String name, int repositories, String... options) throws Exception {
    Path data = workplace.data(name);
    int port = HubProcess.freePort();
    try (HubProcess hub = HubProcess.start(data, port)) {
      hub.run("user", "add", "acme", "--email", "acme@example.org");
      String token = hub.run("token", "create", "acme", "--name", "bench", "--role", "write");
      try (Client client = new Client(hub.url(), token)) {
        client.createModel(MODEL);
      }
      hub.run("issuer", "add", issuer, "--preset", "github", "--allow-private");
      for (int i = 0; i < PUBLISHERS_A_REPOSITORY; i++) {
        String branch = i == PUBLISHERS_A_REPOSITORY / 2 ? "main" : "release-" + i;
        hub.run(
            "publisher", "add", MODEL, "--issuer", issuer, "--claim", "repository=acme/train",
            "--claim", "branch=" + branch, "--claim", "workflow=publish.yml");
      }
    }
    if (repositories > 1) {
      copy(data.resolve("slipway.db"), repositories - 1);
    }
    return HubProcess.start(data, port, options);
  }

  private static void copy(Path database, int copies) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("BEGIN");
      statement.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)");
      statement.execute(
          "INSERT INTO copy WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < "
              + copies
              + ") SELECT n FROM c");
      String key = "printf('%024x', copy.n)";
      copy(
          statement,
          "repo",
          "name = 'm'",
          Map.of("key", key, "name", "'m' || copy.n", "folded_name", "'m' || copy.n"));
      // As long as real ids; the rank tells the ten of one repository apart.
      copy(
          statement,
          "publisher",
          "repo_key = (SELECT key FROM repo WHERE name = 'm')",
          Map.of(
              "repo_key", key,
              "id", "printf('%016x', copy.n) || substr(source.id, 17)"));
      copy(
          statement,
          "repo_profile",
          "repo_key = (SELECT key FROM repo WHERE name = 'm')",
          Map.of("repo_key", key));
      statement.execute("COMMIT");
      statement.execute("ANALYZE");
    }
  }

  /** Copies rows as they are but for these columns, whatever other columns the table has. */
  private static void copy(
      Statement statement, String table, String rows, Map<String, String> changed)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
      while (found.next()) {
        columns.add(found.getString(1));
      }
    }
    List<String> values =
        columns.stream().map(column -> changed.getOrDefault(column, "source." + column)).toList();
    statement.execute(
        "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT "
            + String.join(", ", values)
            + " FROM copy CROSS JOIN (SELECT * FROM " + table + " WHERE " + rows + ") AS source");
  }

  static Server server(HubProcess hub) {
    return new Server(
        new ProcessTimes(hub.pid()),
        hub.port(),
        () -> {
          try {
            hub.close();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
