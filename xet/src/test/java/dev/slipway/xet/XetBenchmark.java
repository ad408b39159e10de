package dev.slipway.xet;

import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.Blake3Key;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.shards.ShardReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.params.Blake3Parameters;

/** Prints how fast the pieces are on one thread; run by hand. */
final class XetBenchmark {

  private static final int CHUNK = 64 * 1024;

  /** Time on the processor, because others may be at work on the machine. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private XetBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      hashing();
    }
    for (String name : List.of("random", "table", "floats", "js-floats", "js-table")) {
      transfer(name);
    }
  }

  private static void hashing() {
    byte[] bytes = new byte[4 * CHUNK];
    new SplittableRandom(1).nextBytes(bytes);
    int[] ends = {CHUNK, 2 * CHUNK, 3 * CHUNK, 4 * CHUNK};
    var blake3 = new Blake3();
    var theirs = new Blake3Digest();
    theirs.init(Blake3Parameters.key(new byte[32]));
    byte[] out = new byte[32];
    measure("BLAKE3, 64 KiB", CHUNK, () -> blake3.hash(Blake3Key.CHUNK, bytes, 0, CHUNK));
    measure("BLAKE3, 40,000 B", 40_000, () -> blake3.hash(Blake3Key.CHUNK, bytes, 0, 40_000));
    measure("BLAKE3, 128 KiB", 2 * CHUNK, () -> blake3.hash(Blake3Key.CHUNK, bytes, 0, 2 * CHUNK));
    measure(
        "BLAKE3, four of 64 KiB",
        bytes.length,
        () -> blake3.hashEach(Blake3Key.CHUNK, bytes, ends, 4));
    measure(
        "BouncyCastle, 64 KiB",
        CHUNK,
        () -> {
          theirs.update(bytes, 0, CHUNK);
          theirs.doFinal(out, 0);
        });
  }

  private static void transfer(String name) throws IOException {
    var vectorCase = Vectors.caseNamed(name);
    var xorb = vectorCase.get("xorbs").get(0);
    XetHash hash = Vectors.hash(xorb, "hash");
    byte[] body = Vectors.file(Vectors.text(xorb, "body"));
    var verifier = new XorbVerifier();
    long length = xorb.get("length").asLong();
    measure(
        "verifying xorb " + name,
        length,
        () -> {
          try {
            var in = new ByteArrayInputStream(body);
            verifier.verify(hash, in, OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    byte[] shard = Vectors.file(Vectors.text(vectorCase.get("shards").get(0), "body"));
    Terms terms =
        ShardReader.read(new ByteArrayInputStream(shard)).orThrow().files().getFirst().terms();
    var xorbs = MemoryXorbs.after(name);
    byte[] out = new byte[CHUNK];
    measure(
        "reading file " + name,
        terms.length().bytes(),
        () -> {
          try (var in = new ReconstructedStream(terms, xorbs, 0, terms.length().bytes())) {
            while (in.read(out, 0, out.length) >= 0) {}
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void measure(String what, long bytes, Runnable work) {
    double best = 0;
    for (int second = 0; second < 4; second++) {
      long start = CPU.getCurrentThreadCpuTime();
      long times = 0;
      while (CPU.getCurrentThreadCpuTime() - start < 1_000_000_000L) {
        for (int i = 0; i < 16; i++) {
          work.run();
        }
        times += 16;
      }
      best = Math.max(best, (double) bytes * times / (CPU.getCurrentThreadCpuTime() - start));
    }
    System.out.printf("%-40s %6.2f GB/s%n", what, best);
  }
}
