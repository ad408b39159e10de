package dev.slipway.rules;

import static dev.slipway.rules.Expected.refused;
import static dev.slipway.rules.Expected.unreadable;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.main.AttackHub.Provider;
import dev.slipway.trust.Flaw;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import tools.jackson.databind.util.RawValue;

/** Sections B and C: the shape of a token, its header and its signature. */
final class TokenAttacks {

  private static final BigInteger ORDER_OF_P256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final Rows rows = new Rows();

  static List<Row> all() throws Exception {
    var attacks = new TokenAttacks();
    attacks.shapes();
    attacks.encryption();
    attacks.payloads();
    attacks.types();
    attacks.algorithms();
    attacks.keys();
    attacks.headers();
    attacks.signatures();
    return attacks.rows.list();
  }

  private void text(String rule, String sentence, Flaw flaw, UnaryOperator<String> change) {
    rows.token(rule, sentence, unreadable(flaw), t -> t.text(change));
  }

  private void header(String rule, String name, Object value, Expected expected) {
    Object shown = value instanceof RawValue raw ? raw.rawValue() : value;
    rows.token(rule, name + " is `" + shown + "`", expected, t -> t.header(name, value));
  }

  private void payload(String rule, String sentence, Flaw flaw, UnaryOperator<String> change) {
    rows.token(rule, "a signed payload: " + sentence, unreadable(flaw), t -> t.payload(change));
  }

  private void shapes() {
    text("B1", "four parts", Flaw.NOT_COMPACT, s -> s + ".x");
    text("B1", "five parts, as of JWE", Flaw.NOT_COMPACT, s -> s + ".x.y");
    text("B1", "two parts", Flaw.NOT_COMPACT, s -> s.substring(0, s.lastIndexOf('.')));
    text("B1", "one part", Flaw.NOT_COMPACT, s -> s.replace(".", ""));
    text("B1", "no header", Flaw.NOT_COMPACT, s -> s.substring(s.indexOf('.')));
    text("B1", "the JSON form of JWS", Flaw.NOT_COMPACT, TokenAttacks::asJson);
    text("B1", "padding at its end", Flaw.NOT_CANONICAL, s -> s + "==");
    text("B1", "padding behind the header", Flaw.NOT_CANONICAL, s -> s.replaceFirst("\\.", "=."));
    text(
        "B1",
        "the other alphabet of base64",
        Flaw.NOT_CANONICAL,
        s -> s.substring(0, s.length() - 2) + "+/");
    text("B1", "last bits that mean nothing are set", Flaw.NOT_CANONICAL, TokenAttacks::dirty);
    text("B1", "a byte order mark before", Flaw.NOT_CANONICAL, s -> "\ufeff" + s);
    text("B1", "`Bearer ` before", Flaw.NOT_CANONICAL, s -> "Bearer " + s);
    text("B1", "a line feed behind", Flaw.NOT_CANONICAL, s -> s + "\n");
    text("B1", "a space within", Flaw.NOT_CANONICAL, s -> s.replaceFirst("\\.", ". "));
    text("B1", "a NUL within", Flaw.NOT_CANONICAL, s -> s.replaceFirst("\\.", ".\u0000"));
    text("B1", "look-alike letters", Flaw.NOT_CANONICAL, s -> s.replaceFirst("e", "\u0435"));
    text("B1", "two tokens in one", Flaw.NOT_COMPACT, s -> s + "," + s);
    rows.token(
        "B1",
        "more than 16 KiB",
        unreadable(Flaw.TOO_LARGE),
        t -> t.claim("x", "y".repeat(17_000)));
    rows.token(
        "B1",
        "a header of more than 4 KiB",
        unreadable(Flaw.TOO_LARGE),
        t -> t.header("x", "y".repeat(4_000)));
  }

  private static String asJson(String token) {
    String[] parts = token.split("\\.", -1);
    return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
        .formatted((Object[]) parts);
  }

  /** 256 bytes end in two characters, the last four bits of which mean nothing. */
  static String dirty(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
  }

