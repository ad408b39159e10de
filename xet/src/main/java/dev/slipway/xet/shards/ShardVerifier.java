package dev.slipway.xet.shards;

import dev.slipway.xet.RecentIndexes;
import dev.slipway.xet.Term;
import dev.slipway.xet.Terms;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.XorbIndexes;
import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.MerkleTree;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Malformation;

/**
 * Compares what a shard says with the indexes of the xorbs that it names (Xet specification 1.1,
 * shard format and hashing).
 *
 * <p>A proven file is what its hash says, and its author knew the hashes of all its chunks: the
 * verification hash of each term is required, so nobody can take chunks of others by naming a xorb.
 * The SHA-256 that a shard gives is not checked here; read the file once for that.
 *
 * <p>One instance for one shard: the work on all its files together is limited to {@value
 * #MOST_CHUNKS} chunks, which is some 4 TiB. One thread at a time.
 */
public final class ShardVerifier {

  /** How many chunks the files of one shard may have together. */
  public static final long MOST_CHUNKS = 1L << 26;

  /** How many terms a file may have; a sparse one of 10 GB needs a third of that. */
  public static final int MOST_TERMS = 1 << 18;

  private final RecentIndexes indexes;
  private final Blake3 blake3 = new Blake3();
  private long chunksLeft = MOST_CHUNKS;

  public ShardVerifier(XorbIndexes indexes) {
    this.indexes = new RecentIndexes(indexes);
  }

  /** Checks the terms, their verification hashes and the file hash. */
  public ShardVerdict verify(ShardFile file) {
    try {
      check(file);
      return new ShardVerdict.Proven();
    } catch (Malformation e) {
      return new ShardVerdict.Refused("file %s: %s".formatted(file.hash(), e.problem()));
    }
  }

  /** Checks that the xorb exists and has these chunks. */
  public ShardVerdict verify(ShardXorb xorb) {
    try {
      check(xorb, index(xorb.hash()));
      return new ShardVerdict.Proven();
    } catch (Malformation e) {
      return new ShardVerdict.Refused(e.problem());
    }
  }

  private void check(ShardFile file) throws Malformation {
    Terms terms = file.terms();
    if (file.proofs().size() != terms.count()) {
      throw new Malformation("the verification hashes of its terms are missing");
    }
    if (terms.count() > MOST_TERMS) {
      throw new Malformation("it has more than %d terms".formatted(MOST_TERMS));
    }
    var tree = new MerkleTree(blake3);
    for (int i = 0; i < terms.count(); i++) {
      Term term = terms.term(i);
      XorbIndex index = index(term.xorb());
      check(term, index, file.proofs().get(i));
      add(term, index, tree);
    }
    if (!tree.fileHash().equals(file.hash())) {
      throw new Malformation("its chunks have another file hash");
    }
  }

  private void check(Term term, XorbIndex index, XetHash proof) throws Malformation {
    int start = term.chunkStart();
    int end = term.chunkEnd();
    if (!index.includes(start, end)) {
      throw new Malformation("xorb %s has no chunks %d to %d".formatted(term.xorb(), start, end));
    }
    if (index.unpackedLength(start, end) != term.unpackedLength()) {
      throw new Malformation(
          "chunks %d to %d of xorb %s have another length".formatted(start, end, term.xorb()));
    }
    spend(end - start);
    if (!index.termProof(blake3, start, end).equals(proof)) {
      throw new Malformation(
          "chunks %d to %d of xorb %s have another verification hash"
              .formatted(start, end, term.xorb()));
    }
  }

  private void spend(int chunks) throws Malformation {
    chunksLeft -= chunks;
    if (chunksLeft < 0) {
      throw new Malformation("the files of the shard have too many chunks");
    }
  }

  private static void add(Term term, XorbIndex index, MerkleTree tree) {
    for (int i = term.chunkStart(); i < term.chunkEnd(); i++) {
      tree.add(index.chunk(i), index.unpackedLength(i, i + 1));
    }
  }

  private static void check(ShardXorb xorb, XorbIndex index) throws Malformation {
    boolean same = xorb.chunkCount() == index.chunkCount();
    for (int i = 0; same && i < xorb.chunkCount(); i++) {
      same =
          xorb.chunks().get(i).equals(index.chunk(i))
              && xorb.unpackedLength(i) == index.unpackedLength(i, i + 1);
    }
    if (!same) {
      throw new Malformation("xorb %s has other chunks than listed".formatted(xorb.hash()));
    }
  }

  private XorbIndex index(XetHash xorb) throws Malformation {
    return indexes
        .find(xorb)
        .orElseThrow(() -> new Malformation("xorb %s is unknown".formatted(xorb)));
  }
}
