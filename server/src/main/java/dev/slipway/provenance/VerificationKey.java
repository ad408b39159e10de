package dev.slipway.provenance;

import dev.slipway.names.Parsed;
import dev.slipway.names.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of an Ed25519 key (RFC 8032) as JSON Web Keys write it (RFC 8037).
 *
 * @param x its 32 bytes in canonical base64url
 */
public record VerificationKey(String x) {

  private static final int BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410, 4). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /** The key of a pair that the JDK made. */
  static VerificationKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    byte[] raw = new byte[BYTES];
    System.arraycopy(encoded, PREFIX.length, raw, 0, BYTES);
    return new VerificationKey(BASE64.encodeToString(raw));
  }

  /** Reads the member {@code x} of a JSON Web Key. */
  public static Parsed<VerificationKey> parse(String x) {
    try {
      byte[] raw = Base64.getUrlDecoder().decode(x);
      return raw.length == BYTES && BASE64.encodeToString(raw).equals(x)
          ? Parsed.of(new VerificationKey(x))
          : Parsed.malformed("\"x\" is not 32 bytes in base64url");
    } catch (IllegalArgumentException _) {
      return Parsed.malformed("\"x\" is not base64url");
    }
  }

  /** Its thumbprint (RFC 7638), by which statements name it. */
  public String id() {
    String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
    byte[] hash = Sha256.begin().digest(members.getBytes(StandardCharsets.US_ASCII));
    return BASE64.encodeToString(hash);
  }

  /** Whether its private half signed {@code message}. */
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      byte[] encoded = new byte[PREFIX.length + BYTES];
      System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
      System.arraycopy(Base64.getUrlDecoder().decode(x), 0, encoded, PREFIX.length, BYTES);
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException _) {
      // no point of the curve, or no signature
      return false;
    }
  }
}
