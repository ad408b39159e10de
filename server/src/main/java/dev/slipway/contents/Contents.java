package dev.slipway.contents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.contents.RepoBlobStore.HeldBlob;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.xet.ReconstructedStream;
import dev.slipway.xet.hashing.XetHash;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a repository holds, and its bytes, however they came: readers who know nothing of chunks get
 * the same ones. Safe for use by many threads.
 */
public final class Contents {

  /** What the terms may take that are kept in memory. */
  private static final ByteCount CACHE = ByteCount.mib(24);

  private static final int BYTES_A_TERM = 20;
  private static final int BYTES_A_FILE = 400;

  private final Database database;
  private final BlobStore blobs;
  private final XorbShelf xorbs;
  private final RepoBlobStore held = new RepoBlobStore();
  private final XetFileStore files;
  private final DamageLog damage;
  private final Cache<FileOfRepo, XetFile> recent =
      Caffeine.newBuilder()
          .maximumWeight(CACHE.bytes())
          .weigher(
              (FileOfRepo _, XetFile file) -> BYTES_A_FILE + file.terms().count() * BYTES_A_TERM)
          .build();

  Contents(
      Database database, BlobStore blobs, XorbShelf xorbs, XetFileStore files, DamageLog damage) {
    this.database = database;
    this.blobs = blobs;
    this.xorbs = xorbs;
    this.files = files;
    this.damage = damage;
  }

  /** A blob that the repository holds; others do not exist for its callers. */
  public Optional<HeldBlob> find(RepoKey repo, BlobId blob) {
    return Optional.ofNullable(find(repo, List.of(blob)).get(blob));
  }

  /** Those of the blobs that the repository holds; one query. */
  public Map<BlobId, HeldBlob> find(RepoKey repo, Collection<BlobId> wanted) {
    return database.read(tx -> held.held(tx, repo, wanted));
  }

  /**
   * Part of a blob that the repository holds.
   *
   * @throws IOException if the bytes are gone or damaged
   */
  public InputStream open(RepoKey repo, BlobId blob, long offset, long length) throws IOException {
    HeldBlob found = find(repo, blob).orElseThrow(() -> gone("blob " + blob));
    if (found.isWhole() || found.file().isEmpty()) {
      return blobs
          .open(BlobKey.of(blob), offset, new ByteCount(length))
          .orElseThrow(() -> gone("blob " + blob));
    }
    return open(repo, found.file().get(), offset, length);
  }

  /**
   * Part of a file that the repository has in chunks.
   *
   * @throws IOException if the bytes are gone or damaged
   */
  public InputStream open(RepoKey repo, XetHash file, long offset, long length) throws IOException {
    XetFile found = file(repo, file).orElseThrow(() -> gone("file " + file));
    return new WatchedStream(new ReconstructedStream(found.terms(), xorbs, offset, length), damage);
  }

  /**
   * The file of this hash, if the repository has it: that is asked each time, because files are
   * removed. Those who read one file share its terms.
   */
  public Optional<XetFile> file(RepoKey repo, XetHash file) {
    return database
        .read(tx -> files.addedAt(tx, repo, file))
        .flatMap(addedAt ->
            Optional.ofNullable(
                recent.get(
                    new FileOfRepo(repo, file, addedAt),
                    _ -> database.read(tx -> files.find(tx, repo, file)).orElse(null))));
  }

  private record FileOfRepo(RepoKey repo, XetHash file, Instant addedAt) {}

  private static FileNotFoundException gone(String what) {
    return new FileNotFoundException(what + " is gone");
  }
}
