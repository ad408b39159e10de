package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What presets allow and forbid, by the same exchange that clients do. */
class PresetExchangeTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FIXED = "api://AzureADTokenExchange";
  private static final Map<String, String> RUN =
      Map.of("prj_id", "271e", "def_id", "42", "rpo_id", "5d1f", "branch", "main");

  @TempDir private Path folder;
  private CiFixture ci;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private static String azure(CiIssuer issuer) {
    Map<String, Object> claims = issuer.claims(FIXED);
    claims.put("sub", "p://acme/ml/trainer");
    claims.put("prj_id", "271e");
    claims.put("def_id", "42");
    claims.put("rpo_id", "5d1f");
    claims.put("rpo_ref", "refs/heads/main");
    return issuer.sign(claims);
  }

  private HttpResponse<String> save(CiIssuer issuer, String preset, Map<String, ?> claims) {
    JsonNode body = JSON.readTree(CiFixture.publisherBody(issuer.url(), claims, false));
    Map<String, Object> withPreset = new LinkedHashMap<>();
    body.properties().forEach(field -> withPreset.put(field.getKey(), field.getValue()));
    withPreset.put("preset", preset);
    return ci.hub().post(ci.acme(), CiFixture.PUBLISHERS, JSON.writeValueAsString(withPreset));
  }

  private CiIssuer registeredWithoutPreset() throws Exception {
    CiIssuer issuer = ci.unregistered("");
    assertThat(ci.run("", "issuer", "add", issuer.url(), "--allow-private").code()).isZero();
    return issuer;
  }

  @Test
  void g6_the_operator_can_accept_an_audience_that_all_tokens_share_once_each() throws Exception {
    CiIssuer issuer = ci.issuer("azure-devops", "");
    ci.publisher(issuer.url(), RUN, false);
    String token = azure(issuer);

    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);
    HttpResponse<String> again = ci.exchange(token, "acme/m");
    assertThat(error(again)).isEqualTo("400 invalid_grant");
    assertThat(again.body()).contains("already used");
    assertThat(ci.exchange(azure(issuer), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void g6_a_maintainer_cannot() throws Exception {
    CiIssuer issuer = registeredWithoutPreset();
    assertThat(save(issuer, "azure-devops", RUN).statusCode()).isEqualTo(201);

    HttpResponse<String> answer = ci.exchange(azure(issuer), "acme/m");

    assertThat(error(answer)).isEqualTo("400 invalid_grant");
    assertThat(answer.body()).contains("must be exactly " + ci.hub().url());
    assertThat(ci.count("SELECT count(*) FROM used_id_token")).isZero();
  }

  @Test
  void g6_a_publisher_has_to_name_ids_that_stay() throws Exception {
    CiIssuer issuer = ci.issuer("azure-devops", "");

    HttpResponse<String> answer =
        save(issuer, "azure-devops", Map.of("rpo_id", "5d1f", "branch", "main"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("must name one of: def_id with prj_id with rpo_id");
  }

  @Test
  void one_restricted_context_of_a_circleci_job_is_asked_for_as_a_string() throws Exception {
    CiIssuer circle = ci.issuer("circleci", "/org/0c1d");
    String contexts = "oidc.circleci.com/context-ids";
    ci.publisher(
        circle.url(), Map.of("oidc.circleci.com/project-id", "8f2a", contexts, "b1e4"), false);
    Map<String, Object> claims = circle.claims(ci.hub().url());
    claims.put("oidc.circleci.com/org-id", "0c1d");
    claims.put("oidc.circleci.com/project-id", "8f2a");

    claims.put(contexts, List.of("77aa", "b1e4"));
    assertThat(ci.exchange(circle.sign(claims), "acme/m").statusCode()).isEqualTo(200);

    claims.put(contexts, List.of("77aa"));
    claims.put("jti", "another");
    assertThat(error(ci.exchange(circle.sign(claims), "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void a_pod_gets_a_token_by_a_nested_claim() throws Exception {
    CiIssuer cluster = ci.issuer("kubernetes", "");
    ci.publisher(cluster.url(), Map.of("/kubernetes.io/serviceaccount/uid", "f572"), false);
    Map<String, Object> claims = cluster.claims(ci.hub().url());
    claims.put("aud", List.of(ci.hub().url()));
    claims.put("sub", "system:serviceaccount:train:publisher");
    claims.put(
        "kubernetes.io",
        Map.of("namespace", "train", "serviceaccount", Map.of("name", "publisher", "uid", "f572")));

    assertThat(ci.exchange(cluster.sign(claims), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void r7_says_who_could_publish_in_a_sentence() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);

    JsonNode saved = HubFixture.json(ci.hub().get(ci.acme(), CiFixture.PUBLISHERS)).get(0);

    assertThat(saved.get("strength").stringValue()).isEqualTo("weak");
    assertThat(saved.get("weaknesses").get(0).stringValue())
        .isEqualTo("Anyone who can push a branch to acme/train can publish here.");
  }
}
