package dev.slipway.xet;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.params.Blake3Parameters;

/** Prints how fast the pieces are on one thread; run by hand. */
final class XetBenchmark {

  private static final int CHUNK = 64 * 1024;

  /** Time on the processor, because others may be at work on the machine. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private XetBenchmark() {}

  public static void main(String[] arguments) {
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
        () -> blake3.hashEach(Blake3Key.CHUNK, bytes, ends, 4, new HashList()));
    measure(
        "BouncyCastle, 64 KiB",
        CHUNK,
        () -> {
          theirs.update(bytes, 0, CHUNK);
          theirs.doFinal(out, 0);
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
