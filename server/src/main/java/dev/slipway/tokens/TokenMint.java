package dev.slipway.tokens;

import dev.slipway.access.TokenId;
import dev.slipway.access.TokenSecret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Makes tokens: a prefix, 40 letters and digits (238 random bits) and a checksum of six, by which a
 * scanner tells a leaked token from chance.
 */
public final class TokenMint {

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_CHARACTERS = 40;
  private static final int CHECKSUM_CHARACTERS = 6;
  private static final int ID_BYTES = 12;

  private final SecureRandom random;

  /** A mint that draws from {@code random}. */
  public TokenMint(SecureRandom random) {
    this.random = random;
  }

  /** A new token, which nobody but the caller has seen. */
  public TokenSecret mint(AccessToken.Kind kind) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new TokenSecret(kind.prefix() + text + checksum(text.toString()));
  }

  /** A new identity for a token's row. */
  public TokenId newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return new TokenId(HexFormat.of().formatHex(bytes));
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    StringBuilder sum = new StringBuilder();
    for (int i = 0; i < CHECKSUM_CHARACTERS; i++) {
      sum.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
      rest /= ALPHABET.length();
    }
    return sum.toString();
  }
}
