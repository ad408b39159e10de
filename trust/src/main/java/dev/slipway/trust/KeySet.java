package dev.slipway.trust;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of one issuer (RFC 7517): those that can verify a signature by an algorithm that
 * we know. Others, shared secrets above all, are left out; a set in which one id stands for two
 * keys is no set.
 */
final class KeySet {

  /** Most keys, usable or not, in one document. */
  static final int MAX_KEYS = 64;

  /** Longest id of a key; no token may name a longer one. */
  static final int MAX_ID_CHARACTERS = 256;

  private static final int MAX_MEMBERS = 2_000;
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 32;
  private static final int ED25519_BYTES = 32;

  /** What stands before the point in the X.509 form of every Ed25519 key. */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final ClaimValue ANY_OPERATION = new Elements(List.of(new Text("verify")));
  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);

  private final List<Key> keys;

  private KeySet(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * One key.
   *
   * @param id empty if the issuer gave it none
   * @param algorithm the one algorithm that it verifies
   * @param thumbprint which key it is, whatever its id says (RFC 7638, SHA-256 in base64url)
   */
  record Key(String id, String algorithm, String thumbprint, Check check) {
    /** Whether it can be used for a token that names {@code algorithm} in its header. */
    boolean fits(String named) {
      return algorithm.equals(named);
    }

    /** Whether {@code signature} is by this key over exactly these bytes. */
    boolean verifies(byte[] signed, byte[] signature) {
      try {
        return check.verify(signed, signature);
      } catch (JOSEException | GeneralSecurityException _) {
        return false;
      }
    }
  }

  /** The mathematics of one key. */
  @FunctionalInterface
  interface Check {
    boolean verify(byte[] signed, byte[] signature) throws JOSEException, GeneralSecurityException;
  }

  /** Reads a document as an issuer publishes it or an operator pastes it. */
  static Parsed<KeySet> parse(String jwks) {
    return parse(jwks.getBytes(StandardCharsets.UTF_8));
  }

  static Parsed<KeySet> parse(byte[] jwks) {
    if (!(StrictJson.read(jwks, MAX_MEMBERS) instanceof StrictJson.Reading.Read(Members document))
        || !(document.members().get("keys") instanceof Elements(var described))) {
      return Parsed.malformed("its key set is not a JSON object with a list of keys");
    }
    if (described.size() > MAX_KEYS) {
      return Parsed.malformed("its key set has more than " + MAX_KEYS + " keys");
    }
    List<Key> fitting = described.stream().flatMap(value -> key(value).stream()).toList();
    Set<String> ids = new HashSet<>();
    if (!fitting.stream().allMatch(key -> key.id().isEmpty() || ids.add(key.id()))) {
      return Parsed.malformed("its key set has two keys of one id");
    }
    // An id that also stands for a key which we leave out says of no token by which of them it is.
    List<Key> usable =
        fitting.stream()
            .filter(key -> key.id().isEmpty() || count(described, key.id()) == 1)
            .toList();
    if (usable.size() < described.size()) {
      LOG.debug("left out {} keys of a key set", described.size() - usable.size());
    }
    return usable.isEmpty()
        ? Parsed.malformed("its key set has no usable key")
        : Parsed.of(new KeySet(usable));
  }

  private static long count(List<ClaimValue> described, String id) {
    return described.stream()
        .filter(value ->
            value instanceof Members(var members) && new Text(id).equals(members.get("kid")))
        .count();
  }

  /** The key of that id; of a token that names none, the key if there is exactly one. */
  Optional<Key> find(Optional<String> id) {
    if (id.isEmpty()) {
      return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
    }
    return keys.stream().filter(key -> key.id().equals(id.get())).findFirst();
  }

  /** The usable keys, in the issuer's order. */
  List<Key> keys() {
    return keys;
  }

  /** Their ids; an empty one for a key without. */
  List<String> ids() {
    return keys.stream().map(Key::id).toList();
  }

  /** The key that {@code described} is, unless we would not verify with it. */
  private static Optional<Key> key(ClaimValue described) {
    if (!(described instanceof Members(var members))
        || members.containsKey("d")
        || !new Text("sig").equals(members.getOrDefault("use", new Text("sig")))
        || !allowsVerifying(members.getOrDefault("key_ops", ANY_OPERATION))
        || !(members.getOrDefault("kid", new Text("")) instanceof Text(String id))
        || id.length() > MAX_ID_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return check(members)
          .filter(key ->
              members
                  .getOrDefault("alg", new Text(key.algorithm()))
                  .equals(new Text(key.algorithm())))
          .map(key -> new Key(id, key.algorithm(), key.thumbprint(), key.check()));
    } catch (JOSEException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException _) {
      // A point off its curve, a modulus that is no number: the library says so by throwing.
      return Optional.empty();
    }
  }

  private static boolean allowsVerifying(ClaimValue operations) {
    return operations instanceof Elements(var named) && named.contains(new Text("verify"));
  }

  private static Optional<Key> check(Map<String, ClaimValue> members)
      throws JOSEException, GeneralSecurityException {
    return switch (text(members, "kty") + " " + text(members, "crv")) {
      case "RSA " -> rsa(members);
      case "EC P-256" -> Optional.of(ec(members, Curve.P_256, JWSAlgorithm.ES256));
      case "EC P-384" -> Optional.of(ec(members, Curve.P_384, JWSAlgorithm.ES384));
      case "OKP Ed25519" -> Optional.of(ed25519(members));
      default -> Optional.empty();
    };
  }

  private static Optional<Key> rsa(Map<String, ClaimValue> members) throws JOSEException {
    BigInteger modulus = new BigInteger(1, bytes(members, "n"));
    BigInteger exponent = new BigInteger(1, bytes(members, "e"));
    if (modulus.bitLength() < MIN_RSA_BITS
        || modulus.bitLength() > MAX_RSA_BITS
        || !exponent.testBit(0)
        || exponent.bitLength() < 2
        || exponent.bitLength() > MAX_EXPONENT_BITS) {
      return Optional.empty();
    }
    RSAKey key = new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(exponent)).build();
    return Optional.of(
        byLibrary(JWSAlgorithm.RS256, key, new RSASSAVerifier(key.toRSAPublicKey())));
  }

  private static Key ec(Map<String, ClaimValue> members, Curve curve, JWSAlgorithm algorithm)
      throws JOSEException {
    Base64URL x = Base64URL.encode(bytes(members, "x"));
    Base64URL y = Base64URL.encode(bytes(members, "y"));
    ECKey key = new ECKey.Builder(curve, x, y).build();
    return byLibrary(algorithm, key, new ECDSAVerifier(key));
  }

  /**
   * The header given to the library has nothing but the algorithm: the token's own stays unread.
   */
  private static Key byLibrary(JWSAlgorithm algorithm, JWK key, JWSVerifier verifier)
      throws JOSEException {
    JWSHeader header = new JWSHeader(algorithm);
    return new Key(
        "",
        algorithm.getName(),
        key.computeThumbprint().toString(),
        (signed, signature) -> verifier.verify(header, signed, Base64URL.encode(signature)));
  }

  /** By the JDK: the library would need a second library for this curve (RFC 8037, RFC 8410). */
  private static Key ed25519(Map<String, ClaimValue> members)
      throws JOSEException, GeneralSecurityException {
    byte[] point = bytes(members, "x");
    if (point.length != ED25519_BYTES) {
      throw new IllegalArgumentException("not an Ed25519 point");
    }
    byte[] encoded =
        ByteBuffer.allocate(ED25519_PREFIX.length + point.length)
            .put(ED25519_PREFIX)
            .put(point)
            .array();
    PublicKey key =
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    return new Key(
        "",
        JWSAlgorithm.EdDSA.getName(),
        new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
            .build()
            .computeThumbprint()
            .toString(),
        (signed, signature) -> {
          Signature check = Signature.getInstance("Ed25519");
          check.initVerify(key);
          check.update(signed);
          return check.verify(signature);
        });
  }

  private static String text(Map<String, ClaimValue> members, String name) {
    return members.get(name) instanceof Text(String value) ? value : "";
  }

  private static byte[] bytes(Map<String, ClaimValue> members, String name) {
    return Base64.getUrlDecoder().decode(text(members, name));
  }
}
