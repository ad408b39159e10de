package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static dev.slipway.main.CiFixture.parameters;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on the token endpoint, named after the rules that they break. None leaves an access
 * token, a used ID token, or a request to anybody outside.
 */
class ExchangeRefusalTest {

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static CiIssuer github;
  private String before = "";

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.issuer("github", "");
    ci.publisher(github.url(), Map.of("repository", "acme/train", "branch", "main"), false);
    // The keys are known from here on, so that every further request outside is one too many.
    ci.token(idToken(), "acme/m");
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  @BeforeEach
  void count() {
    before = ci.traces();
  }

  @AfterEach
  void leaves_nothing_behind() {
    assertThat(ci.traces()).isEqualTo(before);
  }

  private static String idToken() {
    return github.sign(github.github(ci.hub().url()));
  }

  private Map<String, Object> good() {
    return parameters(idToken(), "acme/m");
  }

  private HttpResponse<String> send(String path, String contentType, String body) {
    return ci.hub().post(HubFixture.NOBODY, path, contentType, BodyPublishers.ofString(body));
  }

  private HttpResponse<String> json(String body) {
    return send("/oauth/token", "application/json", body);
  }

  @Test
  void a1_only_post_in_two_encodings_and_nothing_in_the_address() {
    String query = "?grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    assertThat(ci.hub().get(HubFixture.NOBODY, "/oauth/token" + query).statusCode()).isEqualTo(405);
    assertThat(error(send("/oauth/token", "text/plain", "{}"))).isEqualTo("415 invalid_request");
    assertThat(error(send("/oauth/token" + query, "application/x-www-form-urlencoded", "")))
        .isEqualTo("400 invalid_request");
  }

