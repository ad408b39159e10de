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
import java.util.Optional;

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

  /** Says nothing of whether there is such a xorb, nor of what is in it. */
  private static final String NOT_PROVEN =
      "are unknown, or their length or verification hash is another";

  private static final String NOT_HERE = "is unknown, or has other chunks than listed";

  private final RecentIndexes indexes;
  private final Knowledge sender;
  private final Blake3 blake3 = new Blake3();
  private long chunksLeft = MOST_CHUNKS;

  /** What the author of a shard may be told. */
  public interface Knowledge {

    /** Whether they know these chunks of this xorb already. */
    boolean includes(XetHash xorb, int start, int end);
  }

  /**
   * Compares with these indexes.
   *
   * @param sender of what they do not know, they do not learn from a refusal whether it is here
   */
  public ShardVerifier(XorbIndexes indexes, Knowledge sender) {
    this.indexes = new RecentIndexes(indexes);
    this.sender = sender;
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
      check(xorb);
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
      spend(term.chunkEnd() - term.chunkStart());
      add(term, proven(term, file.proofs().get(i)), tree);
    }
    if (!tree.fileHash().equals(file.hash())) {
      throw new Malformation("its chunks have another file hash");
    }
  }

  /** The index of the term's xorb, after the author was found to know its chunks. */
  private XorbIndex proven(Term term, XetHash proof) throws Malformation {
    int start = term.chunkStart();
    int end = term.chunkEnd();
    Optional<XorbIndex> index = indexes.find(term.xorb());
    Optional<String> problem =
        index.isEmpty() ? Optional.of(NOT_PROVEN) : problem(term, index.get(), proof);
    if (problem.isEmpty()) {
      return index.orElseThrow();
    }
    boolean mayLearn = index.isPresent() && isKnown(term, index.get());
    throw new Malformation(
        "chunks %d to %d of xorb %s %s"
            .formatted(start, end, term.xorb(), mayLearn ? problem.get() : NOT_PROVEN));
  }

  private boolean isKnown(Term term, XorbIndex index) {
    return sender.includes(term.xorb(), term.chunkStart(), term.chunkEnd())
        || sender.includes(term.xorb(), 0, index.chunkCount());
  }

  private Optional<String> problem(Term term, XorbIndex index, XetHash proof) {
    int start = term.chunkStart();
    int end = term.chunkEnd();
    if (!index.includes(start, end)) {
      return Optional.of("do not exist");
    }
    if (index.unpackedLength(start, end) != term.unpackedLength()) {
      return Optional.of("have another length");
    }
    return index.termProof(blake3, start, end).equals(proof)
        ? Optional.empty()
        : Optional.of("have another verification hash");
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

  private void check(ShardXorb xorb) throws Malformation {
    Optional<XorbIndex> index = indexes.find(xorb.hash());
    if (index.isPresent() && isSame(xorb, index.get())) {
      return;
    }
    boolean mayLearn =
        index.isPresent() && sender.includes(xorb.hash(), 0, index.get().chunkCount());
    throw new Malformation(
        "xorb %s %s".formatted(xorb.hash(), mayLearn ? "has other chunks than listed" : NOT_HERE));
  }

  private static boolean isSame(ShardXorb xorb, XorbIndex index) {
    boolean same = xorb.chunkCount() == index.chunkCount();
    for (int i = 0; same && i < xorb.chunkCount(); i++) {
      same =
          xorb.chunks().get(i).equals(index.chunk(i))
              && xorb.unpackedLength(i) == index.unpackedLength(i, i + 1);
    }
    return same;
  }
}
