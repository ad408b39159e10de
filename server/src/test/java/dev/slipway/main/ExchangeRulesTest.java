package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the exchange that stand in no other test, each under its number. */
class ExchangeRulesTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;
  private CiIssuer github;
  private String one = "";

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    github = ci.offline("github");
    one = CiFixture.PUBLISHERS + "/" + ci.publisher(github.url(), TRAIN, false);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  @Test
  void a9_a_job_needs_nothing_but_the_address_and_the_name_of_the_repository() {
    HttpResponse<String> answer = ci.exchange(ci.job(github), "acme/m");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k\"}",
        "{\"alg\":\"RS256\",\"kid\":\"other\"}",
        "{\"alg\":\"RS256\",\"kid\":\"k\",\"crit\":[\"x\"]}",
        "{\"alg\":\"RS256\",\"kid\":\"k\",\"jku\":\"https://evil.example\"}",
        "{\"alg\":\"ES256\",\"kid\":\"k\"}",
        "{\"alg\":1}",
        "[]",
        "{"
      })
  void k4_before_the_signature_nothing_is_said_of_what_is_wrong(String header) {
    String good = ci.job(github);
    String token =
        Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8))
            + good.substring(good.indexOf('.'));

    HttpResponse<String> answer = ci.exchange(token, "acme/m");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(HubFixture.json(answer).get("error_description").stringValue())
        .isIn(
            "the subject_token is not an ID token",
            "the ID token is not accepted for this resource;"
                + " its maintainers can see why with: slipway publisher attempts");
    assertThat(ci.traces()).startsWith("0 tokens, 0 uses");
  }

  @Test
  void k1_a_stranger_is_told_the_same_whatever_state_a_publisher_is_in() {
    Map<String, Object> claims = github.github(hub.url());
    claims.put("repository", "evil/x");
    claims.put("repository_owner", "evil");
    claims.put("workflow_ref", "evil/x/.github/workflows/p.yml@refs/heads/main");
    String open = ci.exchange(github.sign(claims), "acme/m").body();

    hub.send(ci.acme(), "PATCH", one, "{\"paused\": true}");
    String paused = ci.exchange(github.sign(claims), "acme/m").body();
    hub.write(tx ->
        tx.handle().execute("UPDATE publisher SET is_paused = 0, pin_until = 1, expires_at = 1"));
    String expired = ci.exchange(github.sign(claims), "acme/m").body();
    String nothing = ci.exchange(github.sign(claims), "acme/nothing").body();

    assertThat(paused).isEqualTo(open);
    assertThat(expired).isEqualTo(open);
    assertThat(nothing).isEqualTo(open);
  }

  @Test
  void g14_of_fifty_requests_at_once_a_bounded_token_serves_twenty() throws Exception {
    CiIssuer gitlab = ci.offline("gitlab");
    ci.publisher(gitlab.url(), Map.of("project_path", "acme/ml/trainer"), false);
    Map<String, Object> claims = gitlab.claims(hub.url());
    claims.put("project_path", "acme/ml/trainer");
    claims.put("namespace_path", "acme/ml");
    claims.put("project_id", "5");
    claims.put("namespace_id", "6");
    claims.put("pipeline_source", "push");
    String token = gitlab.sign(claims);
    Callable<Integer> once = () -> ci.exchange(token, "acme/m").statusCode();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(Collections.nCopies(50, once));

      assertThat(answers.stream().map(future -> future.resultNow()).filter(s -> s == 200))
          .hasSize(20);
    }
    assertThat(ci.traces()).startsWith("20 tokens, 20 uses");
    assertThat(ci.count("SELECT refused FROM used_id_token")).isEqualTo(30);
    assertThat(ci.audit("publisher.id_token_replayed")).hasSize(5);
  }

  @Test
  void g15_a_used_token_is_known_after_a_restart() {
    String token = ci.job(github);
    ci.token(token, "acme/m");

    assertThat(ci.run(token, "explain", "acme/m", "--token-stdin").err())
        .contains("already exchanged");
    assertThat(error(ci.exchange(token, "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void l1_no_log_line_of_a_failing_request_holds_a_token() {
    TracedLog log = new TracedLog();
    try (log) {
      Map<String, Object> pinned = github.github(hub.url());
      pinned.put("repository_id", "74");
      String used = github.sign(pinned);
      String access = ci.token(used, "acme/m");
      Map<String, Object> stranger = github.github(hub.url());
      stranger.put("repository_id", "75");

      for (int i = 0; i < 20; i++) {
        ci.exchange(used, "acme/m");
        ci.exchange(github.sign(stranger), "acme/m");
        ci.exchange(used + "x", "acme/m");
        ci.exchange(access, "acme/m");
        ci.exchangeForm(Map.of("subject_token", used, "grant_type", access));
        hub.post("", "/oauth/revoke", "{\"token\": \"" + used + "\"}");
        hub.post(access + "x", "/api/models/acme/m/tag/main", "{}");
      }
      hub.send(ci.acme(), "PATCH", one, "{\"paused\": true}");
      ci.exchange(github.sign(pinned), "acme/m");
      hub.post("", "/oauth/revoke", "{\"token\": \"" + access + "\"}");
    }

    assertThat(log.lines())
        .anyMatch(line -> line.contains("PIN_MISMATCH"))
        .anyMatch(line -> line.contains("REPLAYED"))
        .anyMatch(line -> line.contains("PUBLISHER_PAUSED"))
        .noneMatch(line -> line.contains("eyJ") || line.contains("hf_"));
    String audit =
        hub.read(tx -> tx.handle().createQuery("SELECT * FROM audit_event").mapToMap().list())
            .toString();
    assertThat(audit).doesNotContain("eyJ").doesNotContain("hf_jwt_");
  }
}