  @Test
  void a2_bodies_are_capped_in_size_and_depth() {
    String large = "{\"subject_token\": \"" + ".".repeat(1_000_000) + "\"}";
    assertThat(error(json(large))).isEqualTo("413 invalid_request");
    assertThat(error(json("[".repeat(60_000)))).isEqualTo("400 invalid_request");
    assertThat(error(json("{\"x\": " + "[".repeat(17) + "]".repeat(17) + "}")))
        .isEqualTo("400 invalid_request");
    HttpResponse<String> chunked =
        ci.hub()
            .post(
                HubFixture.NOBODY,
                "/oauth/token",
                "application/json",
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large.getBytes(UTF_8))));
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resource\": \"acme/m\", \"resource\": \"victim/m\"}",
        "{\"grant_type\": {}}",
        "{\"resource\": [\"acme/m\"]}",
        "{\"scope\": null}",
        "[]",
        "\"x\"",
        "null",
        "{}",
        "",
        "{} {}"
      })
  void a3_json_parameters_stand_once_and_are_texts(String body) {
    assertThat(error(json(body))).isEqualTo("400 invalid_request");
  }

  @Test
  void a3_form_parameters_stand_once() {
    String form = "grant_type=x&resource=acme%2Fm&resource=victim%2Fm";
    assertThat(error(send("/oauth/token", "application/x-www-form-urlencoded", form)))
        .isEqualTo("400 invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "subject_token_type, urn:huggingface:token-type:user-email, invalid_request",
    "subject_token_type, urn:ietf:params:oauth:token-type:access_token, invalid_request",
    "subject_token_type, '', invalid_request",
    "subject_token, '', invalid_request",
    "subject_token, not-a-token, invalid_request",
    "actor_token, x, invalid_request",
    "actor_token_type, x, invalid_request",
    "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
    "scope, admin, invalid_scope",
    "scope, write, invalid_scope",
    "audience, https://other.example, invalid_target",
    "grant_type, '', invalid_request",
    "grant_type, password, unsupported_grant_type",
    "grant_type, urn:ietf:params:oauth:grant-type:device_code, unsupported_grant_type"
  })
  void a4_a5_parameters_are_never_dropped(String name, String value, String expected) {
    Map<String, Object> wanted = good();
    wanted.put(name, value);

    assertThat(error(ci.exchange(wanted))).isEqualTo("400 " + expected);
    assertThat(error(ci.exchangeForm(wanted))).isEqualTo("400 " + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme/../victim/m",
        "acme%2Fm",
        "datasets/acme/m/extra",
        "models/acme/m",
        "\u0430cme/m",
        "acme/m\u0000",
        " acme/m",
        "acme/m ",
        "acme//m",
        "/acme/m",
        "acme/m/",
        "acme/..",
        "Datasets/acme/m"
      })
  void a6_a_resource_has_one_grammar(String resource) {
    assertThat(error(ci.exchange(parameters(idToken(), resource))))
        .isEqualTo("400 invalid_request");
  }

  @Test
  void a7_no_cookie_counts_and_nothing_is_cached() {
    HttpResponse<String> answer =
        ci.hub()
            .send(
                HubFixture.NOBODY,
                "/oauth/token",
                request ->
                    request
                        .header("Cookie", "token=" + ci.acme())
                        .header("Origin", "https://evil.example")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));

    assertThat(error(answer)).isEqualTo("400 invalid_request");
    assertThat(HubFixture.header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(HubFixture.header(answer, "Access-Control-Allow-Credentials")).isEmpty();
    assertThat(HubFixture.header(answer, "X-Request-Id")).isNotEmpty();
  }

  @Test
  void a8_wrong_client_credentials_are_not_ignored() {
    String basic = Base64.getEncoder().encodeToString("id:secret".getBytes(UTF_8));
    HttpResponse<String> answer =
        ci.hub()
            .send(
                HubFixture.NOBODY,
                "/oauth/token",
                request ->
                    request
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")));

    assertThat(error(answer)).isEqualTo("401 invalid_client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_secret", "client_assertion", "client_assertion_type"})
  void a8_no_client_is_known_by_any_credentials(String name) {
    Map<String, Object> wanted = good();
    wanted.put(name, "x");

    assertThat(error(ci.exchange(wanted))).isEqualTo("401 invalid_client");
    assertThat(error(ci.exchangeForm(wanted))).isEqualTo("401 invalid_client");
  }

  @Test
  void every_refusal_has_the_form_of_an_oauth_error_and_is_not_kept() {
    String large = "{\"subject_token\": \"" + ".".repeat(1_000_000) + "\"}";
    Map<String, HttpResponse<String>> answers =
        Map.of(
            "405 invalid_request", ci.hub().get(HubFixture.NOBODY, "/oauth/token"),
            "413 invalid_request", json(large),
            "415 invalid_request", send("/oauth/token", "text/plain", "{}"),
            "400 invalid_request", json("{}"));

    answers.forEach((expected, answer) -> {
      assertThat(error(answer)).isEqualTo(expected);
      assertThat(HubFixture.json(answer).get("error_description").stringValue()).isNotEmpty();
      assertThat(HubFixture.header(answer, "Cache-Control")).as(expected).isEqualTo("no-store");
      assertThat(HubFixture.header(answer, "X-Request-Id")).isNotEmpty();
    });
  }

  @Test
  void g5_the_audience_is_never_that_of_a_request() {
    Map<String, Object> claims = github.github("https://evil.example");

    HttpResponse<String> answer =
        ci.hub()
            .send(
                HubFixture.NOBODY,
                "/oauth/token",
                request ->
                    request
                        .header("X-Forwarded-Host", "evil.example")
                        .header("X-Forwarded-Proto", "https")
                        .header("Content-Type", "application/json")
                        .POST(
                            BodyPublishers.ofString(
                                tools.jackson.databind.json.JsonMapper.shared()
                                    .writeValueAsString(
                                        parameters(github.sign(claims), "acme/m")))));

    assertThat(error(answer)).isEqualTo("400 invalid_grant");
  }

  @Test
  void h9_a_pull_request_that_runs_on_main_is_refused() {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("event_name", "pull_request_target");

    assertThat(error(ci.exchange(github.sign(claims), "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void j2_our_own_tokens_are_never_taken_in() throws Exception {
    var key =
        ci.hub()
            .read(tx ->
                new dev.slipway.repos.RepoStore()
                    .resolve(
                        tx,
                        dev.slipway.names.RepoId.parse(dev.slipway.names.RepoType.MODEL, "acme/m")
                            .orThrow())
                    .orElseThrow()
                    .key());
    String job = ci.hub().job(key, dev.slipway.access.Scope.WRITE);
    before = ci.traces();

    assertThat(error(ci.exchange(job, "acme/m"))).isEqualTo("400 invalid_request");
    assertThat(error(ci.exchange(ci.acme(), "acme/m"))).isEqualTo("400 invalid_request");
    assertThat(ci.hub().get(job, CiFixture.PUBLISHERS).statusCode()).isEqualTo(403);
    assertThat(ci.hub().get(job, "/api/settings/trusted-publishers").statusCode()).isEqualTo(403);
  }

  @Test
  void k1_strangers_learn_nothing_of_resources_publishers_issuers_or_locks() throws Exception {
    CiIssuer unknown = ci.unregistered("");
    // With pasted keys, because those of others are fetched by the hub itself, at any moment.
    CiIssuer unnamed = ci.offline("github");
    ci.hub()
        .repo(
            ci.acme(),
            dev.slipway.names.RepoId.parse(dev.slipway.names.RepoType.MODEL, "acme/hidden")
                .orThrow(),
            true);
    String bob = ci.hub().user("bob");
    ci.hub().model(bob, "bob/m");
    String body = CiFixture.publisherBody(github.url(), Map.of("repository", "acme/train"), false);
    ci.hub().post(bob, "/api/models/bob/m/settings/trusted-publishers", body);
    ci.run("", "user", "lock", "bob");
    Map<String, Object> evil = github.github(ci.hub().url());
    evil.put("repository", "evil/x");
    evil.put("repository_owner", "evil");
    evil.put("workflow_ref", "evil/x/.github/workflows/p.yml@refs/heads/main");
    evil.put("sub", "repo:evil/x:ref:refs/heads/main");
    String broken = idToken();
    broken = broken.substring(0, broken.lastIndexOf('.') + 1) + "A".repeat(342);
    Map<String, HttpResponse<String>> answers = new HashMap<>();
    answers.put("no such repository", ci.exchange(idToken(), "acme/nothing"));
    answers.put("no such user", ci.exchange(idToken(), "nobody"));
    answers.put("a bucket", ci.exchange(idToken(), "buckets/acme/m"));
    answers.put("a private repository", ci.exchange(idToken(), "acme/hidden"));
    answers.put("no publisher", ci.exchange(idToken(), "acme"));
    answers.put("owner locked", ci.exchange(idToken(), "bob/m"));
    answers.put(
        "issuer unknown", ci.exchange(unknown.sign(unknown.github(ci.hub().url())), "acme/m"));
    answers.put("another repository's job", ci.exchange(github.sign(evil), "acme/m"));
    answers.put("signature wrong", ci.exchange(broken, "acme/m"));
    answers.put(
        "issuer that no publisher names",
        ci.exchange(unnamed.sign(unnamed.github(ci.hub().url())), "acme/m"));
    CiIssuer disabled = ci.offline("github");
    ci.run("", "issuer", "disable", disabled.url());
    answers.put("issuer disabled", ci.exchange(ci.job(disabled), "acme/m"));

    assertThat(answers.values()).extracting(HttpResponse::statusCode).containsOnly(400);
    assertThat(answers.values().stream().map(HttpResponse::body).distinct())
        .as(answers.toString())
        .hasSize(1);
    assertThat(answers.values().stream().map(HubFixture::lastingHeaders).distinct()).hasSize(1);
    assertThat(unknown.requests()).isZero();
  }

  @Test
  void k3_the_very_workload_is_told_which_claim_and_its_own_value() {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("ref", "refs/heads/side");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/side");

    HttpResponse<String> answer = ci.exchange(github.sign(claims), "acme/m");

    assertThat(error(answer)).isEqualTo("400 invalid_grant");
    assertThat(answer.body()).contains("branch", "side").doesNotContain("main");
  }

  @Test
  void k5_claims_cannot_write_commands_into_the_log_of_the_job() {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("ref", "refs/heads/\n::add-mask::x ##[x] \u001b[2J\"\\ \u202e");

    String description =
        HubFixture.json(ci.exchange(github.sign(claims), "acme/m"))
            .get("error_description")
            .stringValue();

    assertThat(description)
        .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+")
        .doesNotContain("::", "##");
  }

  @Test
  void l1_no_token_and_no_claim_is_in_a_log_at_any_level() {
    TracedLog log = new TracedLog();
    String granted;
    try (log) {
      Map<String, Object> secret = github.github(ci.hub().url());
      secret.put("repository", "acme/secret-of-ours");

      ci.exchange(github.sign(secret), "acme/m");
      ci.exchange("eyJhbGciOiJub25lIn0.eyJ4IjoxfQ.", "acme/m");
      ci.exchange(idToken(), "acme/nothing");
      ci.exchange(ci.acme(), "acme/m");
      granted = ci.token(idToken(), "acme/m");
      before = ci.traces();
    }

    assertThat(log.events().stream().filter(event -> event.getLevel() == Level.INFO)).hasSize(4);
    assertThat(log.lines())
        .noneMatch(line -> line.contains("eyJ") || line.contains("hf_"))
        .noneMatch(line -> line.contains("secret-of-ours") || line.contains(granted));
  }
}
