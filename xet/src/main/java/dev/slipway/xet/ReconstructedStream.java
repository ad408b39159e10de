package dev.slipway.xet;

import dev.slipway.xet.packing.ChunkBatch;
import dev.slipway.xet.packing.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, or of a range of it, unpacked from its xorbs. Every chunk is compared with
 * its checksum before a byte of it is given out, because clients do not look.
 *
 * <p>Each term is one sequential read. Holds about 500 KiB, whatever the file's size. One thread at
 * a time.
 *
 * <p>Reading throws {@link DamagedXorbException} if a chunk is not what was accepted.
 */
public final class ReconstructedStream extends InputStream {

  private static final int BATCH_BYTES = 2 * Limits.CHUNK_BYTES;

  private final XorbSource source;
  private final RecentIndexes indexes;
  private final Terms terms;
  private final ChunkBatch batch = new ChunkBatch(BATCH_BYTES);
  private final byte[] single = new byte[1];
  private long left;
  private int nextTerm;
  private int at;
  private @Nullable TermReader reader;

  /**
   * @param start the first byte
   * @param length how many bytes, which the file must have from there on
   */
  public ReconstructedStream(Terms terms, XorbSource source, long start, long length) {
    Objects.checkFromIndexSize(start, length, terms.length().bytes());
    this.source = source;
    this.indexes = new RecentIndexes(source);
    this.left = length;
    if (length == 0) {
      this.terms = Terms.NONE;
    } else {
      TermWindow window = TermWindow.of(terms, start, start + length, indexes);
      this.terms = window.terms();
      this.at = window.offsetIntoFirst();
    }
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0 || left == 0) {
      return length == 0 ? 0 : -1;
    }
    while (at >= batch.length()) {
      at -= batch.length();
      if (isRepeated()) {
        nextTerm++;
      } else {
        batch.clear();
        openReader().fill(batch);
      }
    }
    int copied = batch.copy(at, into, offset, (int) Math.min(length, left));
    at += copied;
    left -= copied;
    return copied;
  }

  @Override
  public int available() {
    return (int) Math.min(left, Math.max(0, batch.length() - at));
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  /**
   * Whether the batch holds the whole term before the next one, which is the same: a sparse file
   * names one chunk of zeros a hundred thousand times.
   */
  private boolean isRepeated() {
    return nextTerm > 0
        && nextTerm < terms.count()
        && (reader == null || reader.isAtEnd())
        && terms.term(nextTerm).equals(terms.term(nextTerm - 1))
        && batch.length() == terms.term(nextTerm - 1).unpackedLength();
  }

  private TermReader openReader() throws IOException {
    TermReader current = reader;
    if (current == null || current.isAtEnd()) {
      close();
      Term term = terms.term(nextTerm++);
      current = TermReader.open(term, indexes.of(term), source);
      reader = current;
    }
    return current;
  }
}
