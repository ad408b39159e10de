package dev.slipway.git.storage;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a pack, the same for all of its files.
 *
 * @param text {@code pack-} and 24 lower-case hexadecimal digits
 */
public record PackName(String text) implements Comparable<PackName> {

  private static final Pattern SHAPE = Pattern.compile("pack-[0-9a-f]{24}");
  private static final int RANDOM_BYTES = 12;

  public PackName {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not the name of a pack: " + text);
    }
  }

  static PackName random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new PackName("pack-" + HexFormat.of().formatHex(bytes));
  }

  @Override
  public int compareTo(PackName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
