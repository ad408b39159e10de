package dev.slipway.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets in a table that a dump of the database does not give away: AES-256 in GCM, under a
 * key for one purpose that is drawn from {@link SignerKey}. Safe for use by many threads.
 */
public final class SecretBox {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /** A box for one purpose, under the bytes of a {@link SignerKey}. */
  public SecretBox(byte[] root, String purpose, SecureRandom random) {
    this.random = random;
    key = new SecretKeySpec(Hmac.of(root, purpose.getBytes(StandardCharsets.UTF_8)), "AES");
  }

  /** Seals a secret that belongs to {@code name}, and opens for that alone. */
  public String seal(String name, byte[] secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, name, nonce, secret);
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(nonce) + "." + base64.encodeToString(sealed);
  }

  /**
   * The secret of {@link #seal}.
   *
   * @throws IllegalStateException if it was changed, or sealed by another hub
   */
  public byte[] open(String name, String sealed) {
    int dot = sealed.indexOf('.');
    Base64.Decoder base64 = Base64.getDecoder();
    return run(
        Cipher.DECRYPT_MODE,
        name,
        base64.decode(sealed.substring(0, dot)),
        base64.decode(sealed.substring(dot + 1)));
  }

  private byte[] run(int mode, String name, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret " + name + " does not open with this hub's key", e);
    }
  }
}
