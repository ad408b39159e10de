package dev.slipway.git.lfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small text that git keeps in place of a large file: what the file's SHA-256 is and how many
 * bytes it has.
 *
 * @see <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">Git LFS
 *     specification</a>
 */
public record LfsPointer(BlobId blob, ByteCount size) {

  /** Shortest and longest text of a pointer, in bytes: a size of one digit, and of nineteen. */
  public static final int MIN_BYTES = 126;

  /** Longest text of a pointer, in bytes. */
  public static final int MAX_BYTES = 144;

  /**
   * Files below this size that begin like a pointer are read as one by git-lfs, so they must be
   * one.
   */
  public static final int SUSPECT_BYTES = 1024;

  private static final String BEGINNING = "version https://git-lfs.github.com/spec/";

  private static final Pattern TEXT =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\n"
              + "oid sha256:([0-9a-f]{64})\n"
              + "size (0|[1-9][0-9]{0,18})\n");

  /** Reads exactly the three lines, in their order, with no other byte before or after. */
  public static Parsed<LfsPointer> parse(byte[] text) {
    if (text.length < MIN_BYTES || text.length > MAX_BYTES) {
      return Parsed.malformed("an LFS pointer has 126 to 144 bytes");
    }
    Matcher lines = TEXT.matcher(new String(text, US_ASCII));
    if (!lines.matches()) {
      return Parsed.malformed("an LFS pointer has the lines version, oid and size");
    }
    return size(lines.group(2)).then(size -> Parsed.of(new LfsPointer(blob(lines), size)));
  }

  private static BlobId blob(Matcher lines) {
    return new BlobId(lines.group(1));
  }

  private static Parsed<ByteCount> size(String digits) {
    try {
      return Parsed.of(new ByteCount(Long.parseLong(digits)));
    } catch (NumberFormatException e) {
      return Parsed.malformed("the size of an LFS pointer fits in 63 bits");
    }
  }

  /** Whether git-lfs would take these bytes for a pointer, though {@link #parse} may refuse it. */
  public static boolean isSuspect(byte[] text) {
    return text.length < SUSPECT_BYTES
        && new String(text, 0, Math.min(text.length, BEGINNING.length()), US_ASCII)
            .equals(BEGINNING);
  }

  /** Whether these bytes begin like a pointer and are none. */
  public static boolean isBroken(byte[] text) {
    return isSuspect(text)
        && switch (parse(text)) {
          case Value<LfsPointer> _ -> false;
          case Malformed<LfsPointer> _ -> true;
        };
  }

  /** The text that git keeps, {@link #pointerSize()} bytes. */
  public byte[] bytes() {
    return ("version https://git-lfs.github.com/spec/v1\noid sha256:"
            + blob.hex()
            + "\nsize "
            + size.bytes()
            + "\n")
        .getBytes(US_ASCII);
  }

  /** How long the pointer's own text is. */
  public ByteCount pointerSize() {
    return new ByteCount(bytes().length);
  }
}
