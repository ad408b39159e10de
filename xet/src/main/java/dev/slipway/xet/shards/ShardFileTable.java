package dev.slipway.xet.shards;

import dev.slipway.xet.Term;
import dev.slipway.xet.TermsBuilder;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.IntList;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;

/** The file section of a shard in columns. Filled by one thread, then not changed any more. */
final class ShardFileTable {

  private static final int PROVEN = 1 << 31;
  private static final int HAS_SHA256 = 1 << 30;
  private static final int NUMBERS_AT = XetHash.BYTES;

  private final HashList hashes = new HashList();
  private final HashList sha256s = new HashList();
  private final IntList termEnds = new IntList();
  private final IntList proofEnds = new IntList();
  private final HashList termXorbs = new HashList();
  private final IntList lengths = new IntList();
  private final IntList chunkStarts = new IntList();
  private final IntList chunkEnds = new IntList();
  private final HashList proofs = new HashList();

  int count() {
    return hashes.size();
  }

  ShardFile file(int index) {
    int firstTerm = index == 0 ? 0 : termEnds.get(index - 1);
    int firstProof = index == 0 ? 0 : proofEnds.get(index - 1);
    var terms = new TermsBuilder();
    for (int i = firstTerm; i < termEnds.get(index); i++) {
      terms.add(termXorbs.get(i), chunkStarts.get(i), chunkEnds.get(i), lengths.get(i));
    }
    HashList ownProofs = proofs.copy(firstProof, proofEnds.get(index));
    return new ShardFile(hashes.get(index), terms.build(), ownProofs, sha256s.get(index));
  }

  /** Reads the file whose first record was just read, with all that belongs to it. */
  void read(ShardRecords records) throws IOException, Malformation {
    hashes.add(records.hash());
    int flags = records.number(NUMBERS_AT);
    long count = records.count(NUMBERS_AT + Integer.BYTES);
    if ((count == 0) != records.hash().equals(XetHash.ZERO)) {
      throw new Malformation("only the empty file has no terms, and its hash is zero");
    }
    for (long i = 0; i < count; i++) {
      records.next();
      addTerm(records);
    }
    for (long i = 0; (flags & PROVEN) != 0 && i < count; i++) {
      records.next();
      proofs.add(records.hash());
    }
    sha256s.add((flags & HAS_SHA256) != 0 ? records.nextHash() : XetHash.ZERO);
    termEnds.add(termXorbs.size());
    proofEnds.add(proofs.size());
  }

  private void addTerm(ShardRecords records) throws Malformation {
    int length = records.number(NUMBERS_AT + Integer.BYTES);
    int start = records.number(NUMBERS_AT + 2 * Integer.BYTES);
    int end = records.number(NUMBERS_AT + 3 * Integer.BYTES);
    if (!Term.isPossible(start, end, length)) {
      throw new Malformation("a term of the shard is impossible for any xorb");
    }
    termXorbs.add(records.hash());
    lengths.add(length);
    chunkStarts.add(start);
    chunkEnds.add(end);
  }
}
