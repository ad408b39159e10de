package dev.slipway.rules;

import static dev.slipway.rules.Expected.refused;
import static dev.slipway.rules.Expected.unreadable;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.main.AttackHub;
import dev.slipway.main.AttackHub.Provider;
import dev.slipway.trust.Flaw;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** Section G: registered claims, time and replay. */
final class ClaimAttacks {

  private static final int DAY = 86_400;
  private static final int USES = 20;

  private static final BigInteger ORDER_OF_P256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final Rows rows = new Rows();

  static List<Row> all() {
    var attacks = new ClaimAttacks();
    attacks.required();
    attacks.audiences();
    attacks.sharedAudience();
    attacks.times();
    attacks.replays();
    return attacks.rows.list();
  }

  /** Exchanges the tokens that come again. */
  static void arrange(AttackHub hub) throws Exception {
    keep(hub, "edge", 1, edge(new Token(hub, Provider.GITHUB)));
    keep(hub, "twenty", USES, new Token(hub, Provider.GITLAB));
    keep(hub, "elliptic", 1, new Token(hub, Provider.BUILDKITE).elliptic().without("jti"));
    keep(hub, "shared", 1, new Token(hub, Provider.AZURE));
  }

  private static void keep(AttackHub hub, String name, int uses, Token token) throws Exception {
    String compact = token.compact();
    token.parameter("subject_token", compact);
    for (int i = 0; i < uses; i++) {
      Answer answer = token.send();
      if (answer.status() != 200) {
        throw new IllegalStateException(name + ": " + answer);
      }
    }
    hub.remember(name, compact);
  }

  /** In the last second in which it is taken. */
  private static Token edge(Token token) {
    return token.claim("iat", token.now() - 300).claim("exp", token.now() - 59);
  }

  private void required() {
    rows.token("G1", "no iss", unreadable(Flaw.ISSUER_MISSING), t -> t.without("iss"));
    rows.token("G1", "no aud", refused("AUDIENCE"), t -> t.without("aud"));
    for (String claim : List.of("sub", "exp", "iat")) {
      rows.token(
          "G1", "no " + claim, refused("CLAIM_MISSING(" + claim + ")"), t -> t.without(claim));
    }
    for (Provider provider : List.of(Provider.GITHUB, Provider.GITLAB, Provider.AZURE)) {
      rows.attack(
          "G11",
          "no jti, of " + provider.preset(),
          refused("CLAIM_MISSING(jti)"),
          Rows.of(provider, t -> t.without("jti")));
    }
  }

  private void aud(String sentence, java.util.function.Function<String, Object> audience) {
    rows.token(
        "G2",
        "aud is " + sentence,
        refused("AUDIENCE"),
        t -> t.claim("aud", audience.apply(t.hub().url())));
  }

