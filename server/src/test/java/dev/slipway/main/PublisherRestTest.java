package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.RepoStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The whole of {@code …/settings/trusted-publishers}, and what it leaves in the audit. */
class PublisherRestTest {

  private static final String REPO = CiFixture.PUBLISHERS;
  private static final String OWN = "/api/settings/trusted-publishers";
  private static final String ISSUER = "https://ci.example";
  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final String BODY =
      CiFixture.publisherBody(ISSUER, Map.of("sub", "the-job"), false);

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private HttpResponse<String> patch(String path, String json) {
    return hub.send(ci.acme(), "PATCH", path, json);
  }

  private JsonNode only(String path) {
    JsonNode all = HubFixture.json(hub.get(ci.acme(), path));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private String model(String name) {
    hub.model(ci.acme(), "acme/" + name);
    return "/api/models/acme/" + name + "/settings/trusted-publishers";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"issuerUrl\": \"https://ci.example\"}",
        "{\"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": \"x\"}}}",
        "{\"issuerUrl\": \"ci.example\", \"claims\": {\"sub\": {\"kind\":\"eq\",\"value\":\"x\"}}}",
        "{\"issuerUrl\": \"https://ci.example\", \"claims\": {}}",
        "{\"issuerUrl\": \"https://ci.example\", \"claims\": {\"sub\": \"x\"}}",
        "{\"issuerUrl\": \"https://ci.example\", \"claims\": {\"sub\": {\"value\": \"x\"}}}",
        "{\"issuerUrl\": \"https://ci.example\","
            + " \"claims\": {\"sub\": {\"kind\": \"glob\", \"value\": \"x\"}}}",
        "{\"issuerUrl\": \"https://ci.example\","
            + " \"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": [\"x\"]}}}",
        "{\"issuerUrl\": \"https://ci.example\","
            + " \"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": 1.5}}}",
        "{\"issuerUrl\": \"https://ci.example\", \"preset\": \"travis\","
            + " \"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": \"x\"}}}",
        "{\"issuerUrl\": \"https://ci.example\", \"name\": \"a\\nb\","
            + " \"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": \"x\"}}}",
        "{\"issuerUrl\": \"https://127.0.0.1\","
            + " \"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": \"x\"}}}",
        "{\"issuerUrl\": \"https://token.actions.githubusercontent.com\","
            + " \"claims\": {\"repository_id\": {\"kind\": \"eq\", \"value\": 1}}}",
        "{\"issuerUrl\": \"https://token.actions.githubusercontent.com\","
            + " \"unlockedTriggers\": [\"discussion\\nwatch\"],"
            + " \"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/train\"}}}"
      })
  void refuses_what_is_no_publisher(String body) {
    HttpResponse<String> answer = hub.post(ci.acme(), REPO, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(ci.count("SELECT count(*) FROM publisher")).isZero();
    assertThat(ci.count("SELECT count(*) FROM issuer")).isZero();
  }

  @Test
  void says_which_type_the_provider_writes() {
    String body = CiFixture.publisherBody(GITHUB, Map.of("repository_id", 1), false);

    assertThat(hub.post(ci.acme(), REPO, body).body())
        .contains("GitHub Actions writes the claim repository_id as a string");
  }

  @Test
  void is_for_those_alone_who_manage_the_repository_with_a_token_that_may_write() {
    String id = HubFixture.json(hub.post(ci.acme(), REPO, BODY)).get("id").stringValue();
    String bob = hub.user("bob");
    RepoId repo = RepoId.parse(RepoType.MODEL, "acme/m").orThrow();
    String job =
        hub.job(hub.read(tx -> new RepoStore().resolve(tx, repo).orElseThrow().key()), Scope.WRITE);

    for (String token : new String[] {bob, job, hub.token("acme", Scope.READ)}) {
      assertThat(hub.get(token, REPO).statusCode()).isEqualTo(403);
      assertThat(hub.post(token, REPO, BODY).statusCode()).isEqualTo(403);
      assertThat(hub.send(token, "PATCH", REPO + "/" + id, "{}").statusCode()).isEqualTo(403);
      assertThat(hub.send(token, "DELETE", REPO + "/" + id, "").statusCode()).isEqualTo(403);
    }
    assertThat(hub.post(HubFixture.NOBODY, REPO, BODY).statusCode()).isEqualTo(401);
    assertThat(hub.post(job, OWN, BODY).statusCode()).isEqualTo(403);
    assertThat(hub.post(hub.token("acme", Scope.READ), OWN, BODY).statusCode()).isEqualTo(403);
    assertThat(ci.count("SELECT count(*) FROM publisher")).isEqualTo(1);
  }

  @Test
  void does_not_know_repositories_or_publishers_that_are_not_there() {
    String nothing = "/api/models/acme/nothing/settings/trusted-publishers";

    assertThat(hub.get(ci.acme(), nothing).statusCode()).isEqualTo(404);
    assertThat(hub.post(ci.acme(), nothing, BODY).statusCode()).isEqualTo(404);
    assertThat(patch(REPO + "/0123456789abcdef01234567", "{}").statusCode()).isEqualTo(404);
    assertThat(hub.send(ci.acme(), "DELETE", REPO + "/x", "").statusCode()).isEqualTo(404);
  }

  @Test
  void m3_a_publisher_of_another_repository_is_not_there() {
    String id = HubFixture.json(hub.post(ci.acme(), model("other"), BODY)).get("id").stringValue();
    String own = HubFixture.json(hub.post(ci.acme(), OWN, BODY)).get("id").stringValue();

    for (String foreign : new String[] {REPO + "/" + id, REPO + "/" + own, OWN + "/" + id}) {
      assertThat(patch(foreign, "{\"name\": \"x\"}").statusCode()).isEqualTo(404);
      assertThat(hub.send(ci.acme(), "DELETE", foreign, "").statusCode()).isEqualTo(404);
    }
    assertThat(ci.count("SELECT count(*) FROM publisher WHERE name = ''")).isEqualTo(2);
  }

  @Test
  void a_user_does_not_reach_publishers_of_another() {
    String own = HubFixture.json(hub.post(ci.acme(), OWN, BODY)).get("id").stringValue();
    String bob = hub.user("bob");

    assertThat(hub.send(bob, "DELETE", OWN + "/" + own, "").statusCode()).isEqualTo(404);
    assertThat(HubFixture.json(hub.get(bob, OWN))).isEmpty();
  }

  @Test
  void adds_changes_and_removes() {
    HttpResponse<String> added = hub.post(ci.acme(), REPO, BODY);

    JsonNode json = HubFixture.json(added);
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(json.propertyNames())
        .contains("id", "name", "issuerUrl", "preset", "claims", "readOnly", "createdAt")
        .contains("createdBy", "lastUsedAt", "suspended");
    assertThat(json.at("/claims/sub/kind").stringValue()).isEqualTo("eq");
    assertThat(json.at("/claims/sub/value").stringValue()).isEqualTo("the-job");
    assertThat(json.get("createdBy").stringValue()).isEqualTo("acme");
    assertThat(json.get("suspended").booleanValue()).isFalse();
    assertThat(only(REPO)).isEqualTo(json);

    String one = REPO + "/" + json.get("id").stringValue();
    HttpResponse<String> changed = patch(one, "{\"name\": \"release\", \"readOnly\": true}");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(only(REPO)).isEqualTo(HubFixture.json(changed));
    assertThat(only(REPO).get("name").stringValue()).isEqualTo("release");
    assertThat(only(REPO).at("/claims/sub/value").stringValue()).isEqualTo("the-job");

    HttpResponse<String> removed = hub.send(ci.acme(), "DELETE", one, "");
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    assertThat(HubFixture.json(hub.get(ci.acme(), REPO))).isEmpty();
  }

  @Test
  void keeps_claims_as_they_are_compared() {
    Map<String, Object> claims = Map.of("/repository", "  acme/train ");
    hub.post(ci.acme(), REPO, CiFixture.publisherBody(GITHUB, claims, false));

    assertThat(only(REPO).get("claims").propertyNames()).containsExactly("repository");
    assertThat(only(REPO).at("/claims/repository/value").stringValue()).isEqualTo("acme/train");
  }

  @Test
  void takes_a_member_that_stands_twice_for_its_last_value() {
    String twice = BODY.replaceFirst("\\{", "{\"name\": \"first\", \"name\": \"last\", ");

    HttpResponse<String> answer = hub.post(ci.acme(), REPO, twice);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(only(REPO).get("name").stringValue()).isEqualTo("last");
  }

  @Test
  void a_publisher_keeps_its_issuer() {
    String id = HubFixture.json(hub.post(ci.acme(), REPO, BODY)).get("id").stringValue();

    assertThat(patch(REPO + "/" + id, "{\"issuerUrl\": \"https://b.example\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void the_address_of_a_provider_binds_whatever_a_maintainer_chooses() {
    String loose =
        CiFixture.publisherBody(GITHUB, Map.of("sub", "repo:acme/train:ref:refs/heads/main"), false)
            .replaceFirst("\\{", "{\"preset\": \"generic\", ");
    String named =
        CiFixture.publisherBody(GITHUB, Map.of("repository", "acme/train"), false)
            .replaceFirst("\\{", "{\"preset\": \"gitlab\", ");

    assertThat(hub.post(ci.acme(), REPO, loose).body()).contains("GitHub Actions must name");
    assertThat(hub.post(ci.acme(), REPO, named).statusCode()).isEqualTo(201);
    assertThat(only(REPO).get("preset").stringValue()).isEqualTo("github");
  }

  @Test
  void the_preset_of_the_operator_binds_whatever_a_maintainer_chooses() {
    assertThat(ci.run("", "issuer", "add", ISSUER, "--preset", "gitlab").code()).isZero();
    String loose = BODY.replaceFirst("\\{", "{\"preset\": \"generic\", ");
    String named = CiFixture.publisherBody(ISSUER, Map.of("project_path", "acme/m"), false);

    assertThat(hub.post(ci.acme(), REPO, loose).body()).contains("GitLab CI must name");
    assertThat(hub.post(ci.acme(), REPO, named).statusCode()).isEqualTo(201);
    assertThat(only(REPO).get("preset").stringValue()).isEqualTo("gitlab");
  }

  @Test
  void an_issuer_that_only_a_maintainer_named_goes_with_its_last_publisher() {
    String here = HubFixture.json(hub.post(ci.acme(), REPO, BODY)).get("id").stringValue();
    String there = model("other");
    String last = HubFixture.json(hub.post(ci.acme(), there, BODY)).get("id").stringValue();

    hub.send(ci.acme(), "DELETE", REPO + "/" + here, "");
    assertThat(ci.count("SELECT count(*) FROM issuer")).isEqualTo(1);
    hub.send(ci.acme(), "DELETE", there + "/" + last, "");
    assertThat(ci.count("SELECT count(*) FROM issuer")).isZero();
  }

  @Test
  void an_issuer_of_the_operator_stays_and_so_does_one_that_is_disabled() {
    ci.run("", "issuer", "add", GITHUB);
    String body = CiFixture.publisherBody(GITHUB, Map.of("repository", "acme/train"), false);
    String first = HubFixture.json(hub.post(ci.acme(), REPO, body)).get("id").stringValue();
    String second = HubFixture.json(hub.post(ci.acme(), REPO, BODY)).get("id").stringValue();
    ci.run("", "issuer", "disable", ISSUER);

    hub.send(ci.acme(), "DELETE", REPO + "/" + first, "");
    hub.send(ci.acme(), "DELETE", REPO + "/" + second, "");

    assertThat(ci.count("SELECT count(*) FROM issuer")).isEqualTo(2);
  }

  @Test
  void l3_the_audit_tells_what_was_added_changed_and_removed() {
    String body =
        CiFixture.publisherBody(GITHUB, Map.of("repository", "acme/train"), false)
            .replaceFirst(
                "\\{", "{\"name\": \"release\", \"unlockedTriggers\": [\"workflow_run\"], ");
    String id = HubFixture.json(hub.post(ci.acme(), REPO, body)).get("id").stringValue();
    patch(REPO + "/" + id, "{\"name\": \"nightly\", \"unlockedTriggers\": [], \"readOnly\": true}");
    hub.send(ci.acme(), "DELETE", REPO + "/" + id, "");

    JsonNode added = ci.audit("repo.add_trusted_publisher").getFirst();
    assertThat(added.get("publisher").stringValue()).isEqualTo(id);
    assertThat(added.get("issuer").stringValue()).isEqualTo(GITHUB);
    assertThat(added.get("preset").stringValue()).isEqualTo("github");
    assertThat(added.get("name").stringValue()).isEqualTo("release");
    assertThat(added.get("unlockedTriggers").stringValue()).isEqualTo("workflow_run");
    assertThat(added.get("claims").stringValue()).isEqualTo("{\"repository\":\"acme/train\"}");
    JsonNode changed = ci.audit("repo.update_trusted_publisher").getFirst();
    assertThat(changed.get("name").stringValue()).isEqualTo("nightly");
    assertThat(changed.get("readOnly").stringValue()).isEqualTo("true");
    assertThat(changed.get("unlockedTriggers").stringValue()).isEmpty();
    assertThat(changed.get("before.name").stringValue()).isEqualTo("release");
    assertThat(changed.get("before.readOnly").stringValue()).isEqualTo("false");
    assertThat(changed.get("before.unlockedTriggers").stringValue()).isEqualTo("workflow_run");
    assertThat(ci.audit("repo.remove_trusted_publisher").getFirst().get("name").stringValue())
        .isEqualTo("nightly");
    assertThat(
            ci.count(
                "SELECT count(*) FROM audit_event WHERE action LIKE 'repo.%_trusted_publisher'"
                    + " AND actor = 'acme' AND target = 'acme/m'"))
        .isEqualTo(3);
  }

  @Test
  void l3_the_audit_of_a_user_publisher_stands_with_the_user() {
    String id = HubFixture.json(hub.post(ci.acme(), OWN, BODY)).get("id").stringValue();
    patch(OWN + "/" + id, "{\"name\": \"x\"}");
    hub.send(ci.acme(), "DELETE", OWN + "/" + id, "");

    assertThat(
            ci.count(
                "SELECT count(*) FROM audit_event WHERE action LIKE 'user.%_trusted_publisher'"
                    + " AND actor = 'acme' AND target = 'acme'"))
        .isEqualTo(3);
  }

  @Test
  void the_audit_knows_a_request_by_the_id_that_the_client_saw_and_by_our_own() {
    HttpResponse<String> answer =
        hub.send(
            ci.acme(),
            REPO,
            request ->
                request
                    .header("X-Request-Id", "seen-by-client-1")
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(BODY)));

    assertThat(HubFixture.header(answer, "X-Request-Id")).isEqualTo("seen-by-client-1");
    assertThat(
            ci.audit("repo.add_trusted_publisher").getFirst().get("shownRequestId").stringValue())
        .isEqualTo("seen-by-client-1");
    assertThat(
            ci.count(
                "SELECT count(*) FROM audit_event WHERE action = 'repo.add_trusted_publisher'"
                    + " AND length(request_id) = 32"))
        .isEqualTo(1);
  }

  @Test
  void the_log_of_a_refused_exchange_has_both_ids_and_the_resource_as_it_was_written()
      throws Exception {
    CiIssuer github = ci.issuer("github", "");
    Logger root = (Logger) LoggerFactory.getLogger("dev.slipway.exchange");
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    root.addAppender(seen);
    String body =
        tools.jackson.databind.json.JsonMapper.shared()
            .writeValueAsString(CiFixture.parameters(ci.job(github), "datasets/Acme/x"));

    hub.send(
        HubFixture.NOBODY,
        "/oauth/token",
        request ->
            request
                .header("X-Request-Id", "seen-by-client-2")
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));

    root.detachAppender(seen);
    assertThat(seen.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line ->
            line.matches(
                "request [0-9a-f]{32} seen-by-client-2: an exchange for datasets/Acme/x .*"));
  }
}
