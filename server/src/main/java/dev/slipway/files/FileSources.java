package dev.slipway.files;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.BlobStream;
import dev.slipway.git.GitRepository;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.RepoBlobStore;
import dev.slipway.sql.Database;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where the bytes of a file come from: out of git, or out of the blob store. */
final class FileSources {

  private final Database database;
  private final BlobStore blobs;
  private final RepoBlobStore held = new RepoBlobStore();

  FileSources(Database database, BlobStore blobs) {
    this.database = database;
    this.blobs = blobs;
  }

  /**
   * The size of the content that a pointer names; empty if the repository does not hold it, because
   * naming a hash gives no access to what others uploaded.
   */
  Optional<ByteCount> size(RepoKey repo, LfsPointer pointer) {
    return database.read(tx -> held.size(tx, repo, pointer.blob()));
  }

  /** Part of a blob. */
  InputStream open(BlobId blob, long offset, long length) throws IOException {
    return blobs
        .open(BlobKey.of(blob), offset, new ByteCount(length))
        .orElseThrow(() -> new FileNotFoundException("blob " + blob));
  }

  /** Part of a file as git has it; small enough to be read over. */
  static InputStream open(GitRepository git, GitObjectId oid, long offset, long length)
      throws IOException {
    BlobStream whole =
        git.openBlob(oid).orElseThrow(() -> new FileNotFoundException("object " + oid));
    whole.skipNBytes(offset);
    return new BlobStream(whole, new ByteCount(length));
  }
}
