package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static dev.slipway.main.HubFixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.main.XetClient.Part;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Rule J6: tokens and sessions that somebody ends, and that nothing is left of them anywhere. */
class RevokeTest {

  private static final String API = "/api/models/acme/m";
  private static final String SESSIONS = CiFixture.PUBLISHERS + "/sessions";
  private static final Map<String, String> TRAINER = Map.of("project_path", "acme/ml/trainer");

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;
  private CiIssuer gitlab;
  private String idToken = "";
  private String token = "";

  /** How a token ends. */
  private enum End {
    BY_FORM,
    BY_JSON,
    WITH_ITS_SESSION,
    BY_COMMAND,
    WITH_A_PAUSE
  }

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    gitlab = ci.offline("gitlab");
    ci.publisher(gitlab.url(), TRAINER, false);
    idToken = job();
    token = ci.token(idToken, "acme/m");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private String job() {
    Map<String, Object> claims = gitlab.claims(hub.url());
    claims.put("project_path", "acme/ml/trainer");
    claims.put("namespace_path", "acme/ml");
    claims.put("pipeline_source", "push");
    return gitlab.sign(claims);
  }

  private HttpResponse<String> revoke(String form) {
    return hub.post(
        NOBODY,
        "/oauth/revoke",
        "application/x-www-form-urlencoded",
        BodyPublishers.ofString(form));
  }

  private JsonNode onlySession() {
    JsonNode sessions = HubFixture.json(hub.get(ci.acme(), SESSIONS));
    assertThat(sessions).hasSize(1);
    return sessions.get(0);
  }

