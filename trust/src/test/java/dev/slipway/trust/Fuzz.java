package dev.slipway.trust;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Changes good documents at random and gives them to a reader that may only accept or refuse.
 *
 * <p>Half a second each with a fixed seed; {@code bench/soak/trust-fuzz} sets the properties {@code
 * trust.fuzz.seconds} and {@code trust.fuzz.seed} for more.
 */
public final class Fuzz {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What readers of JSON and of HTTP look for, and where they end. */
  private static final List<String> WORDS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "\\",
          "\\u0000",
          "null",
          "true",
          "-1",
          "1e999",
          "\"kid\"",
          "\"kty\"",
          "\"keys\"",
          "\"issuer\"",
          "\"jwks_uri\"",
          "\"use\":\"sig\",",
          "\"e\":\"AQAB\",",
          "https://",
          "@",
          "..",
          "%2f",
          "//",
          "\r\n",
          "\n",
          "\r\n\r\n",
          " ",
          "Content-Length: 5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "0\r\n\r\n",
          "7fffffff\r\n",
          "HTTP/1.1 200 OK\r\n",
          "\u0000",
          "\ufeff",
          "\u202e");

  private static final long SEED = Long.getLong("trust.fuzz.seed", 1);
  private static final long MILLIS = Long.getLong("trust.fuzz.seconds", 0) * 1000;
  private static final int TESTS = 4;
  private static final long SHORT_MILLIS = 500;
  private static final int LONGEST_RANDOM = 4096;
  private static final long ALLOWED_BYTES = 4L * 1024 * 1024;
  private static final long ALLOWED_BYTES_A_BYTE = 200;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<byte[]> seeds;
  private final Reader reader;

  /** What is attacked. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] input) throws Exception;
  }

  private Fuzz(List<byte[]> seeds, Reader reader) {
    this.seeds = seeds;
    this.reader = reader;
  }

  /** Gives the seeds as they are, then changed ones until the time is over. */
  public static void attack(Stream<String> seeds, Reader reader) {
    List<byte[]> bytes = seeds.map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    new Fuzz(bytes, reader).run(MILLIS == 0 ? SHORT_MILLIS : MILLIS / TESTS);
  }

  private void run(long millis) {
    System.out.println("fuzz seed " + SEED);
    seeds.forEach(this::attack);
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      attack(next());
    }
  }

  private void attack(byte[] input) {
    long most = ALLOWED_BYTES + ALLOWED_BYTES_A_BYTE * input.length;
    long first = memoryFor(input);
    // Loading classes costs memory as well, but only once.
    if (first > most && memoryFor(input) > most) {
      throw new AssertionError("too much memory for " + shown(input));
    }
  }

  private long memoryFor(byte[] input) {
    byte[] copy = input.clone();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(copy);
    } catch (Exception | Error e) {
      throw new AssertionError("seed " + SEED + ", input " + shown(input), e);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String shown(byte[] input) {
    return java.util.Base64.getEncoder().encodeToString(input);
  }

  private byte[] next() {
    if (random.nextInt(20) == 0) {
      byte[] bytes = new byte[random.nextInt(LONGEST_RANDOM)];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3, 4 -> {
        byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
        boolean inserts = random.nextBoolean();
        return put(bytes, at, word, inserts ? at : Math.min(bytes.length, at + word.length));
      }
      default -> {
        int from = random.nextInt(bytes.length);
        byte[] part = Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from));
        return put(bytes, at, part, at);
      }
    }
    return bytes;
  }

  /** With {@code middle} instead of what stands from {@code at} to {@code to}. */
  private static byte[] put(byte[] bytes, int at, byte[] middle, int to) {
    byte[] changed = new byte[at + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(middle, 0, changed, at, middle.length);
    System.arraycopy(bytes, to, changed, at + middle.length, bytes.length - to);
    return changed;
  }
}
