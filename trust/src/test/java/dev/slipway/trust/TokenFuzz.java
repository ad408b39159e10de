package dev.slipway.trust;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes good texts at random and gives them to a reader that may only accept or refuse.
 *
 * <p>Four seconds each with a seed of its own, which is printed with the text that was too much;
 * {@code bench/soak/trust-fuzz} sets the properties {@code trust.fuzz.seconds} and {@code
 * trust.fuzz.seed} for more, and for the same again.
 */
final class TokenFuzz {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long SEED = Long.getLong("trust.fuzz.seed", System.nanoTime());
  private static final long MILLIS = Long.getLong("trust.fuzz.seconds", 4) * 1000;
  private static final long ALLOWED_BYTES = 2L * 1024 * 1024;
  private static final int ALLOWED_TIMES = 200;
  private static final int LONGEST_RANDOM = 512;

  /** What decides in JSON, in base64url and in our claims. */
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "\\u0069",
          "null",
          "true",
          "1e9",
          "1e400000000",
          "-0",
          "0.0",
          "9007199254740993",
          "NaN",
          "/*",
          "\u200b",
          "\u0000",
          ".",
          "..",
          "=",
          "-",
          "_",
          "+",
          "@",
          "/",
          "//",
          "~",
          "~1",
          ".yml@",
          "refs/heads/",
          "refs/pull/7/merge",
          "/.github/workflows/",
          "\"iss\":",
          "\"aud\":",
          "\"alg\":\"none\"",
          "\"crit\":[]",
          "\"kid\":",
          "\"typ\":\"at+jwt\"",
          "{}",
          "{+",
          "{@web}",
          "PT",
          "\"copy\":",
          "\"split\":",
          "https://",
          "\u212a",
          "\ufeff");

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<byte[]> seeds;
  private final Reader reader;

  /** What is attacked. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] input) throws Exception;
  }

  private TokenFuzz(List<byte[]> seeds, Reader reader) {
    this.seeds = seeds;
    this.reader = reader;
  }

  /** Gives the seeds as they are, then changed ones until the time is over. */
  static void attack(List<String> seeds, Reader reader) {
    new TokenFuzz(
            seeds.stream().map(seed -> seed.getBytes(StandardCharsets.UTF_8)).toList(), reader)
        .run();
  }

  private void run() {
    seeds.forEach(this::attack);
    long end = System.nanoTime() + MILLIS * 1_000_000;
    while (System.nanoTime() < end) {
      attack(next());
    }
  }

  private void attack(byte[] input) {
    long most = ALLOWED_BYTES + (long) ALLOWED_TIMES * input.length;
    long first = memoryFor(input);
    // Loading classes costs memory as well, but only once.
    if (first > most && memoryFor(input) > most) {
      throw new AssertionError("too much memory for " + described(input));
    }
  }

  private long memoryFor(byte[] input) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(input.clone());
    } catch (Exception | Error e) {
      throw new AssertionError(described(input), e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String described(byte[] input) {
    return "seed " + SEED + ", input " + HexFormat.of().formatHex(input);
  }

  private byte[] next() {
    if (random.nextInt(50) == 0) {
      byte[] bytes = new byte[random.nextInt(LONGEST_RANDOM)];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] bytes = seeds.get(random.nextInt(seeds.size()));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(12));
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(bytes, at, Math.min(bytes.length, at + 1), flipped(bytes, at));
      case 1 -> spliced(bytes, at, end, new byte[0]);
      case 2 -> spliced(bytes, at, at, word);
      case 3 -> spliced(bytes, at, end, word);
      case 4 -> spliced(bytes, at, at, slice(bytes));
      default -> Arrays.copyOf(bytes, at);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    return at < bytes.length
        ? new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))}
        : new byte[] {(byte) random.nextInt()};
  }

  private byte[] slice(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(200)));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