  private void audiences() {
    aud("ours and sigstore", url -> List.of(url, "sigstore"));
    aud("ours twice", url -> List.of(url, url));
    aud("ours with a slash behind", url -> url + "/");
    aud("ours in capitals", url -> url.replace("localhost", "LOCALHOST"));
    aud("ours without its port", url -> url.replaceFirst(":\\d+$", ""));
    aud("ours by its address", url -> url.replace("localhost", "127.0.0.1"));
    aud("ours with a domain behind", url -> url + ".evil.test");
    aud("ours and another in one text", url -> url + " https://x.example");
    aud("ours without its scheme", url -> url.replace("http://", ""));
    aud("another's", _ -> "https://hub.example");
    aud("an empty text", _ -> "");
    aud("an array of an empty text", _ -> List.of(""));
    aud("no text in an array", _ -> List.of());
    aud("ours in an array in an array", url -> List.of(List.of(url)));
    aud("that of Azure", _ -> "api://AzureADTokenExchange");
    rows.token(
        "G2",
        "aud is that of a dry run",
        refused("DRY_RUN_AUDIENCE"),
        t -> t.claim("aud", t.hub().url() + "/dry-run"));
    rows.attack(
        "G3",
        "eleven audiences, where ten are allowed",
        refused("AUDIENCE"),
        Rows.of(Provider.BITBUCKET, t -> t.claim("aud", Collections.nCopies(11, t.hub().url()))));
    rows.attack(
        "G3",
        "two audiences, neither of which is ours",
        refused("AUDIENCE"),
        Rows.of(
            Provider.BITBUCKET,
            t -> t.claim("aud", List.of("https://a.example", "https://b.example"))));
    rows.attack(
        "G3",
        "two audiences, where one is allowed",
        refused("AUDIENCE"),
        Rows.of(
            Provider.KUBERNETES,
            t -> t.claim("aud", List.of(t.hub().url(), "https://kubernetes.default.svc"))));
    rows.attack(
        "G4",
        "azp is ours, and aud is not",
        refused("AUDIENCE"),
        Rows.of(
            Provider.GENERIC,
            t -> t.claim("azp", t.hub().url()).claim("aud", "https://x.example")));
    rows.attack(
        "G4",
        "azp is ours, and there is no aud",
        refused("AUDIENCE"),
        Rows.of(Provider.GENERIC, t -> t.claim("azp", t.hub().url()).without("aud")));
    rows.attack(
        "G4",
        "azp is not the service account",
        refused("CLAIM_CONFLICT(azp)"),
        Rows.of(Provider.GOOGLE, t -> t.claim("azp", "666")));
    rows.token(
        "G5",
        "X-Forwarded-Host names the audience",
        refused("AUDIENCE"),
        t ->
            t.claim("aud", "https://evil.example")
                .http("X-Forwarded-Host", "evil.example")
                .http("X-Forwarded-Proto", "https"));
    rows.token(
        "G5",
        "Forwarded names the audience",
        refused("AUDIENCE"),
        t ->
            t.claim("aud", "https://evil.example")
                .http("Forwarded", "host=evil.example;proto=https"));
    rows.attack("G5", "Host names the audience", refused("AUDIENCE"), ClaimAttacks::forgedHost);
  }

  private static Answer forgedHost(AttackHub hub) throws Exception {
    byte[] body = new Token(hub, Provider.GITHUB).claim("aud", "http://evil.example").body();
    return Rows.byHand(hub, "Host: evil.example\r\n", body);
  }

  private void sharedAudience(String sentence, Expected expected, Act act) {
    rows.attack("G6", sentence, expected, act);
  }

  private void sharedAudience() {
    sharedAudience(
        "the audience that all share, where the operator did not allow it",
        refused("AUDIENCE"),
        Rows.of(Provider.UNFLAGGED, t -> t));
    sharedAudience(
        "the audience that all share, of another provider",
        refused("AUDIENCE"),
        Rows.of(Provider.GITLAB, t -> t.claim("aud", "api://AzureADTokenExchange")));
    sharedAudience(
        "a token for the hub itself, where the shared one is allowed",
        refused("AUDIENCE"),
        Rows.of(Provider.AZURE, t -> t.claim("aud", t.hub().url())));
    sharedAudience(
        "a token of eleven minutes ago",
        refused("TOO_OLD"),
        Rows.of(Provider.AZURE, t -> t.claim("iat", t.now() - 660).claim("exp", t.now() + 60)));
    sharedAudience(
        "a token that was exchanged",
        refused("REPLAYED"),
        Rows.of(Provider.AZURE, t -> t.parameter("subject_token", t.hub().remembered("shared"))));
    sharedAudience(
        "a publisher without the ids that stay",
        Expected.answer(400, "must name"),
        MatchAttacks.save(
            Provider.AZURE,
            "\"rpo_id\": {\"kind\": \"eq\", \"value\": \"5d1f\"}, \"branch\": {\"kind\": \"eq\", \"value\": \"main\"}"));
  }

  private void time(
      String rule, String sentence, String reason, Provider provider, long iat, long exp) {
    rows.attack(
        rule,
        sentence,
        refused(reason),
        Rows.of(provider, t -> t.claim("iat", t.now() + iat).claim("exp", t.now() + exp)));
  }

