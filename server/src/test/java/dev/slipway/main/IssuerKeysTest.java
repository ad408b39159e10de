package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules D1 to D10, E3, E7, E8 and F1 to F5, by exchanges with a real issuer on loopback. */
class IssuerKeysTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  private CiFixture ci;
  private CiIssuer github;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private HttpResponse<String> exchange(Map<String, Object> claims) {
    return ci.exchange(github.sign(claims), "acme/m");
  }

  private HttpResponse<String> exchange() {
    return ci.exchange(ci.job(github), "acme/m");
  }

  private void fails() {
    github.publish(() -> "<html>down</html>");
  }

  @Test
  void d1_an_issuer_is_matched_by_every_character() {
    assertThat(exchange().statusCode()).isEqualTo(200);
    int before = github.requests();
    Map<String, Object> claims = github.github(ci.hub().url());
    String url = github.url();
    for (String spelling :
        List.of(
            url + "/",
            url + ".",
            url + "#x",
            url + "?x",
            url + "%2F",
            url + "/..",
            " " + url,
            url + " ",
            url + ".evil.test",
            url + "@evil.test",
            "http://localhost:1?" + url,
            url.replace("http:", "HTTP:"),
            url.replace("127.0.0.1", "localhost"),
            url.replace("127.0.0.1", "127.0.0.01"))) {
      claims.put("iss", spelling);
      assertThat(exchange(claims).statusCode()).as(spelling).isEqualTo(400);
    }
    assertThat(github.requests()).isEqualTo(before);
  }

  @Test
  void d2_issuers_that_nobody_named_are_never_asked() throws Exception {
    CiIssuer canary = ci.unregistered("");
    long issuers = ci.count("SELECT count(*) FROM issuer");
    Map<String, Object> claims = canary.github(ci.hub().url());

    for (int i = 0; i < 500; i++) {
      claims.put("iss", canary.url() + "/tenant/" + i);
      assertThat(error(ci.exchange(canary.sign(claims), "acme/m"))).isEqualTo("400 invalid_grant");
    }

    assertThat(canary.requests()).isZero();
    assertThat(ci.count("SELECT count(*) FROM issuer")).isEqualTo(issuers);
  }

  @Test
  void d4_an_issuer_that_says_it_is_another_may_be_named_but_lets_nobody_in() throws Exception {
    CiIssuer liar = ci.unregistered("");
    liar.describe(() -> github.itself());
    ci.run("", "issuer", "add", liar.url(), "--allow-private", "--preset", "github");

    ci.publisher(liar.url(), TRAIN, false);

    HttpResponse<String> answer = ci.exchange(ci.job(liar), "acme/m");
    assertThat(error(answer)).isEqualTo("503 temporarily_unavailable");
    assertThat(Integer.parseInt(HubFixture.header(answer, "Retry-After"))).isBetween(1, 60);
    var refreshed = ci.run("", "issuer", "refresh", liar.url());
    assertThat(refreshed.code()).isEqualTo(1);
    assertThat(refreshed.err()).contains("unhealthy", "names another issuer");
    assertThat(ci.traces()).startsWith("0 tokens, 0 uses");
  }

  @Test
  void d4_an_issuer_that_becomes_another_keeps_its_keys_for_a_while() {
    exchange();
    github.describe(() -> github.itself().replace("127.0.0.1", "other.example"));
    github.rotate("k2");

    assertThat(error(exchange())).isEqualTo("400 invalid_grant");
  }

  @Test
  void d6_keys_at_another_host_are_taken_only_if_the_operator_says_so() throws Exception {
    CiIssuer keys = ci.unregistered("");
    CiIssuer split = ci.unregistered("");
    split.describe(
        () -> "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(split.url(), keys.url()));
    keys.publish(split::keySet);
    ci.run("", "issuer", "add", split.url(), "--allow-private", "--preset", "github");
    ci.publisher(split.url(), TRAIN, false);
    assertThat(error(ci.exchange(ci.job(split), "acme/m")))
        .isEqualTo("503 temporarily_unavailable");
    assertThat(keys.requests()).isZero();

    String host = URI.create(keys.url()).getAuthority();
    assertThat(ci.run("", "issuer", "add", split.url(), "--jwks-host", host).code()).isZero();

    assertThat(ci.exchange(ci.job(split), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void d7_a_publisher_for_one_organisation_takes_no_job_of_another() throws Exception {
    CiIssuer ours = ci.issuer("circleci", "/org/a");
    CiIssuer theirs = ci.issuer("circleci", "/org/b");
    ci.publisher(ours.url(), Map.of("oidc.circleci.com/project-id", "8f2a"), false);
    Map<String, Object> claims = theirs.claims(ci.hub().url());
    claims.put("oidc.circleci.com/org-id", "a");
    claims.put("oidc.circleci.com/project-id", "8f2a");
    claims.put("oidc.circleci.com/vcs-ref", "refs/heads/main");
    claims.put("oidc.circleci.com/ssh-rerun", false);

    assertThat(error(ci.exchange(theirs.sign(claims), "acme/m"))).isEqualTo("400 invalid_grant");
    claims.put("iss", ours.url());
    assertThat(error(ci.exchange(theirs.sign(claims), "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void d10_a_maintainer_attaches_no_keys_and_no_exceptions_to_an_issuer() throws Exception {
    CiIssuer evil = ci.unregistered("");
    String body =
        """
        {"issuerUrl": "https://gitlab.com", "jwks": %s, "ca": "x", "allowPrivate": true,
         "allowedAddresses": ["127.0.0.0/8"], "jwksHosts": ["evil.example"],
         "claims": {"project_path": {"kind": "eq", "value": "acme/train"}}}
        """
            .formatted(evil.keySet());

    assertThat(ci.hub().post(ci.acme(), CiFixture.PUBLISHERS, body).statusCode()).isEqualTo(201);

    String row =
        ci.hub()
            .read(tx ->
                tx.handle()
                    .createQuery(
                        "SELECT coalesce(jwks, '-') || ca || networks || key_hosts"
                            + " || allow_private || by_operator FROM issuer"
                            + " WHERE url = 'https://gitlab.com'")
                    .mapTo(String.class)
                    .one());
    assertThat(row).isEqualTo("-00");
  }

  @Test
  void d10_an_issuer_stands_once_and_one_with_a_slash_is_another() {
    assertThat(ci.run("", "issuer", "add", github.url()).code()).isZero();
    assertThat(ci.count("SELECT count(*) FROM issuer")).isEqualTo(1);

    var twin = ci.run("", "issuer", "add", github.url() + "/", "--allow-private");

    assertThat(twin.err()).contains("There is also " + github.url() + ":");
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("iss", github.url() + "/");
    assertThat(error(exchange(claims))).isEqualTo("503 temporarily_unavailable");
  }

  @Test
  void e3_only_the_operator_opens_an_address_and_only_that_port() throws Exception {
    CiIssuer inner = ci.unregistered("");
    String body = CiFixture.publisherBody(inner.url(), TRAIN, false);
    HttpResponse<String> refused = ci.hub().post(ci.acme(), CiFixture.PUBLISHERS, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("administrator");
    ci.run("", "issuer", "add", inner.url(), "--allow-private", "--preset", "github");

    ci.publisher(inner.url(), TRAIN, false);

    assertThat(ci.exchange(ci.job(inner), "acme/m").statusCode()).isEqualTo(200);
    String neighbour = "http://127.0.0.1:" + (URI.create(inner.url()).getPort() ^ 1);
    String other = CiFixture.publisherBody(neighbour, TRAIN, false);
    assertThat(ci.hub().post(ci.acme(), CiFixture.PUBLISHERS, other).statusCode()).isEqualTo(400);
  }

  @Test
  void e3_an_issuer_is_reached_in_the_networks_that_the_operator_named_alone() throws Exception {
    CiIssuer inner = ci.unregistered("");
    String[] add = {"issuer", "add", inner.url(), "--preset", "github", "--allow-private"};
    ci.run("", add);
    ci.run("", "issuer", "add", inner.url(), "--allow-address", "10.0.0.0/8");
    ci.publisher(inner.url(), TRAIN, false);
    assertThat(error(ci.exchange(ci.job(inner), "acme/m")))
        .isEqualTo("503 temporarily_unavailable");
    assertThat(inner.requests()).isZero();

    ci.run(
        "",
        "issuer",
        "add",
        inner.url(),
        "--allow-address",
        "10.0.0.0/8",
        "--allow-address",
        "127.0.0.1");

    assertThat(ci.exchange(ci.job(inner), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void e7_what_an_issuer_answers_is_in_no_log() {
    TracedLog log = new TracedLog();
    try (log) {
      exchange();

      github.publish(() -> "{\"keys\": \"hunter2\"}");
      ci.run("", "issuer", "refresh", github.url());
      github.describe(() -> "{\"issuer\": \"https://hunter2.example\"}");
      ci.run("", "issuer", "refresh", github.url());
    }

    assertThat(log.lines())
        .anyMatch(line -> line.contains(github.url()) && line.contains("key set"))
        .anyMatch(line -> line.contains(github.url()) && line.contains("another issuer"))
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void e8_no_address_in_a_token_is_ever_asked() throws Exception {
    CiIssuer canary = ci.unregistered("");
    Map<String, Object> claims = github.github(ci.hub().url());
    for (String name :
        List.of(
            "picture",
            "profile",
            "website",
            "logo_uri",
            "vcs-origin",
            "run_url",
            "jwks_uri",
            "jku",
            "x5u",
            "server_url",
            "actor",
            "sha",
            "job_workflow_ref")) {
      claims.put(name, canary.url() + "/" + name);
    }
    String header =
        "\"kid\":\"k\",\"jku\":\"%1$s/jku\",\"x5u\":\"%1$s/x5u\",\"iss\":\"%1$s\""
            .formatted(canary.url());

    assertThat(ci.exchange(github.sign(header, claims), "acme/m").statusCode()).isEqualTo(200);
    ci.exchange(canary.sign(header, claims), "acme/m");

    assertThat(canary.requests()).isZero();
  }

  @Test
  void f1_an_issuer_that_is_down_lets_in_whom_its_known_keys_vouch_for() {
    exchange();
    fails();

    assertThat(exchange().statusCode()).isEqualTo(200);
  }

  @Test
  void f2_an_unknown_key_beside_known_ones_is_refused_for_good() {
    exchange();
    int before = github.requests();
    Map<String, Object> claims = github.github(ci.hub().url());

    for (int i = 0; i < 50; i++) {
      String token = github.sign("\"kid\":\"random-%d\"".formatted(i), claims);
      assertThat(error(ci.exchange(token, "acme/m"))).isEqualTo("400 invalid_grant");
    }

    assertThat(github.requests() - before).isEqualTo(2);
  }

  @Test
  void f2_forged_signatures_cause_no_fetch_where_ids_are_not_used_again() {
    exchange();
    int before = github.requests();

    for (int i = 0; i < 50; i++) {
      String token = ci.job(github);
      String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(342);
      assertThat(error(ci.exchange(forged, "acme/m"))).isEqualTo("400 invalid_grant");
    }

    assertThat(github.requests() - before).isZero();
  }

  @Test
  void f4_a_new_key_is_taken_at_once_under_a_new_id_or_under_the_old_one() throws Exception {
    exchange();
    github.rotate("k2");
    assertThat(exchange().statusCode()).isEqualTo(200);

    CiIssuer jenkins = ci.issuer("generic", "");
    ci.publisher(jenkins.url(), TRAIN, false);
    ci.token(ci.job(jenkins), "acme/m");
    String old = ci.job(jenkins);
    jenkins.rotate("k");
    assertThat(ci.exchange(ci.job(jenkins), "acme/m").statusCode()).isEqualTo(200);
    assertThat(error(ci.exchange(old, "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void f5_a_refresh_that_brings_nothing_takes_nothing() {
    exchange();
    for (String document :
        List.of("{\"keys\":[]}", "{}", "<html>", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
      github.publish(() -> document);

      assertThat(ci.run("", "issuer", "refresh", github.url()).code()).isEqualTo(1);

      assertThat(exchange().statusCode()).isEqualTo(200);
    }
  }
}
