package dev.slipway.git.storage;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCache;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCacheConfig;
import org.eclipse.jgit.internal.storage.dfs.DfsOutputStream;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;

/**
 * Where the files of packs lie: in the spool folder of this machine until they are published, in
 * the blob store afterwards. Thread-safe.
 */
public final class PackStorage {

  /** Heap for blocks and indexes of packs; more than a quarter of a small heap would starve it. */
  private static final ByteCount CACHE = ByteCount.mib(48);

  private static final int BLOCK_BYTES = 64 * 1024;

  private final BlobStore blobs;
  private final Path spool;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * Creates the spool folder if it is not there, and sets JGit up for this process: it keeps one
   * cache of blocks for all repositories, so there is one storage a process.
   */
  public PackStorage(BlobStore blobs, Path spool, InstantSource clock, SecureRandom random) {
    this.blobs = blobs;
    this.spool = spool;
    this.clock = clock;
    this.random = random;
    try {
      Files.createDirectories(spool);
    } catch (IOException e) {
      throw new GitStorageException("creating the spool folder " + spool, e);
    }
    SealedEnvironment.seal(clock);
    DfsBlockCache.reconfigure(
        new DfsBlockCacheConfig().setBlockLimit(CACHE.bytes()).setBlockSize(BLOCK_BYTES));
  }

  /** The store that published files go to. */
  public BlobStore blobs() {
    return blobs;
  }

  /** The folder for files that are not finished. */
  public Path spool() {
    return spool;
  }

  /** The clock that stamps packs. */
  public InstantSource clock() {
    return clock;
  }

  PackName newName() {
    return PackName.random(random);
  }

  DfsOutputStream create(String file) throws IOException {
    return new SpoolFile(spool.resolve(file));
  }

  /** A published file, or one of this machine that is not published yet. */
  ReadableChannel open(RepoKey repo, String file) throws IOException {
    Path spooled = spool.resolve(file);
    if (Files.exists(spooled)) {
      return new LocalPackFile(FileChannel.open(spooled, StandardOpenOption.READ));
    }
    BlobKey key = BlobKey.pack(repo, file);
    Optional<FileChannel> local = blobs.channel(key);
    if (local.isPresent()) {
      return new LocalPackFile(local.get());
    }
    ByteCount size = blobs.size(key).orElseThrow(() -> RemotePackFile.missing(key));
    return new RemotePackFile(blobs, key, size);
  }

  void publish(RepoKey repo, String file) {
    blobs.publish(spool.resolve(file), BlobKey.pack(repo, file));
  }

  /** Removes a file that no row names, wherever it lies. */
  void discard(RepoKey repo, String file) throws IOException {
    if (!Files.deleteIfExists(spool.resolve(file))) {
      blobs.delete(BlobKey.pack(repo, file));
    }
  }
}