  private void encryption() {
    rows.token(
        "B2",
        "an unsigned token encrypted to the issuer's RSA key",
        unreadable(Flaw.NOT_COMPACT),
        t -> t.text(_ -> encrypted(t)));
    header("B2", "enc", "A256GCM", unreadable(Flaw.ENCRYPTED));
    header("B2", "zip", "DEF", unreadable(Flaw.ENCRYPTED));
    header("B2", "cty", "JWT", unreadable(Flaw.ENCRYPTED));
    header("B2", "p2c", 2147483647, unreadable(Flaw.ENCRYPTED));
    rows.token(
        "B2",
        "a signed token as the payload of a signed token",
        unreadable(Flaw.NOT_A_JSON_OBJECT),
        t ->
            t.payload(s ->
                Token.base64("{}".getBytes(UTF_8)) + "." + Token.base64(s.getBytes(UTF_8)) + "."));
  }

  private static String encrypted(Token token) {
    try {
      KeyGenerator generator = KeyGenerator.getInstance("AES");
      generator.init(256);
      var secret = generator.generateKey();
      Cipher wrap = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      wrap.init(Cipher.WRAP_MODE, token.hub().key(Provider.GITHUB).getPublic());
      Cipher content = Cipher.getInstance("AES/GCM/NoPadding");
      content.init(Cipher.ENCRYPT_MODE, secret);
      String header =
          Token.base64(
              "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"cty\":\"JWT\"}".getBytes(UTF_8));
      content.updateAAD(header.getBytes(UTF_8));
      String unsigned = Token.base64("{\"alg\":\"none\"}".getBytes(UTF_8)) + ".e30.";
      byte[] sealed = content.doFinal(unsigned.getBytes(UTF_8));
      return String.join(
          ".",
          header,
          Token.base64(wrap.wrap(secret)),
          Token.base64(content.getIV()),
          Token.base64(Arrays.copyOf(sealed, sealed.length - 16)),
          Token.base64(Arrays.copyOfRange(sealed, sealed.length - 16, sealed.length)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void payloads() {
    for (String odd :
        List.of(
            "[]",
            "\"x\"",
            "null",
            "7",
            "true",
            "",
            "{",
            "{}{}",
            "{'iss':1}",
            "{\"a\":NaN}",
            "{\"a\":Infinity}",
            "{\"a\":01}",
            "{\"a\":1,}",
            "// x\n{}")) {
      payload("B3", "`" + odd.replace("\n", " ") + "`", Flaw.NOT_A_JSON_OBJECT, _ -> odd);
    }
    payload("B3", "an array around the claims", Flaw.NOT_A_JSON_OBJECT, s -> "[" + s + "]");
    payload("B3", "a byte order mark before it", Flaw.NOT_A_JSON_OBJECT, s -> "\ufeff" + s);
    payload(
        "B3",
        "repository twice, the wrong one first",
        Flaw.DUPLICATE_MEMBER,
        s -> s.replaceFirst("\\{", "{\"repository\":\"evil/x\","));
    payload(
        "B3",
        "repository twice, the wrong one last",
        Flaw.DUPLICATE_MEMBER,
        s -> s.replaceFirst("}$", ",\"repository\":\"evil/x\"}"));
    payload(
        "B3",
        "iss twice, once as \\u0069ss",
        Flaw.DUPLICATE_MEMBER,
        s -> s.replaceFirst("\\{", "{\"\\\\u0069ss\":\"https://evil.example\","));
    payload(
        "B3",
        "a name twice in an inner object",
        Flaw.DUPLICATE_MEMBER,
        s -> s.replaceFirst("\\{", "{\"x\":{\"y\":1,\"y\":2},"));
    payload(
        "B3",
        "nested 17 deep",
        Flaw.TOO_COMPLEX,
        s -> s.replaceFirst("\\{", "{\"x\":" + "[".repeat(17) + "]".repeat(17) + ","));
    payload(
        "B3",
        "a number of 40 digits",
        Flaw.TOO_COMPLEX,
        s -> s.replaceFirst("\\{", "{\"x\":" + "9".repeat(40) + ","));
    payload("B3", "300 members", Flaw.TOO_COMPLEX, s -> s.replaceFirst("\\{", "{" + members(300)));
    rows.token(
        "B3",
        "a signed payload: a slash in two bytes of UTF-8",
        unreadable(Flaw.NOT_A_JSON_OBJECT),
        t ->
            t.payloadBytes(
                bytes -> replace(bytes, "acme/train", new byte[] {(byte) 0xC0, (byte) 0xAF})));
    rows.token(
        "B3",
        "a signed payload: half a character of UTF-16",
        unreadable(Flaw.NOT_A_JSON_OBJECT),
        t ->
            t.payloadBytes(bytes ->
                replace(bytes, "acme/train", new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})));
    rows.token(
        "B3",
        "a header with kid twice",
        unreadable(Flaw.DUPLICATE_MEMBER),
        t -> t.headerText(s -> s.replaceFirst("\\{", "{\"kid\":\"x\",")));
    rows.token(
        "B3",
        "a header with alg twice",
        unreadable(Flaw.DUPLICATE_MEMBER),
        t -> t.headerText(s -> s.replaceFirst("\\{", "{\"alg\":\"none\",")));
    rows.token(
        "B3",
        "a header that is an array",
        unreadable(Flaw.NOT_A_JSON_OBJECT),
        t -> t.headerText(s -> "[" + s + "]"));
    rows.token(
        "B4",
        "the same claims spelt otherwise under the old signature",
        refused("BAD_SIGNATURE"),
        t -> t.text(s -> respelt(s, json -> json.replace("\":", "\": "))));
    rows.token(
        "B4",
        "a claim in capitals beside the right one's absence",
        refused("CLAIM_MISSING(repository)"),
        t ->
            t.resource("acme/staging")
                .without("repository")
                .claim("Repository", "acme/train")
                .without("workflow_ref"));
    rows.attack(
        "B6",
        "a ci_config_ref_uri of `//` and 4,000 times `a/`",
        refused("DERIVATION_FAILED(branch)"),
        Rows.of(
            Provider.GITLAB,
            t -> t.claim("ci_config_ref_uri", "//" + "a/".repeat(4_000)).claim("ref_type", "tag")));
    text("B6", "16,384 dots", Flaw.NOT_COMPACT, _ -> ".".repeat(16_384));
    text(
        "B6",
        "a payload of 12,000 open brackets",
        Flaw.TOO_COMPLEX,
        s -> respelt(s, _ -> "{\"a\":" + "[".repeat(9_000)));
  }

  private static String members(int count) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < count; i++) {
      members.append("\"m").append(i).append("\":0,");
    }
    return members.toString();
  }

  private static byte[] replace(byte[] bytes, String text, byte[] odd) {
    // One byte of Latin-1 is one character.
    String latin = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    String spoilt =
        text.replace("/", new String(odd, java.nio.charset.StandardCharsets.ISO_8859_1));
    return latin.replaceFirst(text, spoilt).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static String respelt(String token, UnaryOperator<String> change) {
    String[] parts = token.split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    return parts[0] + "." + Token.base64(change.apply(payload).getBytes(UTF_8)) + "." + parts[2];
  }

  private void types() {
    type("exp", "\"9999999999\"", "CLAIM_TYPE(exp)");
    for (String value :
        List.of(
            "null",
            "1e9",
            "1790000300.5",
            "1e400000000",
            "-1",
            "0",
            "true",
            "[1790000300]",
            "{}",
            "9007199254740992",
            "1000000000000000000")) {
      type("exp", value, "CLAIM_TYPE(exp)");
    }
    type("iat", "null", "CLAIM_TYPE(iat)");
    type("iat", "\"1790000000\"", "CLAIM_TYPE(iat)");
    type("nbf", "\"\"", "CLAIM_TYPE(nbf)");
    type("nbf", "null", "CLAIM_TYPE(nbf)");
    type("nbf", "false", "CLAIM_TYPE(nbf)");
    for (String value : List.of("{}", "null", "7", "[]", "[7]", "[[\"x\"]]", "true")) {
      type("aud", value, "AUDIENCE");
    }
    for (String value : List.of("false", "\"\"", "[\"a\"]", "null", "7")) {
      type("sub", value, "CLAIM_TYPE(sub)");
    }
    for (String value :
        List.of("7", "\"\"", "null", "true", "[\"x\"]", "{}", "\"" + "j".repeat(256) + "\"")) {
      type("jti", value, "CLAIM_TYPE(jti)");
    }
    for (String value :
        List.of(
            "[\"https://token.actions.githubusercontent.com\"]",
            "7",
            "null",
            "\"\"",
            "{}",
            "\"https://a b\"",
            "\"https://x\\n\"")) {
      rows.token(
          "B5", "iss is `" + value + "`", unreadable(Flaw.ISSUER_TYPE), t -> t.raw("iss", value));
    }
  }

  private void type(String claim, String json, String reason) {
    String shown = json.length() > 60 ? json.length() - 2 + " characters" : "`" + json + "`";
    rows.token("B5", claim + " is " + shown, refused(reason), t -> t.raw(claim, json));
  }

  private void algorithms() {
    for (String algorithm :
        List.of(
            "none",
            "None",
            "nOnE",
            "NONE",
            "",
            "HS256",
            "RS1",
            "rs256",
            "RS256 ",
            "ES256K",
            "RS384",
            "PS256",
            "ES256",
            "RSA-OAEP",
            "dir")) {
      header("C1", "alg", algorithm, refused("HEADER_REJECTED"));
    }
    rows.token(
        "C1",
        "alg none, and no signature",
        refused("HEADER_REJECTED"),
        t -> t.header("alg", "none").signature(_ -> new byte[0]));
    rows.token("C1", "no alg", unreadable(Flaw.ALGORITHM_TYPE), t -> t.withoutHeader("alg"));
    rows.token(
        "C1",
        "alg is an array",
        unreadable(Flaw.ALGORITHM_TYPE),
        t -> t.header("alg", List.of("RS256")));
    rows.token(
        "C1",
        "signed well with ES256, which GitHub does not use",
        refused("HEADER_REJECTED"),
        Token::elliptic);
    rows.token(
        "C2",
        "HS256 with the issuer's public key in DER",
        refused("HEADER_REJECTED"),
        t -> t.hmac(publicKey(t)));
    rows.token(
        "C2",
        "HS256 with the issuer's public key in PEM",
        refused("HEADER_REJECTED"),
        t -> t.hmac(pem(publicKey(t))));
    rows.token(
        "C2",
        "HS256 with its public key, said to be RS256",
        refused("BAD_SIGNATURE"),
        t -> t.hmac(publicKey(t)).header("alg", "RS256"));
    rows.attack(
        "C2",
        "HS256 of a provider whose preset allows most",
        refused("HEADER_REJECTED"),
        Rows.of(Provider.GENERIC, t -> t.hmac(publicKey(t))));
    rows.token(
        "C2",
        "HS256 with a secret of one byte, and a key of no name",
        refused("HEADER_REJECTED"),
        t -> t.hmac(new byte[1]).header("kid", "none"));
  }

  private static byte[] publicKey(Token token) {
    return token.hub().key(Provider.GITHUB).getPublic().getEncoded();
  }

  private static byte[] pem(byte[] key) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return ("-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n")
        .getBytes(UTF_8);
  }

  private void keys() {
    rows.token(
        "C3",
        "RS256 by the id of an elliptic key",
        refused("KEY_UNKNOWN"),
        t -> t.header("kid", "ec"));
    rows.attack(
        "C3",
        "ES256 by the id of an RSA key",
        refused("KEY_UNKNOWN"),
        Rows.of(Provider.GENERIC, t -> t.elliptic().header("kid", "k")));
    rows.token(
        "C4",
        "no kid, where the issuer has two keys",
        refused("KEY_UNKNOWN"),
        t -> t.withoutHeader("kid"));
    for (String id :
        List.of(
            "../../etc/passwd",
            "' OR 1=1 --",
            "${jndi:ldap://x}",
            "K",
            "k ",
            "k\u0000",
            "other",
            "http://127.0.0.1/keys")) {
      header("C4", "kid", id, refused("KEY_UNKNOWN"));
    }
    rows.token(
        "C4",
        "kid of 3,000 characters",
        unreadable(Flaw.KEY_ID_TYPE),
        t -> t.header("kid", "k".repeat(2_900)));
    header("C4", "kid", List.of("k"), unreadable(Flaw.KEY_ID_TYPE));
    header("C4", "kid", 7, unreadable(Flaw.KEY_ID_TYPE));
    header("C4", "kid", "", unreadable(Flaw.KEY_ID_TYPE));
    header("C4", "kid", new RawValue("null"), unreadable(Flaw.KEY_ID_TYPE));
    rows.token(
        "C4",
        "another issuer's key of the same id",
        refused("BAD_SIGNATURE"),
        t -> t.by(t.hub().key(Provider.OTHER_GITHUB).getPrivate()));
  }

  private void headers() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var forger = generator.generateKeyPair();
    for (String pointer : List.of("jku", "x5u")) {
      rows.token(
          "C5",
          pointer + " leads to a server of the attacker's, who signed",
          refused("BAD_SIGNATURE"),
          t -> t.header(pointer, t.hub().canary() + "/keys").by(forger.getPrivate()));
      rows.token(
          "C5",
          pointer + " leads to a server of the attacker's, and an unknown kid",
          refused("KEY_UNKNOWN"),
          t -> t.header(pointer, t.hub().canary()).header("kid", "forged").by(forger.getPrivate()));
    }
    var key = (java.security.interfaces.RSAPublicKey) forger.getPublic();
    Map<String, Object> jwk =
        Map.of(
            "kty",
            "RSA",
            "kid",
            "k",
            "e",
            "AQAB",
            "n",
            Token.base64(key.getModulus().toByteArray()));
    rows.token(
        "C5",
        "jwk is the key of whoever signed",
        refused("BAD_SIGNATURE"),
        t -> t.header("jwk", jwk).by(forger.getPrivate()));
    rows.token(
        "C5",
        "x5c and x5t",
        refused("BAD_SIGNATURE"),
        t -> t.header("x5c", List.of("AAAA")).header("x5t", "AAAA").by(forger.getPrivate()));
    header("C6", "crit", List.of("exp"), unreadable(Flaw.CRITICAL_HEADER));
    header("C6", "crit", List.of(), unreadable(Flaw.CRITICAL_HEADER));
    header("C6", "crit", List.of("x"), unreadable(Flaw.CRITICAL_HEADER));
    header("C6", "crit", new RawValue("null"), unreadable(Flaw.CRITICAL_HEADER));
    header("C6", "b64", false, unreadable(Flaw.CRITICAL_HEADER));
    for (String type :
        List.of(
            "at+jwt",
            "dpop+jwt",
            "logout+jwt",
            "secevent+jwt",
            "statement+jwt",
            "application/at+jwt",
            "JWT ",
            "",
            "\uff2a\uff37\uff34")) {
      header("C7", "typ", type, unreadable(Flaw.TOKEN_TYPE));
    }
    header("C7", "typ", new RawValue("null"), unreadable(Flaw.TOKEN_TYPE));
  }

