package dev.slipway.blobs;

import dev.slipway.names.ByteCount;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Immutable bytes by key. A key either has all of its bytes, durably, or is not there; what stands
 * under a key never changes, unless the key {@linkplain BlobKey#isReplaceable says so}. Safe for
 * use by many threads and, on shared storage, many processes.
 *
 * <p>All methods throw {@link BlobStoreException} when the storage itself fails.
 */
public interface BlobStore {

  /** Begins a blob that nobody sees until it is published. Close it in any case. */
  BlobWriter begin();

  /**
   * Publishes a finished local file and takes it over: afterwards the file is no longer at its
   * place. A key that exists already keeps its first bytes, and that is no error; a {@linkplain
   * BlobKey#isReplaceable replaceable} one gets these.
   */
  void publish(Path file, BlobKey key);

  /** All the bytes, or empty if there is no such key. */
  Optional<BlobStream> open(BlobKey key);

  /**
   * The bytes from {@code offset} on, {@code length} of them or as many as there are; an offset at
   * or behind the end gives a stream of length zero.
   */
  Optional<BlobStream> open(BlobKey key, long offset, ByteCount length);

  /**
   * A channel for reading that the kernel can send from without copying; empty if there is no such
   * key, and always empty if this store keeps its bytes elsewhere. The caller closes it.
   */
  Optional<FileChannel> channel(BlobKey key);

  /** How many bytes stand under the key, or empty if there is no such key. */
  Optional<ByteCount> size(BlobKey key);

  /** Removes a key and says whether it was there. Streams that are open read on to their end. */
  boolean delete(BlobKey key);

  /** What lies under the prefix, in no particular order. The caller closes the stream. */
  Stream<StoredBlob> list(BlobPrefix prefix);

  /** Removes what writers that vanished left behind, if untouched for so long. */
  void sweepStaging(Duration untouchedFor);
}
