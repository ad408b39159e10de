package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What an exchanged token does, and what ends it: rules I6 to I10, J3, J7, and signed addresses.
 */
class TokenLifeTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");
  private static final String OWN = "/api/settings/trusted-publishers";

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;
  private CiIssuer github;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    github = ci.offline("github");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private int whoami(String token) {
    return hub.get(token, "/api/whoami-v2").statusCode();
  }

  private String refused(String resource) {
    return error(ci.exchange(ci.job(github), resource));
  }

  private String userToken() {
    hub.post(ci.acme(), OWN, CiFixture.publisherBody(github.url(), TRAIN, false));
    return ci.token(ci.job(github), "acme");
  }

  private void settings(String body) {
    assertThat(hub.send(ci.acme(), "PUT", "/api/models/acme/m/settings", body).statusCode())
        .isEqualTo(200);
  }

  @Test
  void i9_an_edit_that_narrows_a_publisher_ends_its_tokens() {
    String one = CiFixture.PUBLISHERS + "/" + ci.publisher(github.url(), TRAIN, false);
    String token = ci.token(ci.job(github), "acme/m");

    assertThat(hub.send(ci.acme(), "PATCH", one, "{\"name\": \"x\"}").statusCode()).isEqualTo(200);
    assertThat(whoami(token)).isEqualTo(200);
    assertThat(hub.send(ci.acme(), "PATCH", one, "{\"readOnly\": true}").statusCode())
        .isEqualTo(200);
    assertThat(whoami(token)).isEqualTo(401);
  }

  @Test
  void i6_a_move_to_another_account_ends_tokens_and_suspends_publishers() {
    String id = ci.publisher(github.url(), TRAIN, false);
    ci.run("", "org", "add", "lab", "--owner", "acme");
    String token = ci.token(ci.job(github), "acme/m");
    String move = "{\"fromRepo\": \"acme/m\", \"toRepo\": \"lab/m\"}";

    assertThat(hub.post(ci.acme(), "/api/repos/move", move).statusCode()).isEqualTo(200);

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(refused("lab/m")).isEqualTo("400 invalid_grant");
    assertThat(refused("acme/m")).isEqualTo("400 invalid_grant");
    String there = "/api/models/lab/m/settings/trusted-publishers";
    JsonNode shown = HubFixture.json(hub.get(ci.acme(), there)).get(0);
    assertThat(shown.get("suspended").booleanValue()).isTrue();
    assertThat(ci.audit("repo.move").getFirst().get("suspendedPublishers").stringValue())
        .isEqualTo("1");
    var explained = ci.run(ci.job(github), "explain", "lab/m", "--token-stdin");
    assertThat(explained.code()).isEqualTo(1);
    assertThat(explained.err()).contains("suspended since its repository moved");

    var confirmed = hub.send(ci.acme(), "PATCH", there + "/" + id, "{}");

    assertThat(HubFixture.json(confirmed).get("suspended").booleanValue()).isFalse();
    assertThat(ci.exchange(ci.job(github), "lab/m").statusCode()).isEqualTo(200);
    assertThat(
            ci.audit("repo.update_trusted_publisher")
                .getFirst()
                .get("before.suspended")
                .stringValue())
        .isEqualTo("true");
  }

  @Test
  void i6_a_suspended_publisher_is_not_confirmed_by_who_may_not_write_there() {
    String id = ci.publisher(github.url(), TRAIN, false);
    String bob = hub.user("bob");
    ci.run("", "org", "add", "lab", "--owner", "acme");
    ci.run("", "org", "member", "lab", "bob", "--role", "read");
    hub.post(ci.acme(), "/api/repos/move", "{\"fromRepo\": \"acme/m\", \"toRepo\": \"lab/m\"}");

    String one = "/api/models/lab/m/settings/trusted-publishers/" + id;
    assertThat(hub.send(bob, "PATCH", one, "{}").statusCode()).isEqualTo(403);
    assertThat(refused("lab/m")).isEqualTo("400 invalid_grant");
  }

  @Test
  void a_move_within_an_account_suspends_nothing() {
    ci.publisher(github.url(), TRAIN, false);
    hub.post(ci.acme(), "/api/repos/move", "{\"fromRepo\": \"acme/m\", \"toRepo\": \"acme/n\"}");

    assertThat(ci.exchange(ci.job(github), "acme/n").statusCode()).isEqualTo(200);
  }

  @Test
  void i7_locking_a_user_ends_personal_tokens_and_those_of_user_publishers() {
    String token = userToken();
    assertThat(whoami(token)).isEqualTo(200);

    ci.run("", "user", "lock", "acme");

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(whoami(ci.acme())).isEqualTo(401);
    assertThat(refused("acme")).isEqualTo("400 invalid_grant");
    ci.run("", "user", "unlock", "acme");
    assertThat(whoami(token)).isEqualTo(200);
  }

  @Test
  void i7_locking_an_organisation_ends_tokens_of_its_repositories() {
    ci.run("", "org", "add", "lab", "--owner", "acme");
    hub.model(ci.acme(), "lab/m");
    String body = CiFixture.publisherBody(github.url(), TRAIN, false);
    hub.post(ci.acme(), "/api/models/lab/m/settings/trusted-publishers", body);
    String token = ci.token(ci.job(github), "lab/m");

    hub.write(tx -> tx.handle().execute("UPDATE account SET is_locked = 1 WHERE name = 'lab'"));

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(refused("lab/m")).isEqualTo("400 invalid_grant");
  }

  @Test
  void j3_an_access_token_is_dead_from_its_expiry_on() {
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.token(ci.job(github), "acme/m");
    hub.write(tx ->
        tx.handle()
            .execute(
                "UPDATE access_token SET expires_at = ? WHERE kind = 'repo'",
                System.currentTimeMillis()));

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(hub.post(token, "/api/models/acme/m/tag/main", "{\"tag\": \"t\"}").statusCode())
        .isEqualTo(401);
  }

  @Test
  void j7_a_user_publishers_token_reads_nothing_private_and_shows_no_address() {
    hub.repo(ci.acme(), RepoId.parse(RepoType.MODEL, "acme/secret").orThrow(), true);
    String token = userToken();

    assertThat(hub.get(token, "/api/models/acme/secret").statusCode()).isEqualTo(404);
    assertThat(hub.get(token, "/acme/secret/resolve/main/.gitattributes").statusCode())
        .isEqualTo(404);
    assertThat(hub.get(token, "/api/models/acme/m").statusCode()).isEqualTo(200);
    JsonNode who = HubFixture.json(hub.get(token, "/api/whoami-v2"));
    assertThat(who.get("name").stringValue()).isEqualTo("acme");
    assertThat(who.get("email").isNull()).isTrue();
    assertThat(who.toString()).doesNotContain("acme@example.org");
  }

  @Test
  void i10_a_user_publishers_token_loses_what_its_user_loses() {
    settings("{\"gated\": \"manual\"}");
    String bob = hub.user("bob");
    hub.post(bob, "/acme/m/ask-access", "{}");
    hub.post(bob, OWN, CiFixture.publisherBody(github.url(), TRAIN, false));
    String token = ci.token(ci.job(github), "bob");
    String file = "/acme/m/resolve/main/.gitattributes";
    assertThat(hub.get(token, file).statusCode()).isEqualTo(403);

    handle("accepted");
    assertThat(hub.get(token, file).statusCode()).isEqualTo(200);
    handle("rejected");
    assertThat(hub.get(token, file).statusCode()).isEqualTo(403);
  }

  private void handle(String status) {
    String body = "{\"user\": \"bob\", \"status\": \"" + status + "\"}";
    assertThat(
            hub.post(ci.acme(), "/api/models/acme/m/user-access-request/handle", body).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_job_cannot_ask_for_access_in_anybodys_name() {
    settings("{\"gated\": \"manual\"}");
    hub.model(ci.acme(), "acme/other");
    ci.publisher(github.url(), TRAIN, false);
    String job = ci.token(ci.job(github), "acme/m");

    for (String token : new String[] {job, userToken()}) {
      assertThat(hub.post(token, "/acme/m/ask-access", "{}").statusCode()).isEqualTo(403);
      assertThat(hub.post(token, "/api/models/acme/m/user-access-request/cancel", "").statusCode())
          .isEqualTo(403);
    }
    assertThat(ci.count("SELECT count(*) FROM access_request")).isZero();
  }

  private String address(String token, String operation, byte[] bytes) throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String body =
        """
        {"operation": "%s", "objects": [{"oid": "%s", "size": %d}]}
        """
            .formatted(operation, oid, bytes.length);
    String batch = hub.post(token, "/acme/m.git/info/lfs/objects/batch", body).body();
    String href =
        tools.jackson.databind.json.JsonMapper.shared()
            .readTree(batch)
            .at("/objects/0/actions/" + operation + "/href")
            .stringValue();
    return href.substring(hub.url().length());
  }

  private int put(String path, byte[] bytes) {
    return hub.send("", path, request -> request.PUT(BodyPublishers.ofByteArray(bytes)))
        .statusCode();
  }

  @Test
  void a_signed_address_dies_with_its_token() throws Exception {
    byte[] bytes = {1, 2, 3};
    String writer = hub.token("acme", Scope.WRITE);
    String upload = address(writer, "upload", bytes);
    assertThat(put(upload, bytes)).isEqualTo(200);
    String download = address(writer, "download", bytes);
    assertThat(hub.get("", download).statusCode()).isEqualTo(200);

    hub.write(tx -> tx.handle().execute("DELETE FROM access_token"));

    assertThat(put(upload, bytes)).isEqualTo(403);
    assertThat(hub.get("", download).statusCode()).isEqualTo(403);
  }

  @Test
  void a_signed_address_does_not_lead_through_a_gate_that_was_closed() throws Exception {
    byte[] bytes = {4, 5, 6};
    put(address(ci.acme(), "upload", bytes), bytes);
    String bob = hub.user("bob");
    String named = address(bob, "download", bytes);
    String nobodys = address(HubFixture.NOBODY, "download", bytes);
    assertThat(hub.get("", named).statusCode()).isEqualTo(200);
    assertThat(hub.get("", nobodys).statusCode()).isEqualTo(200);

    settings("{\"gated\": \"manual\"}");

    assertThat(hub.get("", named).statusCode()).isEqualTo(403);
    assertThat(hub.get("", nobodys).statusCode()).isEqualTo(403);
  }

  @Test
  void a_signed_address_is_for_one_direction() throws Exception {
    byte[] bytes = {7, 8, 9};
    String upload = address(ci.acme(), "upload", bytes);
    put(upload, bytes);
    String download = address(ci.acme(), "download", bytes);

    assertThat(hub.get("", upload.replace("/upload/", "/download/")).statusCode()).isEqualTo(403);
    assertThat(put(download.replace("/download/", "/upload/"), bytes)).isEqualTo(403);
    assertThat(hub.get("", upload).statusCode()).isEqualTo(405);
  }
}