  private void times() {
    time("G7", "expired 60 seconds ago, to the second", "EXPIRED", Provider.GITHUB, -300, -60);
    time("G7", "expired 61 seconds ago", "EXPIRED", Provider.GITHUB, -300, -61);
    rows.token(
        "G7",
        "a token in its last second, once more",
        refused("REPLAYED"),
        t -> t.parameter("subject_token", t.hub().remembered("edge")));
    time("G8", "issued 61 seconds from now", "NOT_YET_VALID", Provider.GITHUB, 61, 300);
    time("G8", "issued tomorrow", "NOT_YET_VALID", Provider.GITHUB, DAY, DAY + 300);
    rows.token(
        "G8",
        "nbf is 61 seconds from now",
        refused("NOT_YET_VALID"),
        t -> t.claim("nbf", t.now() + 61));
    time("G8", "exp is before iat", "CLAIM_CONFLICT(exp)", Provider.GITHUB, 30, 29);
    time("G8", "exp is iat", "CLAIM_CONFLICT(exp)", Provider.GITHUB, 0, 0);
    time(
        "G9",
        "GitHub's, living 15 minutes and a second",
        "LIFETIME_TOO_LONG",
        Provider.GITHUB,
        0,
        901);
    time(
        "G9",
        "GitLab's, living a day and a second",
        "LIFETIME_TOO_LONG",
        Provider.GITLAB,
        0,
        DAY + 1);
    time(
        "G9",
        "CircleCI's, living two hours and a second",
        "LIFETIME_TOO_LONG",
        Provider.CIRCLECI,
        0,
        7_201);
    time(
        "G9",
        "any other's, living ten years",
        "LIFETIME_TOO_LONG",
        Provider.GENERIC,
        0,
        3_650L * DAY);
    rows.attack(
        "G9",
        "any other's, living for ever",
        refused("LIFETIME_TOO_LONG"),
        Rows.of(Provider.GENERIC, t -> t.claim("exp", (1L << 53) - 1)));
    rows.attack(
        "G10",
        "six hours old, where the publisher takes one hour",
        refused("TOO_OLD"),
        Rows.of(
            Provider.GITLAB,
            t ->
                t.claim("iat", t.now() - 21_600)
                    .claim("exp", t.now() + 3_600)
                    .resource("acme/quick")));
    rows.attack(
        "G10",
        "an hour and a second old, where it takes one hour",
        refused("TOO_OLD"),
        Rows.of(
            Provider.GITLAB,
            t ->
                t.claim("iat", t.now() - 3_601)
                    .claim("exp", t.now() + 3_600)
                    .resource("acme/quick")));
  }

  private void replays() {
    rows.token(
        "G12",
        "a token that was exchanged",
        refused("REPLAYED"),
        t -> t.parameter("subject_token", t.hub().used()));
    rows.token(
        "G12",
        "the same claims, signed anew with other white space",
        refused("REPLAYED"),
        t -> t.payload(_ -> respelt(t.hub().used())));
    rows.attack(
        "G12",
        "ES256 without jti, resubmitted with n - s",
        refused("REPLAYED"),
        Rows.of(
            Provider.BUILDKITE,
            t -> t.parameter("subject_token", mirrored(t.hub().remembered("elliptic")))));
    rows.token(
        "G12",
        "a used token with other last bits",
        unreadable(Flaw.NOT_CANONICAL),
        t -> t.parameter("subject_token", TokenAttacks.dirty(t.hub().used())));
    rows.attack(
        "G16",
        "a token of GitLab's for the 21st time",
        refused("REPLAY_LIMIT"),
        Rows.of(Provider.GITLAB, t -> t.parameter("subject_token", t.hub().remembered("twenty"))));
    rows.attack(
        "G16",
        "the same for another resource",
        refused("REPLAY_LIMIT"),
        Rows.of(
            Provider.GITLAB,
            t ->
                t.parameter("subject_token", t.hub().remembered("twenty")).resource("acme/quick")));
  }

  private static String respelt(String token) {
    String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    return new String(Base64.getUrlDecoder().decode(payload), UTF_8).replace("\":", "\": ");
  }

  private static String mirrored(String token) {
    int last = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(last + 1));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] other = ORDER_OF_P256.subtract(s).toByteArray();
    Arrays.fill(signature, 32, 64, (byte) 0);
    int length = Math.min(32, other.length);
    System.arraycopy(other, other.length - length, signature, 64 - length, length);
    return token.substring(0, last + 1) + Token.base64(signature);
  }
}
