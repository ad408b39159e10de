package dev.slipway.contents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.BlobStream;
import dev.slipway.blobs.BlobWriter;
import dev.slipway.names.ByteCount;
import dev.slipway.xet.PackedRange;
import dev.slipway.xet.PackedStream;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.XorbSource;
import dev.slipway.xet.XorbVerdict;
import dev.slipway.xet.XorbVerifier;
import dev.slipway.xet.hashing.XetHash;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Xorbs in the blob store. One object holds the body, then its index, then the length of the index
 * in four bytes, so that neither is ever without the other: clients pack the same chunks
 * differently, and an index belongs to one body. The first body of a hash stays. Safe for use by
 * many threads.
 */
public final class XorbShelf implements XorbSource {

  /** What the indexes that are kept in memory may take. */
  private static final ByteCount CACHE = ByteCount.mib(32);

  /** What an index in memory takes for each chunk, with its share of the rest, in bytes. */
  private static final int BYTES_A_CHUNK = 52;

  /** No index is longer, so that one read of the end of an object has all of it. */
  private static final ByteCount TAIL = ByteCount.kib(384);

  private final BlobStore blobs;
  private final DamageLog damage;
  private final Cache<XetHash, XorbIndex> indexes =
      Caffeine.newBuilder()
          .maximumWeight(CACHE.bytes())
          .weigher((XetHash _, XorbIndex index) -> index.chunkCount() * BYTES_A_CHUNK)
          .build();

  XorbShelf(BlobStore blobs, DamageLog damage) {
    this.blobs = blobs;
    this.damage = damage;
  }

  /**
   * Checks a body and keeps it, unless there is one of this hash already. What is not genuine
   * leaves nothing. The index is that of the body that is kept.
   *
   * @param isDamaged whether what is kept was found damaged: then this body takes its place
   * @throws IOException if {@code body} fails
   */
  XorbVerdict put(XetHash xorb, InputStream body, boolean isDamaged) throws IOException {
    boolean replaces = isDamaged || !isReadable(xorb);
    if (!replaces && blobs.size(key(xorb)).isPresent()) {
      XorbVerdict verdict = new XorbVerifier().verify(xorb, body, OutputStream.nullOutputStream());
      return verdict instanceof XorbVerdict.Genuine ? kept(xorb) : verdict;
    }
    try (BlobWriter writer = blobs.begin()) {
      XorbVerdict verdict = new XorbVerifier().verify(xorb, body, writer);
      if (verdict instanceof XorbVerdict.Genuine(var index)) {
        byte[] encoded = index.encode();
        writer.write(encoded);
        writer.write(ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
        if (replaces) {
          blobs.delete(key(xorb));
        }
        writer.publish(key(xorb));
        indexes.invalidate(xorb);
        return kept(xorb);
      }
      return verdict;
    }
  }

  private boolean isReadable(XetHash xorb) {
    try {
      find(xorb);
      return true;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  /** Somebody may have been faster: what counts is what stands there now. */
  private XorbVerdict kept(XetHash xorb) {
    return new XorbVerdict.Genuine(index(xorb));
  }

  @Override
  public Optional<XorbIndex> find(XetHash xorb) {
    return Optional.ofNullable(indexes.get(xorb, this::readIndex));
  }

  /** The index of a xorb that must be here. */
  public XorbIndex index(XetHash xorb) {
    return find(xorb)
        .orElseThrow(
            () -> new UncheckedIOException(new FileNotFoundException("xorb " + xorb + " is gone")));
  }

  private @org.jspecify.annotations.Nullable XorbIndex readIndex(XetHash xorb) {
    Optional<ByteCount> size = blobs.size(key(xorb));
    if (size.isEmpty()) {
      return null;
    }
    long start = Math.max(0, size.get().bytes() - TAIL.bytes());
    try (InputStream in = read(xorb, start, size.get().bytes() - start)) {
      byte[] tail = in.readAllBytes();
      int end = tail.length - Integer.BYTES;
      int length = ByteBuffer.wrap(tail).getInt(end);
      return XorbIndex.decode(java.util.Arrays.copyOfRange(tail, end - length, end)).orThrow();
    } catch (IOException | RuntimeException e) {
      throw new UncheckedIOException(new IOException("reading the index of xorb " + xorb, e));
    }
  }

  @Override
  public InputStream open(XetHash xorb, PackedRange range) throws IOException {
    return read(xorb, range.offset(), range.length());
  }

  /**
   * The same for clients, who do not verify what they get: chunks that have changed are not given
   * out.
   *
   * @throws IOException if the xorb cannot be read
   */
  public InputStream checked(XetHash xorb, PackedRange range) throws IOException {
    return new WatchedStream(new PackedStream(index(xorb), range, this), damage);
  }

  private BlobStream read(XetHash xorb, long offset, long length) throws IOException {
    return blobs
        .open(key(xorb), offset, new ByteCount(length))
        .orElseThrow(() -> new FileNotFoundException("xorb " + xorb + " is gone"));
  }

  /** Reads a stored xorb over, and says what is wrong with it, if anything. */
  Optional<String> damage(XetHash xorb) {
    try {
      XorbIndex index = index(xorb);
      try (InputStream in = read(xorb, 0, index.packedLength().bytes())) {
        XorbVerdict verdict = new XorbVerifier().verify(xorb, in, OutputStream.nullOutputStream());
        return verdict instanceof XorbVerdict.Refused(var reason)
            ? Optional.of(reason)
            : Optional.empty();
      }
    } catch (IOException | UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static BlobKey key(XetHash xorb) {
    return BlobKey.xorb(xorb.toString());
  }
}
