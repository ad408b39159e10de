package dev.slipway.xet.shards;

import dev.slipway.names.Parsed.Value;
import dev.slipway.xet.Fuzz;
import dev.slipway.xet.MemoryXorbs;
import dev.slipway.xet.Vectors;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardFuzzTest {

  private final MemoryXorbs store = MemoryXorbs.after("three-files");

  @Test
  void shards_are_proven_or_refused() {
    Fuzz.attack(
        Stream.of("hello-0", "three-files-0", "js-hello-0", "zeros-0", "changed-0", "bucket-0")
            .map(name -> Vectors.file("shards/" + name + ".shard")),
        input -> {
          if (ShardReader.read(new ByteArrayInputStream(input))
              instanceof Value<Shard>(var shard)) {
            var verifier = new ShardVerifier(store, (_, _, _) -> true);
            shard.files().forEach(verifier::verify);
            shard.files().forEach(ShardFile::sha256);
            shard.xorbs().forEach(verifier::verify);
          }
        });
  }
}
