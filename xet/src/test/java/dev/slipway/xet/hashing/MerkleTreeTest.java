package dev.slipway.xet.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

  private final Blake3 blake3 = new Blake3();

  @Test
  void has_the_only_chunk_as_its_root() {
    var tree = new MerkleTree(blake3);

    tree.add(new XetHash(1, 2, 3, 4), 11);

    assertThat(tree.root()).isEqualTo(new XetHash(1, 2, 3, 4));
  }

  @Test
  void is_zero_without_chunks() {
    assertThat(new MerkleTree(blake3).root()).isEqualTo(XetHash.ZERO);
    assertThat(new MerkleTree(blake3).fileHash()).isEqualTo(XetHash.ZERO);
  }

  @Test
  void hashes_repeated_chunks_like_the_clients() {
    byte[] zeros = new byte[131_072];
    XetHash chunk = blake3.hash(Blake3Key.CHUNK, zeros, 0, zeros.length);
    var tree = new MerkleTree(blake3);
    for (int i = 0; i < 8; i++) {
      tree.add(chunk, zeros.length);
    }

    assertThat(tree.root())
        .hasToString("8c15d5bfe292d5f8f3b992149581636a5c4078ce9c4349d43f1a762ba0609839");
    assertThat(tree.fileHash())
        .hasToString("1e671fe124cea35586b1d1c30b9d4fc6b4e05ee60c93406986444f7c23d54056");
  }

  @Test
  void gives_the_root_that_the_rule_over_whole_lists_gives() {
    var random = new SplittableRandom(5);
    for (int count = 1; count < 400; count++) {
      List<Node> nodes = new ArrayList<>();
      var tree = new MerkleTree(blake3);
      for (int i = 0; i < count; i++) {
        var hash = new XetHash(random.nextLong(), 0, 0, random.nextLong());
        long length = random.nextLong(1, 131_073);
        nodes.add(new Node(hash, length));
        tree.add(hash, length);
      }

      assertThat(tree.root()).as("%s chunks", count).isEqualTo(rootByTheRule(nodes));
    }
  }

  private record Node(XetHash hash, long length) {}

  private XetHash rootByTheRule(List<Node> level) {
    List<Node> nodes = level;
    while (nodes.size() > 1) {
      List<Node> next = new ArrayList<>();
      for (int at = 0; at < nodes.size(); ) {
        int size = groupSize(nodes.subList(at, nodes.size()));
        next.add(parent(nodes.subList(at, at + size)));
        at += size;
      }
      nodes = next;
    }
    return nodes.getFirst().hash();
  }

  private static int groupSize(List<Node> remaining) {
    if (remaining.size() <= 2) {
      return remaining.size();
    }
    int end = Math.min(9, remaining.size());
    for (int i = 2; i < end; i++) {
      if (Long.remainderUnsigned(remaining.get(i).hash().lastWord(), 4) == 0) {
        return i + 1;
      }
    }
    return end;
  }

  private Node parent(List<Node> group) {
    var lines = new StringBuilder();
    long length = 0;
    for (Node node : group) {
      lines.append(node.hash()).append(" : ").append(node.length()).append("\n");
      length += node.length();
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
    return new Node(blake3.hash(Blake3Key.NODE, bytes, 0, bytes.length), length);
  }
}