  private void signatures() {
    for (int length : new int[] {64, 63, 65, 0, 1}) {
      rows.attack(
          "C8",
          "ES256 with " + length + " bytes of zero",
          refused("BAD_SIGNATURE"),
          Rows.of(Provider.GENERIC, t -> t.elliptic().signature(_ -> new byte[length])));
    }
    rows.attack(
        "C8",
        "ES256 with r and s of the curve's order",
        refused("BAD_SIGNATURE"),
        Rows.of(Provider.GENERIC, t -> t.elliptic().signature(_ -> twice(ORDER_OF_P256))));
    rows.attack(
        "C8",
        "ES256 in the form of DER",
        refused("BAD_SIGNATURE"),
        Rows.of(Provider.GENERIC, t -> t.elliptic().by(input -> der(t, input))));
    rows.token(
        "C9", "no signature at all", refused("BAD_SIGNATURE"), t -> t.signature(_ -> new byte[0]));
    for (int place : new int[] {0, 100, 255}) {
      rows.token(
          "C9",
          "a bit of byte " + place + " of the signature is changed",
          refused("BAD_SIGNATURE"),
          t -> t.signature(bytes -> flipped(bytes, place)));
    }
    rows.token(
        "C9",
        "a claim is changed under the old signature",
        refused("BAD_SIGNATURE"),
        t -> t.text(s -> respelt(s, json -> json.replace("\"0f3b\"", "\"0f3c\""))));
    rows.token(
        "C9",
        "a signature of another token",
        refused("BAD_SIGNATURE"),
        t ->
            t.text(s ->
                s.substring(0, s.lastIndexOf('.'))
                    + t.hub().used().substring(t.hub().used().lastIndexOf('.'))));
  }

  private static byte[] twice(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] both = new byte[64];
    System.arraycopy(bytes, bytes.length - 32, both, 0, 32);
    System.arraycopy(bytes, bytes.length - 32, both, 32, 32);
    return both;
  }

  private static byte[] der(Token token, byte[] input)
      throws java.security.GeneralSecurityException {
    var signature = java.security.Signature.getInstance("SHA256withECDSA");
    signature.initSign(token.hub().elliptic().getPrivate());
    signature.update(input);
    return signature.sign();
  }

  private static byte[] flipped(byte[] bytes, int place) {
    byte[] spoilt = bytes.clone();
    spoilt[place] ^= 1;
    return spoilt;
  }
}
