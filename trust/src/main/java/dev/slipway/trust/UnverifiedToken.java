package dev.slipway.trust;

import dev.slipway.names.Ascii;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.Flaw.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A well-formed compact JWS whose signature <b>nobody has checked</b> (RFC 7515, 7.1). It gives the
 * issuer, the key id and the algorithm, which are needed to find the key, and nothing else; its
 * claims come out only through {@link TokenVerifier}.
 *
 * <p>Read strictly: at most {@value #MAX_CHARACTERS} characters, canonical base64url, JSON objects
 * without duplicate names. Header members that point to keys ({@code jku}, {@code jwk}, {@code
 * x5u}, {@code x5c}) are not looked at.
 */
public final class UnverifiedToken {

  /** Longest token, in characters. */
  public static final int MAX_CHARACTERS = 16 * 1024;

  private static final int MAX_HEADER_CHARACTERS = 4 * 1024;
  private static final int MAX_KEY_ID_CHARACTERS = KeySet.MAX_ID_CHARACTERS;
  private static final int MAX_MEMBERS = 200;
  private static final Set<String> ENCRYPTION_MEMBERS = Set.of("enc", "zip", "cty", "p2c", "epk");
  private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();
  private static final Base64.Encoder CANONICAL = Base64.getUrlEncoder().withoutPadding();

  private final Issuer issuer;
  private final Header header;
  private final ClaimSet claims;
  private final byte[] signingInput;
  private final byte[] signature;

  private UnverifiedToken(Issuer issuer, Header header, ClaimSet claims, Signed signed) {
    this.issuer = issuer;
    this.header = header;
    this.claims = claims;
    this.signingInput = signed.input;
    this.signature = signed.signature;
  }

  /** What reading gave. */
  public sealed interface Reading {
    /** The token is well formed; whether it is genuine is not known. */
    record Readable(UnverifiedToken token) implements Reading {}

    /** It is not, and could not become so with any key. */
    record Unreadable(Flaw flaw) implements Reading {}
  }

  private record Header(String algorithm, Optional<String> keyId) {}

  private record Signed(byte[] input, byte[] signature) {}

  /** Reads a token as a client sent it, without {@code Bearer} or white space around it. */
  public static Reading read(String compact) {
    try {
      return new Reading.Readable(parse(compact));
    } catch (Refusal refusal) {
      return new Reading.Unreadable(refusal.flaw());
    }
  }

  private static UnverifiedToken parse(String compact) throws Refusal {
    if (compact.isEmpty() || compact.length() > MAX_CHARACTERS) {
      throw new Refusal(Flaw.TOO_LARGE);
    }
    // By hand: splitting a text of 16,384 dots would make as many strings.
    int first = compact.indexOf('.');
    int second = compact.indexOf('.', first + 1);
    if (first < 1 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
      throw new Refusal(Flaw.NOT_COMPACT);
    }
    if (first > MAX_HEADER_CHARACTERS) {
      throw new Refusal(Flaw.TOO_LARGE);
    }
    Header header = header(object(decoded(compact.substring(0, first))));
    Members payload = object(decoded(compact.substring(first + 1, second)));
    byte[] input = compact.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    Signed signed = new Signed(input, decoded(compact.substring(second + 1)));
    return new UnverifiedToken(issuer(payload), header, new ClaimSet(payload), signed);
  }

  private static byte[] decoded(String part) throws Refusal {
    try {
      byte[] bytes = BASE64.decode(part.getBytes(StandardCharsets.UTF_8));
      // The JDK takes padding and dirty last bits; then one token would have many spellings.
      if (CANONICAL.encodeToString(bytes).equals(part)) {
        return bytes;
      }
      throw new Refusal(Flaw.NOT_CANONICAL);
    } catch (IllegalArgumentException _) {
      throw new Refusal(Flaw.NOT_CANONICAL);
    }
  }

  private static Members object(byte[] json) throws Refusal {
    return switch (StrictJson.read(json, MAX_MEMBERS)) {
      case StrictJson.Reading.Read(Members object) -> object;
      case StrictJson.Reading.Refused(Flaw flaw) -> throw new Refusal(flaw);
    };
  }

  private static Header header(Members header) throws Refusal {
    if (header.members().keySet().stream().anyMatch(ENCRYPTION_MEMBERS::contains)) {
      throw new Refusal(Flaw.ENCRYPTED);
    }
    if (header.members().containsKey("crit")
        || !header.members().getOrDefault("b64", new Flag(true)).equals(new Flag(true))) {
      throw new Refusal(Flaw.CRITICAL_HEADER);
    }
    if (!(header.members().getOrDefault("typ", new Text("JWT")) instanceof Text(String typ))
        || !Ascii.equalIgnoringCase(typ, "JWT")) {
      throw new Refusal(Flaw.TOKEN_TYPE);
    }
    if (header.members().get("alg") instanceof Text(String algorithm)) {
      return new Header(algorithm, keyId(header));
    }
    throw new Refusal(Flaw.ALGORITHM_TYPE);
  }

  private static Optional<String> keyId(Members header) throws Refusal {
    if (!header.members().containsKey("kid")) {
      return Optional.empty();
    }
    if (header.members().get("kid") instanceof Text(String keyId)
        && !keyId.isEmpty()
        && keyId.length() <= MAX_KEY_ID_CHARACTERS) {
      return Optional.of(keyId);
    }
    throw new Refusal(Flaw.KEY_ID_TYPE);
  }

  private static Issuer issuer(Members payload) throws Refusal {
    if (!payload.members().containsKey("iss")) {
      throw new Refusal(Flaw.ISSUER_MISSING);
    }
    if (payload.members().get("iss") instanceof Text(String text)
        && Issuer.parse(text) instanceof Parsed.Value<Issuer>(Issuer issuer)) {
      return issuer;
    }
    throw new Refusal(Flaw.ISSUER_TYPE);
  }

  /** Who the token says has issued it: good for looking up, in memory or in the database, only. */
  public Issuer issuer() {
    return issuer;
  }

  /** The key that the token says it was signed with. */
  public Optional<String> keyId() {
    return header.keyId;
  }

  /** The algorithm that the token says it was signed with. */
  public String algorithm() {
    return header.algorithm;
  }

  ClaimSet unverifiedClaims() {
    return claims;
  }

  /** The bytes that were signed, as they came: header, dot, payload. */
  byte[] signingInput() {
    return signingInput.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  /** The issuer alone; the token itself is a secret. */
  @Override
  public String toString() {
    return "UnverifiedToken[" + issuer + "]";
  }
}
