package dev.slipway.gating;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Which request it is, for those who do not name the person.
 *
 * @param hex 24 lower-case hexadecimal digits
 */
record AccessRequestId(String hex) {

  private static final int BYTES = 12;

  static AccessRequestId random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new AccessRequestId(HexFormat.of().formatHex(bytes));
  }
}
