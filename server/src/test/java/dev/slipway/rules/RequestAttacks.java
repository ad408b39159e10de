package dev.slipway.rules;

import static dev.slipway.rules.Expected.error;
import static dev.slipway.rules.Expected.refused;
import static dev.slipway.rules.Expected.unreadable;
import static dev.slipway.rules.Rows.post;
import static dev.slipway.rules.Rows.request;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import dev.slipway.trust.Flaw;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Section A: the request. */
final class RequestAttacks {

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String QUERY =
      "?grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&resource=acme%2Fm";
  private static final Expected INVALID = error(400, "invalid_request");

  private final Rows rows = new Rows();

  static List<Row> all() {
    var attacks = new RequestAttacks();
    attacks.order();
    attacks.methodsAndBodies();
    attacks.parameters();
    attacks.resources();
    attacks.clients();
    return attacks.rows.list();
  }

  /** Each token is wrong in every later stage too: what is found first was looked at first. */
  private void order() {
    rows.token(
        "A0",
        "shape before header: a token of four parts with alg none, expired, for nothing",
        unreadable(Flaw.NOT_COMPACT),
        t -> late(t).header("alg", "none").text(s -> s + ".x"));
    rows.token(
        "A0",
        "header before payload: crit, and a payload that is an array",
        unreadable(Flaw.CRITICAL_HEADER),
        t -> t.header("crit", List.of("x")).payload(_ -> "[]"));
    rows.attack(
        "A0",
        "issuer before key and signature: of nobody known, unsigned, expired, for nothing",
        refused("ISSUER_UNKNOWN"),
        Rows.of(Provider.UNKNOWN, t -> late(t).header("kid", "none").signature(_ -> new byte[1])));
    rows.token(
        "A0",
        "key before signature: unknown key, no signature, expired, for nothing",
        refused("KEY_UNKNOWN"),
        t -> late(t).header("kid", "none").signature(_ -> new byte[1]));
    rows.token(
        "A0",
        "signature before claims: not signed, expired, another audience, for nothing",
        refused("BAD_SIGNATURE"),
        t -> late(t).claim("aud", "https://other.example").signature(_ -> new byte[256]));
    rows.token(
        "A0",
        "claims before the resource: expired, for a repository that is not there",
        refused("EXPIRED"),
        t -> late(t));
    rows.token(
        "A0",
        "resource before publishers: another repository's job, for one that is not there",
        refused("RESOURCE_UNKNOWN"),
        t -> MatchAttacks.evil(t).resource("acme/nothing"));
    rows.token(
        "A0",
        "publishers before their state: another repository's job, for a paused publisher",
        refused("CLAIM_MISMATCH(repository)"),
        t -> MatchAttacks.evil(t).resource("acme/paused"));
    rows.token(
        "A0",
        "state before the record of use: a token that was used already, for a paused publisher",
        refused("PUBLISHER_PAUSED"),
        t -> t.parameter("subject_token", t.hub().used()).resource("acme/paused"));
  }

  private static Token late(Token token) {
    return token
        .claim("iat", token.now() - 900)
        .claim("exp", token.now() - 600)
        .resource("acme/nothing");
  }

