package dev.slipway.xet.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.xet.MemoryXorbs;
import dev.slipway.xet.Term;
import dev.slipway.xet.Terms;
import dev.slipway.xet.XorbBytes;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.HashLists;
import dev.slipway.xet.hashing.MerkleTree;
import dev.slipway.xet.hashing.XetHash;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardVerifierTest {

  private final Blake3 blake3 = new Blake3();
  private final MemoryXorbs xorbs = new MemoryXorbs();
  private final XorbIndex index = threeChunks();

  @Test
  void proves_a_file_of_repeated_and_backward_terms() {
    var file = file(term(2, 3, 1), term(0, 2, 3), term(2, 3, 1));

    assertThat(verify(file, proofs(file))).isEqualTo(new ShardVerdict.Proven());
  }

  @Test
  void requires_a_verification_hash_for_each_term() {
    var file = file(term(0, 1, 1));

    assertThat(verify(file, new HashList()))
        .isEqualTo(refused(file, "the verification hashes of its terms are missing"));
  }

  @Test
  void refuses_who_names_chunks_without_knowing_them() {
    var file = file(term(0, 1, 1));
    var guessed = new HashList();
    guessed.add(index.chunk(0));

    assertThat(verify(file, guessed))
        .isEqualTo(
            refused(
                file,
                "chunks 0 to 1 of xorb %s have another verification hash".formatted(index.xorb())));
  }

  @Test
  void refuses_chunks_that_the_xorb_does_not_have() {
    var file = file(term(0, 4, 4));

    assertThat(verify(file, HashLists.of(XetHash.ZERO)))
        .isEqualTo(refused(file, "chunks 0 to 4 of xorb %s do not exist".formatted(index.xorb())));
  }

  @Test
  void refuses_another_length() {
    var file = file(term(1, 2, 3));

    assertThat(verify(file, proofs(file)))
        .isEqualTo(
            refused(file, "chunks 1 to 2 of xorb %s have another length".formatted(index.xorb())));
  }

  @Test
  void refuses_a_xorb_that_the_sender_may_not_use() {
    var unknown = new XetHash(1, 1, 1, 1);
    var terms = Terms.of(List.of(new Term(unknown, 0, 1, 1)));
    var file = new ShardFile(XetHash.ZERO, terms, HashLists.of(XetHash.ZERO), XetHash.ZERO);

    assertThat(new ShardVerifier(xorbs, (_, _, _) -> true).verify(file))
        .isEqualTo(refused(file, notProven(0, 1, unknown)));
  }

  @Test
  void refuses_a_list_of_other_chunks() {
    var other = new ShardXorb(index.xorb(), HashLists.of(index.chunk(0)), new int[] {1});

    assertThat(new ShardVerifier(xorbs, (_, _, _) -> true).verify(other))
        .isEqualTo(
            new ShardVerdict.Refused(
                "xorb %s has other chunks than listed".formatted(index.xorb())));
  }

  private static String notProven(int start, int end, XetHash xorb) {
    return "chunks %d to %d of xorb %s are unknown, or their length or verification hash is another"
        .formatted(start, end, xorb);
  }

  @Test
  void says_the_same_of_chunks_that_the_sender_does_not_know_as_of_none() {
    var sender = new ShardVerifier(xorbs, (_, start, end) -> start >= 1 && end <= 2);
    var guessed = HashLists.of(XetHash.ZERO);

    for (Term term : List.of(term(0, 1, 1), term(0, 4, 4), term(0, 3, 9), term(2, 5, 1))) {
      var file = new ShardFile(XetHash.ZERO, Terms.of(List.of(term)), guessed, XetHash.ZERO);
      assertThat(sender.verify(file))
          .isEqualTo(refused(file, notProven(term.chunkStart(), term.chunkEnd(), index.xorb())));
    }
    var known = file(term(1, 2, 3));
    assertThat(
            sender.verify(new ShardFile(known.hash(), known.terms(), proofs(known), XetHash.ZERO)))
        .isEqualTo(
            refused(known, "chunks 1 to 2 of xorb %s have another length".formatted(index.xorb())));
  }

  @Test
  void says_the_same_of_a_list_for_a_xorb_that_the_sender_does_not_know_as_of_none() {
    var sender = new ShardVerifier(xorbs, (_, _, end) -> end <= 2);
    var unknown = new XetHash(1, 1, 1, 1);
    var sentence = "xorb %s is unknown, or has other chunks than listed";

    for (XetHash hash : List.of(index.xorb(), unknown)) {
      var other = new ShardXorb(hash, HashLists.of(index.chunk(0)), new int[] {1});
      assertThat(sender.verify(other))
          .isEqualTo(new ShardVerdict.Refused(sentence.formatted(hash)));
    }
  }

  private XorbIndex threeChunks() {
    var xorb = new XorbBytes().stored((byte) 1).stored((byte) 2, (byte) 2).stored((byte) 3);
    return xorbs.add(xorb.hash(), xorb.bytes());
  }

  private Term term(int start, int end, int length) {
    return new Term(index.xorb(), start, end, length);
  }

  private ShardFile file(Term... terms) {
    var tree = new MerkleTree(blake3);
    for (Term term : terms) {
      for (int i = term.chunkStart(); i < Math.min(term.chunkEnd(), 3); i++) {
        tree.add(index.chunk(i), index.unpackedLength(i, i + 1));
      }
    }
    var all = Terms.of(List.of(terms));
    return new ShardFile(tree.fileHash(), all, new HashList(), XetHash.ZERO);
  }

  private HashList proofs(ShardFile file) {
    var proofs = new HashList();
    for (Term term : file.terms()) {
      proofs.add(index.termProof(blake3, term.chunkStart(), term.chunkEnd()));
    }
    return proofs;
  }

  private ShardVerdict verify(ShardFile file, HashList proofs) {
    return new ShardVerifier(xorbs, (_, _, _) -> true)
        .verify(new ShardFile(file.hash(), file.terms(), proofs, XetHash.ZERO));
  }

  private static ShardVerdict refused(ShardFile file, String problem) {
    return new ShardVerdict.Refused("file %s: %s".formatted(file.hash(), problem));
  }
}
