package dev.slipway.xet;

import com.sun.management.ThreadMXBean;
import dev.slipway.xet.hashing.LittleEndian;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Changes good inputs at random and gives them to a reader that may only accept or refuse.
 *
 * <p>Half a second each with a fixed seed; {@code bench/soak/xet-fuzz} sets the properties {@code
 * xet.fuzz.seconds} and {@code xet.fuzz.seed} for more.
 */
public final class Fuzz {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int[] EDGES = {0, 1, -1, 0xff, 0x7f, 0x8000, 0xffff, 0x7fffffff, 1 << 31};
  private static final int LONGEST_RANDOM = 4096;

  private static final long SEED = Long.getLong("xet.fuzz.seed", 1);
  private static final long MILLIS = Long.getLong("xet.fuzz.seconds", 0) * 1000;
  private static final int TESTS = 6;
  private static final long SHORT_MILLIS = 500;
  private static final long ALLOWED_BYTES = 1024 * 1024;

  private final SplittableRandom random;
  private final List<byte[]> seeds;
  private final Reader reader;

  /** What is attacked. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] input) throws Exception;
  }

  private Fuzz(List<byte[]> seeds, Reader reader) {
    this.random = new SplittableRandom(SEED);
    this.seeds = seeds;
    this.reader = reader;
  }

  /** Gives the seeds as they are, then changed ones until the time is over. */
  public static void attack(Stream<byte[]> seeds, Reader reader) {
    new Fuzz(seeds.toList(), reader).run(MILLIS == 0 ? SHORT_MILLIS : MILLIS / TESTS);
  }

  private void run(long millis) {
    seeds.forEach(this::attack);
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      attack(next());
    }
  }

  private void attack(byte[] input) {
    long most = ALLOWED_BYTES + 10L * input.length;
    long first = memoryFor(input);
    // Loading classes costs memory as well, but only once.
    if (first > most && memoryFor(input) > most) {
      throw new AssertionError("too much memory for input " + HexFormat.of().formatHex(input));
    }
  }

  private long memoryFor(byte[] input) {
    byte[] copy = input.clone();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(copy);
    } catch (Exception | Error e) {
      throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private byte[] next() {
    if (random.nextInt(20) == 0) {
      byte[] bytes = new byte[random.nextInt(LONGEST_RANDOM)];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > Long.BYTES; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    // Headers are what decides, so half of the changes are near the beginning.
    int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 512);
    int at = random.nextInt(reach);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> LittleEndian.put32(bytes, Math.min(at & ~3, bytes.length - 4), edge());
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return Arrays.copyOf(bytes, bytes.length + random.nextInt(64));
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(96), bytes.length - Math.max(at, from));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }

  private int edge() {
    return EDGES[random.nextInt(EDGES.length)];
  }
}