  private void methodsAndBodies() {
    rows.attack(
        "A1",
        "parameters by GET",
        error(405, "invalid_request"),
        hub ->
            Answer.of(
                hub.send(Holder.NOBODY, "GET", "/oauth/token" + QUERY, Map.of(), new byte[0])));
    rows.attack(
        "A1",
        "parameters in the address, no body",
        INVALID,
        request("POST", "/oauth/token" + QUERY, FORM, ""));
    for (String method : List.of("PUT", "PATCH", "DELETE")) {
      rows.attack(
          "A1",
          "by " + method,
          error(405, "invalid_request"),
          request(method, "/oauth/token", JSON, "{}"));
    }
    rows.attack(
        "A1", "a body of plain text", error(415, "invalid_request"), post("text/plain", "{}"));
    rows.attack(
        "A1",
        "a body in parts",
        error(415, "invalid_request"),
        post("multipart/form-data; boundary=x", "--x--"));
    rows.attack(
        "A2", "a body of 10 MB", error(413, "invalid_request"), post(JSON, " ".repeat(10_000_000)));
    rows.attack(
        "A2",
        "1 MB of dots as subject_token",
        error(413, "invalid_request"),
        post(JSON, "{\"subject_token\": \"" + ".".repeat(1_000_000) + "\"}"));
    rows.attack("A2", "60,000 open brackets", INVALID, post(JSON, "[".repeat(60_000)));
    rows.attack(
        "A2",
        "100,000 open brackets",
        error(413, "invalid_request"),
        post(JSON, "[".repeat(100_000)));
    rows.attack(
        "A2",
        "JSON that is nested 17 deep",
        INVALID,
        post(JSON, "{\"x\": " + "[".repeat(17) + "]".repeat(17) + "}"));
    rows.token(
        "A2",
        "64 KiB less a few of dots as subject_token",
        unreadable(Flaw.TOO_LARGE),
        t -> t.parameter("subject_token", ".".repeat(65_000)));
  }

  private void parameters() {
    rows.attack(
        "A3",
        "resource twice in JSON",
        INVALID,
        post(JSON, "{\"resource\": \"acme/m\", \"resource\": \"bob/m\"}"));
    rows.attack(
        "A3",
        "resource twice in a form",
        INVALID,
        post(FORM, "grant_type=x&resource=acme%2Fm&resource=bob%2Fm"));
    rows.attack("A3", "grant_type is an object", INVALID, post(JSON, "{\"grant_type\": {}}"));
    rows.token(
        "A3",
        "resource is an array of one",
        INVALID,
        t -> t.parameter("resource", List.of("acme/m")));
    rows.token("A3", "subject_token is a number", INVALID, t -> t.parameter("subject_token", 7));
    rows.token("A3", "scope is true", INVALID, t -> t.parameter("scope", true));
    for (String odd : List.of("%", "%zz", "%C0%AF", "%ED%A0%80")) {
      rows.attack("A3", "a good form, but for `" + odd + "` in resource", INVALID, form(odd));
    }
    for (String body : List.of("[]", "\"x\"", "null", "", "{} {}", "{\"a\":1")) {
      rows.attack("A3", "the body is `" + body + "`", INVALID, post(JSON, body));
    }
    parameter("A4", "subject_token_type", "urn:huggingface:token-type:user-email", INVALID);
    parameter("A4", "subject_token_type", "urn:ietf:params:oauth:token-type:access_token", INVALID);
    parameter("A4", "subject_token_type", "urn:ietf:params:oauth:token-type:ID_TOKEN", INVALID);
    parameter("A4", "subject_token_type", "", INVALID);
    rows.token(
        "A4",
        "an e-mail address of the owner, by the type for organisations",
        INVALID,
        t ->
            t.parameter("subject_token_type", "urn:huggingface:token-type:user-email")
                .parameter("subject_token", "acme@example.org")
                .resource("acme"));
    parameter("A5", "actor_token", "x", INVALID);
    parameter("A5", "actor_token_type", "x", INVALID);
    parameter(
        "A5", "requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token", INVALID);
    parameter("A5", "requested_token_type", "urn:ietf:params:oauth:token-type:id_token", INVALID);
    parameter("A5", "scope", "admin", error(400, "invalid_scope"));
    parameter("A5", "scope", "read write", error(400, "invalid_scope"));
    parameter("A5", "scope", "openid offline_access", error(400, "invalid_scope"));
    parameter("A5", "audience", "https://other.example", error(400, "invalid_target"));
    parameter("A5", "grant_type", "password", error(400, "unsupported_grant_type"));
    parameter("A5", "grant_type", "refresh_token", error(400, "unsupported_grant_type"));
  }