  private void end(End how) {
    switch (how) {
      case BY_FORM ->
          assertThat(revoke("token=" + token + "&token_type_hint=access_token").statusCode())
              .isEqualTo(200);
      case BY_JSON ->
          assertThat(
                  hub.post(NOBODY, "/oauth/revoke", "{\"token\": \"" + token + "\"}").statusCode())
              .isEqualTo(200);
      case WITH_ITS_SESSION -> {
        String one = SESSIONS + "/" + onlySession().get("id").stringValue();
        assertThat(hub.send(ci.acme(), "DELETE", one, "").statusCode()).isEqualTo(204);
      }
      case BY_COMMAND -> {
        String id = ci.run("", "publisher", "sessions", "acme/m").out().split("\t", 2)[0];
        assertThat(ci.run("", "publisher", "revoke", "acme/m", id).code()).isZero();
      }
      case WITH_A_PAUSE -> {
        String id =
            HubFixture.json(hub.get(ci.acme(), CiFixture.PUBLISHERS))
                .get(0)
                .get("id")
                .stringValue();
        assertThat(ci.run("", "publisher", "edit", "acme/m", id, "--paused").code()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_works_from_then_on(End how) throws Exception {
    byte[] bytes = {1, 2, 3};
    RepoId model = RepoId.parse(RepoType.MODEL, "acme/m").orThrow();
    XetClient xet = new XetClient(hub);
    String writing = xet.writing(token, model);
    String reading = xet.reading(token, model);
    xet.upload(writing, "random");
    JsonNode random = Vectors.caseNamed("random");
    String file = Vectors.text(random.get("files").get(0), "file_hash");
    Part part = xet.plan(reading, file).firstPart();
    String upload = address("upload", bytes);
    assertThat(put(upload, bytes)).isEqualTo(200);
    String download = address("download", bytes);
    Map<String, Integer> before = statuses();
    assertThat(before.values()).containsOnly(200);

    end(how);

    assertThat(statuses().values()).as(statuses().toString()).containsOnly(401);
    assertThat(put(upload, bytes)).isEqualTo(403);
    assertThat(hub.get(NOBODY, download).statusCode()).isEqualTo(403);
    assertThat(xet.reconstruction(reading, "v2", file, "").statusCode()).isEqualTo(401);
    assertThat(xet.postShard(writing, new byte[0]).statusCode()).isEqualTo(401);
    assertThat(xet.fetch(part.url(), part.first(), part.last()).statusCode()).isEqualTo(403);
  }

  private Map<String, Integer> statuses() {
    String lines =
        "{\"key\": \"header\", \"value\": {\"summary\": \"s\"}}\n"
            + "{\"key\": \"file\", \"value\": {\"path\": \"a\", \"content\": \"x\"}}";
    String batch = "{\"operation\": \"download\", \"objects\": []}";
    Map<String, Integer> statuses = new LinkedHashMap<>();
    statuses.put("whoami", hub.get(token, "/api/whoami-v2").statusCode());
    statuses.put("read", hub.get(token, API).statusCode());
    statuses.put("resolve", hub.get(token, "/acme/m/resolve/main/.gitattributes").statusCode());
    statuses.put(
        "commit",
        hub.post(
                token, API + "/commit/main", "application/x-ndjson", BodyPublishers.ofString(lines))
            .statusCode());
    statuses.put("git", hub.get(token, "/acme/m/info/refs?service=git-receive-pack").statusCode());
    statuses.put("lfs", hub.post(token, "/acme/m.git/info/lfs/objects/batch", batch).statusCode());
    statuses.put("xet", hub.get(token, API + "/xet-write-token/main").statusCode());
    return statuses;
  }

  private String address(String operation, byte[] bytes) throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String body =
        """
        {"operation": "%s", "objects": [{"oid": "%s", "size": %d}]}
        """
            .formatted(operation, oid, bytes.length);
    HttpResponse<String> batch = hub.post(token, "/acme/m.git/info/lfs/objects/batch", body);
    String href =
        HubFixture.json(batch).at("/objects/0/actions/" + operation + "/href").stringValue();
    return href.substring(hub.url().length());
  }

  private int put(String path, byte[] bytes) {
    return hub.send(NOBODY, path, request -> request.PUT(BodyPublishers.ofByteArray(bytes)))
        .statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                  400",
    "'token=',                            400",
    "'token=hf_jwt_nothing',              200",
    "'token=nonsense',                    200",
    "'token=hf_a&token=hf_b',             400",
    "'token=hf_a&client_secret=x',        401",
    "'token=hf_a&token_type_hint=magic',  200"
  })
  void what_is_not_known_is_answered_as_what_was(String form, int status) {
    HttpResponse<String> answer = revoke(form);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(HubFixture.header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(hub.get(token, API).statusCode()).isEqualTo(200);
  }

  @Test
  void is_asked_in_the_body_of_a_post_alone() {
    assertThat(hub.get(NOBODY, "/oauth/revoke").statusCode()).isEqualTo(405);
    assertThat(error(hub.post(NOBODY, "/oauth/revoke?token=" + token, "{}")))
        .isEqualTo("400 invalid_request");
    assertThat(
            hub.post(
                    NOBODY,
                    "/oauth/revoke",
                    "text/plain",
                    BodyPublishers.ofString("token=" + token))
                .statusCode())
        .isEqualTo(415);
    assertThat(hub.post(token, "/oauth/revoke", "{}").statusCode()).isEqualTo(400);
    assertThat(hub.post(NOBODY, "/oauth/revoke", "{\"token\": [\"" + token + "\"]}").statusCode())
        .isEqualTo(400);
    assertThat(hub.get(token, API).statusCode()).isEqualTo(200);
  }

  @Test
  void a_person_can_end_a_token_of_theirs_and_the_audit_says_so() {
    String own = hub.token("acme", Scope.WRITE);

    assertThat(revoke("token=" + own).statusCode()).isEqualTo(200);
    assertThat(revoke("token=" + own).statusCode()).isEqualTo(200);

    assertThat(hub.get(own, "/api/whoami-v2").statusCode()).isEqualTo(401);
    assertThat(hub.get(ci.acme(), "/api/whoami-v2").statusCode()).isEqualTo(200);
    assertThat(ci.audit("token.revoke")).hasSize(1);
    assertThat(ci.audit("token.revoke").getFirst().get("kind").stringValue()).isEqualTo("personal");
    assertThat(
            ci.count(
                "SELECT count(*) FROM audit_event WHERE action = 'token.revoke'"
                    + " AND target = 'acme' AND owner_id IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  void one_token_of_a_session_ends_alone() {
    String second = ci.token(idToken, "acme/m");
    assertThat(onlySession().get("tokens").intValue()).isEqualTo(2);

    revoke("token=" + second);

    assertThat(hub.get(second, API).statusCode()).isEqualTo(401);
    assertThat(hub.get(token, API).statusCode()).isEqualTo(200);
    assertThat(ci.audit("token.revoke").getFirst().get("kind").stringValue()).isEqualTo("repo");
  }

  @Test
  void g16_a_session_ends_as_a_whole_and_its_id_token_gives_no_more() {
    RepoId data = RepoId.parse(RepoType.DATASET, "acme/d").orThrow();
    hub.repo(ci.acme(), data, false);
    hub.post(
        ci.acme(),
        "/api/datasets/acme/d/settings/trusted-publishers",
        CiFixture.publisherBody(gitlab.url(), TRAINER, false));
    String other = ci.token(idToken, "datasets/acme/d");
    String unrelated = ci.token(job(), "acme/m");
    String session =
        hub.read(tx ->
            tx.handle()
                .createQuery("SELECT session_id FROM access_token WHERE hash = :hash")
                .bind("hash", new dev.slipway.access.TokenSecret(token).hash())
                .mapTo(String.class)
                .one());

    assertThat(hub.send(ci.acme(), "DELETE", SESSIONS + "/" + session, "").statusCode())
        .isEqualTo(204);

    assertThat(hub.get(token, "/api/whoami-v2").statusCode()).isEqualTo(401);
    assertThat(hub.get(other, "/api/whoami-v2").statusCode()).isEqualTo(401);
    assertThat(hub.get(unrelated, "/api/whoami-v2").statusCode()).isEqualTo(200);
    assertThat(error(ci.exchange(idToken, "acme/m"))).isEqualTo("400 invalid_grant");
    assertThat(ci.audit("session.revoke").getFirst().get("tokens").stringValue()).isEqualTo("2");
    assertThat(hub.send(ci.acme(), "DELETE", SESSIONS + "/" + session, "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_session_can_be_ended_after_its_tokens_are_gone() {
    String idToken = job();
    String first = ci.token(idToken, "acme/m");
    revoke("token=" + token);
    revoke("token=" + first);

    JsonNode sessions = HubFixture.json(hub.get(ci.acme(), SESSIONS));
    assertThat(sessions).allSatisfy(one -> assertThat(one.get("tokens").intValue()).isZero());
    for (JsonNode one : sessions) {
      String path = SESSIONS + "/" + one.get("id").stringValue();
      assertThat(hub.send(ci.acme(), "DELETE", path, "").statusCode()).isEqualTo(204);
    }

    assertThat(sessions).hasSize(2);
    assertThat(ci.exchange(idToken, "acme/m").statusCode()).isEqualTo(400);
    assertThat(HubFixture.json(hub.get(ci.acme(), SESSIONS))).isEmpty();
  }

  @Test
  void m3_sessions_of_another_repository_are_not_there() {
    hub.model(ci.acme(), "acme/other");
    String bob = hub.user("bob");
    String id = onlySession().get("id").stringValue();
    String elsewhere = "/api/models/acme/other/settings/trusted-publishers/sessions";

    assertThat(hub.get(ci.acme(), elsewhere).body()).isEqualTo("[]");
    assertThat(hub.send(ci.acme(), "DELETE", elsewhere + "/" + id, "").statusCode()).isEqualTo(404);
    assertThat(hub.get(bob, SESSIONS).statusCode()).isEqualTo(403);
    assertThat(hub.send(bob, "DELETE", SESSIONS + "/" + id, "").statusCode()).isEqualTo(403);
    assertThat(hub.send(token, "DELETE", SESSIONS + "/" + id, "").statusCode()).isEqualTo(403);
    assertThat(
            hub.send(ci.acme(), "DELETE", "/api/settings/trusted-publishers/sessions/" + id, "")
                .statusCode())
        .isEqualTo(404);
    assertThat(hub.get(token, API).statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_says_who_holds_it_and_how_often_and_until_when() {
    JsonNode session = onlySession();

    assertThat(session.propertyNames())
        .containsExactly(
            "id",
            "publisher",
            "issuerUrl",
            "subject",
            "tokens",
            "createdAt",
            "expiresAt",
            "lastUsedAt");
    assertThat(session.get("subject").stringValue()).isEqualTo("the-job");
    assertThat(session.get("issuerUrl").stringValue()).isEqualTo(gitlab.url());
    assertThat(session.get("tokens").intValue()).isEqualTo(1);
    assertThat(session.toString()).doesNotContain("hf_jwt_", "eyJ");
  }

  @Test
  void j4_the_database_has_no_token_that_could_be_used() {
    String stored =
        hub.read(tx -> tx.handle().createQuery("SELECT * FROM access_token").mapToMap().list())
            .toString();

    assertThat(stored).doesNotContain(token, token.substring("hf_jwt_".length()), idToken);
    assertThat(token).matches("hf_jwt_[A-Za-z0-9]{46}");
  }
}
