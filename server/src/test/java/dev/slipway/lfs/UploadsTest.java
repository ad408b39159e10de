package dev.slipway.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.AuditStore;
import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobWriter;
import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.tokens.TokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {

  private static final BlobKey OLD = BlobKey.part("00ff", 1);
  private static final BlobKey YOUNG = BlobKey.part("00ff", 2);

  @TempDir private Path folder;

  @Test
  void removes_old_parts_of_uploads_that_nobody_knows_any_more() throws Exception {
    var blobs = new FolderBlobStore(folder.resolve("blobs"), InstantSource.system());
    publish(blobs, OLD);
    publish(blobs, YOUNG);
    Instant old = Instant.now().minus(LfsLimits.ABANDONED_AFTER).minusSeconds(60);
    Files.setLastModifiedTime(folder.resolve("blobs").resolve(OLD.text()), FileTime.from(old));

    try (var database = EmbeddedDatabase.open(folder.resolve("db"))) {
      var time = InstantSource.system();
      var gate =
          new RepoGate(database, new RepoStore(), new TokenStore(), new AuditStore(time), time);
      new Uploads(database, blobs, gate, InstantSource.system(), new SecureRandom()).sweep();
    }

    assertThat(blobs.size(OLD)).isEmpty();
    assertThat(blobs.size(YOUNG)).isPresent();
  }

  private static void publish(FolderBlobStore blobs, BlobKey key) throws Exception {
    try (BlobWriter writer = blobs.begin()) {
      writer.write(1);
      writer.publish(key);
    }
  }
}