  /** A form with a good token, whose resource is not that of a publisher. */
  private static Act form(String odd) {
    return hub ->
        post(
                FORM,
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
                    + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token"
                    + ("&subject_token=" + hub.job(Provider.GITHUB) + "&resource=acme%2F" + odd)
                    + "m")
            .on(hub);
  }

  private void parameter(String rule, String name, String value, Expected expected) {
    rows.token(rule, name + " is `" + value + "`", expected, t -> t.parameter(name, value));
  }

  private void resources() {
    Map<String, String> odd =
        Map.ofEntries(
            Map.entry("acme/../bob/m", "acme/../bob/m"),
            Map.entry("acme%2Fm", "acme%2Fm"),
            Map.entry("datasets/acme/m/extra", "datasets/acme/m/extra"),
            Map.entry("models/acme/m", "models/acme/m"),
            Map.entry("Datasets/acme/m", "Datasets/acme/m"),
            Map.entry("a Cyrillic a", "\u0430cme/m"),
            Map.entry("a NUL at its end", "acme/m\u0000"),
            Map.entry("a line feed at its end", "acme/m\n"),
            Map.entry("a space before", " acme/m"),
            Map.entry("a space behind", "acme/m "),
            Map.entry("two slashes", "acme//m"),
            Map.entry("a slash before", "/acme/m"),
            Map.entry("a slash behind", "acme/m/"),
            Map.entry("acme/..", "acme/.."),
            Map.entry("a back slash", "acme\\m"),
            Map.entry("an address", "https://hub.example/acme/m"),
            Map.entry("full-width letters", "\uff41cme/m"),
            Map.entry("a zero-width space", "acme/m\u200b"),
            Map.entry("600 characters", "a".repeat(300) + "/" + "m".repeat(300)));
    odd.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry ->
            rows.token(
                "A6",
                "resource with: " + entry.getKey(),
                INVALID,
                t -> t.resource(entry.getValue())));
    parameter("A6", "resource", "", INVALID);
  }

  private void clients() {
    rows.attack(
        "A7",
        "the owner's session as a cookie, and no ID token",
        INVALID,
        hub ->
            Answer.of(
                hub.send(
                    Holder.NOBODY,
                    "POST",
                    "/oauth/token",
                    Map.of("Content-Type", JSON, "Cookie", "token=" + hub.token(Holder.OWNER)),
                    "{}".getBytes(UTF_8))));
    rows.token(
        "A7",
        "the owner's session as a cookie, and another repository's job",
        refused("CLAIM_MISMATCH(repository)"),
        t -> MatchAttacks.evil(t).http("Cookie", "token=" + t.hub().token(Holder.OWNER)));
    rows.token(
        "A7",
        "the owner's access token as a bearer, and another repository's job",
        refused("CLAIM_MISMATCH(repository)"),
        t -> MatchAttacks.evil(t).http("Authorization", "Bearer " + t.hub().token(Holder.OWNER)));
    rows.token(
        "A8",
        "a good ID token, and credentials of a client by Basic",
        error(401, "invalid_client"),
        t ->
            t.http(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("id:secret".getBytes(UTF_8))));
    Map<String, String> headers =
        Map.of(
            "a bearer and credentials of a client", "Bearer x\r\nAuthorization: Basic eDp5",
            "credentials of a client behind a tab", "Basic\teDp5",
            "credentials of a client in capitals", "BASIC eDp5");
    headers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(header ->
            rows.attack(
                "A8",
                "a good ID token, and " + header.getKey(),
                error(401, "invalid_client"),
                hub ->
                    Rows.byHand(
                        hub,
                        "Host: localhost\r\nAuthorization: " + header.getValue() + "\r\n",
                        new Token(hub, Provider.GITHUB).body())));
    for (String name : List.of("client_secret", "client_assertion", "client_assertion_type")) {
      rows.token(
          "A8",
          "a good ID token, and " + name,
          error(401, "invalid_client"),
          t -> t.parameter(name, "x"));
    }
  }
}
