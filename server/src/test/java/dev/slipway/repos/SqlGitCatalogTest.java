package dev.slipway.repos;

import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.GitCatalog;
import dev.slipway.git.storage.GitCatalogContract;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.sql.Tx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The catalog in the embedded database keeps the contract of every catalog. */
class SqlGitCatalogTest extends GitCatalogContract {

  private static final RepoKey REPO = new RepoKey("a".repeat(RepoKey.DIGITS));
  private static final CatalogWork NOTHING_ELSE =
      new CatalogWork() {
        @Override
        public Optional<String> before(Tx tx, CatalogUpdate update) {
          return Optional.empty();
        }

        @Override
        public void after(Tx tx, CatalogUpdate update) {}
      };

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open(folder.resolve("test.db"));
    database.write(tx ->
        tx.handle()
            .execute(
                """
                INSERT INTO account (id, kind, name, folded_name, full_name, created_at)
                VALUES ('u', 'user', 'u', 'u', 'u', 0)
                """));
    database.write(tx ->
        tx.handle()
            .execute(
                """
                INSERT INTO repo (key, type, owner_id, name, folded_name, is_private,
                  created_at, last_modified_at)
                VALUES (?, 'model', 'u', 'm', 'm', 0, 0, 0)
                """,
                REPO.hex()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected GitCatalog catalog() {
    return new SqlGitCatalog(
        database, new GitCatalogStore(), InstantSource.system(), REPO, NOTHING_ELSE);
  }
}
