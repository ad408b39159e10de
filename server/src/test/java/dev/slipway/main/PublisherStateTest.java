package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers that take nobody: paused, expired; and ID tokens that are too old for one. */
class PublisherStateTest {

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

  private void edit(String json) {
    HttpResponse<String> answer = hub.send(ci.acme(), "PATCH", one, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private int whoami(String token) {
    return hub.get(token, "/api/whoami-v2").statusCode();
  }

  private String refusal() {
    HttpResponse<String> answer = ci.exchange(ci.job(github), "acme/m");
    assertThat(CiFixture.error(answer)).isEqualTo("400 invalid_grant");
    return HubFixture.json(answer).get("error_description").stringValue();
  }

  @Test
  void r14_pausing_ends_tokens_and_exchanges_until_it_is_resumed() {
    String token = ci.token(ci.job(github), "acme/m");

    edit("{\"paused\": true}");

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(refusal()).contains("is paused");
    var explained = ci.run(ci.job(github), "explain", "acme/m", "--token-stdin");
    assertThat(explained.code()).isEqualTo(1);
    assertThat(explained.err()).contains("is paused");
    edit("{\"name\": \"still paused\"}");
    assertThat(refusal()).contains("is paused");
    edit("{\"paused\": false}");
    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
    assertThat(whoami(token)).isEqualTo(401);
  }

  @Test
  void a_stranger_does_not_learn_that_a_publisher_is_paused() {
    edit("{\"paused\": true}");
    Map<String, Object> claims = github.github(hub.url());
    claims.put("repository", "evil/train");
    claims.put("repository_owner", "evil");
    claims.put("workflow_ref", "evil/train/.github/workflows/publish.yml@refs/heads/main");

    assertThat(ci.exchange(github.sign(claims), "acme/m").body()).doesNotContain("paused");
  }

  @Test
  void r14_no_token_outlives_its_publisher() {
    edit("{\"expiresAt\": \"" + Instant.now().plusSeconds(600) + "\"}");

    HttpResponse<String> answer = ci.exchange(ci.job(github), "acme/m");

    assertThat(HubFixture.json(answer).get("expires_in").intValue()).isBetween(590, 600);
  }

  @Test
  void r14_an_expired_publisher_takes_nobody_until_it_has_another_date() {
    edit("{\"expiresAt\": \"" + Instant.now().plusSeconds(600) + "\"}");
    String token = ci.token(ci.job(github), "acme/m");
    hub.write(tx -> tx.handle().execute("UPDATE publisher SET expires_at = 1000"));

    assertThat(refusal()).contains("has expired");
    edit("{\"name\": \"x\"}");
    assertThat(whoami(token)).isEqualTo(401);
    assertThat(refusal()).contains("has expired");
    edit("{\"expiresAt\": \"\"}");
    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void an_earlier_end_ends_tokens_that_would_outlive_it() {
    String token = ci.token(ci.job(github), "acme/m");

    edit("{\"expiresAt\": \"" + Instant.now().plusSeconds(60) + "\"}");

    assertThat(whoami(token)).isEqualTo(401);
  }

  @Test
  void g10_an_id_token_older_than_its_publisher_takes_them_is_refused() {
    edit("{\"maxTokenAgeSeconds\": 60}");
    Map<String, Object> claims = github.github(hub.url());
    claims.put("iat", Instant.now().getEpochSecond() - 120);
    String old = github.sign(claims);

    HttpResponse<String> answer = ci.exchange(old, "acme/m");

    assertThat(CiFixture.error(answer)).isEqualTo("400 invalid_grant");
    assertThat(answer.body()).contains("the claim iat does not match");
    var explained = ci.run(old, "explain", "acme/m", "--token-stdin");
    assertThat(explained.err()).contains("WRONG iat", "at most 60 s ago");
    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
    edit("{\"maxTokenAgeSeconds\": 0}");
    assertThat(ci.exchange(old, "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void i9_every_edit_that_narrows_ends_the_tokens_of_the_version_before() {
    edit("{\"maxTokenAgeSeconds\": 3600}");
    for (String narrower :
        new String[] {
          "{\"maxTokenAgeSeconds\": 600}",
          "{\"tokenLifetimeSeconds\": 1800}",
          "{\"refs\": [\"refs/heads/main\"]}",
          "{\"burnAfterCommit\": true}",
          "{\"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/train\"},"
              + " \"branch\": {\"kind\": \"eq\", \"value\": \"main\"}}}"
        }) {
      String token = ci.token(ci.job(github), "acme/m");

      edit(narrower);

      assertThat(whoami(token)).as(narrower).isEqualTo(401);
    }
    String token = ci.token(ci.job(github), "acme/m");
    edit("{\"burnAfterCommit\": false, \"refs\": [], \"maxTokenAgeSeconds\": 0}");
    assertThat(whoami(token)).isEqualTo(200);
  }

  @Test
  void a_token_remembers_the_version_that_let_it_in() {
    edit("{\"name\": \"second\"}");

    ci.token(ci.job(github), "acme/m");

    assertThat(ci.count("SELECT publisher_version FROM access_token WHERE kind = 'repo'"))
        .isEqualTo(2);
  }
}
