package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code slipway explain}: what an exchange would say, to somebody who may know everything. */
class ExplainTest {

  private static final Map<String, String> TRAIN =
      Map.of("repository", "acme/train", "branch", "main");

  @TempDir private Path folder;
  private CiFixture ci;
  private CiIssuer github;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.offline("github");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private CiFixture.Ran explain(String token) {
    return ci.run(token, "explain", "acme/m", "--token-stdin");
  }

  private static JsonNode json(CiFixture.Ran ran) {
    return JsonMapper.shared().readTree(ran.out());
  }

  @Test
  void needs_a_token_and_a_resource() {
    assertThat(ci.run("", "explain", "acme/m").code()).isEqualTo(2);
    assertThat(ci.run("x", "explain", "a/b/c/d", "--token-stdin").code()).isEqualTo(1);
  }

  @Test
  void says_which_claim_is_wrong_and_mints_nothing() {
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("ref", "refs/heads/side");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/side");
    String before = ci.traces();

    CiFixture.Ran ran = explain(github.sign(claims));

    assertThat(ran.code()).isEqualTo(1);
    assertThat(json(ran).get("accepted").booleanValue()).isFalse();
    assertThat(ran.err()).contains("branch").contains("expected main, found side");
    assertThat(ci.traces()).isEqualTo(before);
  }

  @Test
  void accepts_what_an_exchange_would_and_mints_nothing() {
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.job(github);
    String before = ci.traces();

    CiFixture.Ran ran = explain(token);

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(json(ran).get("accepted").booleanValue()).isTrue();
    assertThat(ci.traces()).isEqualTo(before);
    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void refuses_a_token_that_was_used() {
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.job(github);
    ci.token(token, "acme/m");

    CiFixture.Ran ran = explain(token);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("already exchanged as often as it may be");
  }

  @Test
  void holds_a_token_to_the_limit_of_the_publisher_where_that_is_stricter() throws Exception {
    CiIssuer any = ci.unregistered("");
    Path keys = java.nio.file.Files.writeString(folder.resolve("k"), any.keySet());
    ci.run("", "issuer", "add", any.url(), "--allow-private", "--jwks", keys.toString());
    String body =
        CiFixture.publisherBody(any.url(), TRAIN, false)
            .replaceFirst("\\{", "{\"preset\": \"github\", ");
    assertThat(ci.hub().post(ci.acme(), CiFixture.PUBLISHERS, body).statusCode()).isEqualTo(201);
    String token = ci.job(any);
    ci.token(token, "acme/m");

    assertThat(ci.exchange(token, "acme/m").body()).contains("already used");
    CiFixture.Ran ran = explain(token);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(json(ran).get("publishers").get(0).get("accepted").booleanValue()).isFalse();
  }

  @Test
  void says_that_an_issuer_is_unknown_or_disabled() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    CiIssuer unknown = ci.unregistered("");
    assertThat(explain(ci.job(unknown)).err()).contains("no publisher here names the issuer");

    ci.run("", "issuer", "disable", github.url());

    CiFixture.Ran ran = explain(ci.job(github));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("its issuer is disabled");
  }
}
