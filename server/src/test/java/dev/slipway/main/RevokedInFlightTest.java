package dev.slipway.main;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that were let in while their bodies had not come: what the caller lost meanwhile is
 * asked again in the transaction that changes something.
 */
class RevokedInFlightTest {

  private static final String PUBLISHER =
      CiFixture.publisherBody("https://ci.example", Map.of("sub", "the-job"), false);

  private static final String HELD = "cd".repeat(32);

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static HubFixture hub;
  private static int count;

  private String member;
  private String token;
  private RepoId id;
  private RepoKey key;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  /** A gated model of an organisation, whose one writer is {@code member}. */
  @BeforeEach
  void create() {
    String org = "org" + ++count;
    member = "m" + count;
    token = hub.user(member);
    hub.user("guest" + count);
    ci.run("", "org", "add", org, "--owner", "acme");
    ci.run("", "org", "member", org, member, "--role", "write");
    id = RepoId.of(RepoType.MODEL, org, "m").orThrow();
    key = hub.repo(token, id, false);
    assertThat(
            hub.send(
                    token,
                    "/api/models/" + org + "/m/settings",
                    request ->
                        request
                            .header("Content-Type", "application/json")
                            .PUT(
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                    "{\"gated\": \"manual\"}")))
                .statusCode())
        .isEqualTo(200);
    hub.repo(token, RepoId.of(RepoType.DATASET, org, "d").orThrow(), false);
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, 9, 0)",
                key.hex(),
                HELD));
    hub.post(token, publishers(), PUBLISHER);
    hub.post(token, "/" + org + "/m.git/info/lfs/locks", "{\"path\": \"locked.bin\"}");
    hub.post(hub.token("guest" + count, Scope.WRITE), "/" + org + "/m/ask-access", "{}");
  }

  private String publishers() {
    return id.apiPath() + "/settings/trusted-publishers";
  }

  private String ids(String table, String column) {
    return hub.read(tx ->
        tx.handle()
            .createQuery("SELECT " + column + " FROM " + table + " WHERE repo_key = :repo")
            .bind("repo", key.hex())
            .mapTo(String.class)
            .first());
  }

  /** Everything that a change could leave behind. */
  private String state() {
    return List.of(
            "SELECT count(*) FROM repo",
            "SELECT group_concat(owner_id || name || is_private || gate) FROM repo",
            "SELECT group_concat(id || claims || name) FROM publisher",
            "SELECT group_concat(path) FROM lfs_lock",
            "SELECT count(*) FROM lfs_upload",
            "SELECT group_concat(user_id || status) FROM access_request",
            "SELECT group_concat(commit_id) FROM git_ref",
            "SELECT count(*) FROM repo_blob")
        .stream()
        .map(sql -> hub.read(tx -> tx.handle().createQuery(sql).mapTo(String.class).one()))
        .toList()
        .toString();
  }

  private void revoke() {
    hub.write(tx ->
        tx.handle()
            .execute(
                "DELETE FROM access_token WHERE user_id = (SELECT id FROM account WHERE name = ?)",
                member));
  }

  static List<Change> changes() {
    String handled = "{\"user\": \"guest%1$d\", \"status\": \"accepted\"}";
    return List.of(
        new Change("POST /api/models/org%1$d/m/settings/trusted-publishers", PUBLISHER),
        new Change(
            "PATCH /api/models/org%1$d/m/settings/trusted-publishers/%2$s", "{\"name\": \"x\"}"),
        new Change("PUT /api/models/org%1$d/m/settings", "{\"gated\": false}"),
        new Change("POST /api/models/org%1$d/m/user-access-request/handle", handled),
        new Change("POST /api/models/org%1$d/m/user-access-request/grant", "{\"user\": \"acme\"}"),
        new Change(
            "POST /api/models/org%1$d/m/user-access-request/batch",
            "{\"status\": \"accepted\", \"requests\": [{\"user\": \"guest%1$d\"}]}"),
        new Change("POST /org%1$d/m.git/info/lfs/locks", "{\"path\": \"other.bin\"}"),
        new Change("POST /org%1$d/m.git/info/lfs/locks/%3$s/unlock", "{}"),
        new Change(
            "POST /org%1$d/m.git/info/lfs/objects/batch",
            """
            {"operation": "upload", "transfers": ["multipart"],
             "objects": [{"oid": "%4$s", "size": 900000000}]}
            """),
        new Change("POST /api/models/org%1$d/m/tag/main", "{\"tag\": \"t\"}"),
        new Change("POST /api/models/org%1$d/m/branch/side", "{}"),
        new Change(
            "POST /api/models/org%1$d/m/lfs-files/batch",
            "{\"deletions\": {\"sha\": [\"%5$s\"], \"rewriteHistory\": true}}"),
        new Change(
            "POST /api/models/org%1$d/m/lfs-files/batch", "{\"deletions\": {\"sha\": [\"%4$s\"]}}"),
        new Change(
            "POST /api/models/org%1$d/m/lfs-files/duplicate",
            """
            {"target": {"type": "dataset", "name": "org%1$d/d"}, "files": [{"sha256": "%5$s"}]}
            """),
        new Change("POST /api/models/org%1$d/m/duplicate", "{\"repository\": \"org%1$d/copy\"}"),
        new Change("DELETE /api/repos/delete", "{\"name\": \"m\", \"organization\": \"org%1$d\"}"),
        new Change(
            "POST /api/repos/move", "{\"fromRepo\": \"org%1$d/m\", \"toRepo\": \"m%1$d/m\"}"),
        new Change("POST /api/repos/create", "{\"name\": \"n\", \"organization\": \"org%1$d\"}"));
  }

  /** A request line and a body. */
  record Change(String line, String body) {

    String line(RevokedInFlightTest test) {
      return filled(line, test);
    }

    String body(RevokedInFlightTest test) {
      return filled(body, test);
    }

    private static String filled(String text, RevokedInFlightTest test) {
      return text.formatted(
          count, test.ids("publisher", "id"), test.ids("lfs_lock", "id"), "ab".repeat(32), HELD);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_token_that_is_revoked_meanwhile_changes_nothing(Change change) throws Exception {
    try (var request = SlowRequest.begin(hub, token, change.line(this), change.body(this))) {
      String before = state();
      revoke();

      String answer = request.finish();

      assertThat(answer).startsWith("401").contains("Invalid credentials in Authorization header");
      assertThat(state()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_user_who_is_locked_meanwhile_changes_nothing(Change change) throws Exception {
    try (var request = SlowRequest.begin(hub, token, change.line(this), change.body(this))) {
      String before = state();
      ci.run("", "user", "lock", member);

      assertThat(request.status()).isEqualTo(401);
      assertThat(state()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_member_who_is_demoted_meanwhile_changes_nothing(Change change) throws Exception {
    String line = change.line(this);
    try (var request = SlowRequest.begin(hub, token, line, change.body(this))) {
      hub.write(tx -> tx.handle().execute("UPDATE repo SET created_by = NULL"));
      String before = state();
      ci.run("", "org", "member", "org" + count, member, "--role", "read");

      assertThat(request.status()).isEqualTo(403);
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void a_publisher_that_another_request_removes_is_gone_for_who_lost_the_role() {
    ci.run("", "org", "member", "org" + count, member, "--role", "read");
    hub.write(tx -> tx.handle().execute("UPDATE repo SET created_by = NULL"));
    String one = publishers() + "/" + ids("publisher", "id");

    assertThat(hub.send(token, one, request -> request.DELETE()).statusCode()).isEqualTo(403);
  }

  @Test
  void a_user_publisher_is_not_added_by_a_token_that_died_meanwhile() throws Exception {
    String line = "POST /api/settings/trusted-publishers";
    try (var request = SlowRequest.begin(hub, token, line, PUBLISHER)) {
      String before = state();
      revoke();

      assertThat(request.status()).isEqualTo(401);
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void a_user_publisher_is_not_changed_by_a_user_who_was_locked_meanwhile() throws Exception {
    hub.post(token, "/api/settings/trusted-publishers", PUBLISHER);
    String own =
        hub.read(tx ->
            tx.handle()
                .createQuery("SELECT max(id) FROM publisher WHERE user_id IS NOT NULL")
                .mapTo(String.class)
                .one());
    String line = "PATCH /api/settings/trusted-publishers/" + own;
    try (var request = SlowRequest.begin(hub, token, line, "{\"name\": \"other\"}")) {
      String before = state();
      ci.run("", "user", "lock", member);

      assertThat(request.status()).isEqualTo(401);
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void a_reader_who_is_locked_meanwhile_does_not_ask_for_access() throws Exception {
    String reader = hub.user("reader" + count);
    String line = "POST /org" + count + "/m/ask-access";
    try (var request = SlowRequest.begin(hub, reader, line, "{\"why\": \"x\"}")) {
      String before = state();
      ci.run("", "user", "lock", "reader" + count);

      assertThat(request.status()).isEqualTo(401);
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void bytes_at_a_signed_address_are_not_held_for_a_token_that_died_meanwhile() throws Exception {
    byte[] bytes = "weights".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String address = address(bytes);
    try (var request = upload(address, bytes)) {
      String before = state();
      revoke();

      assertThat(request.status()).isEqualTo(403);
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void bytes_at_a_signed_address_are_held_for_a_token_that_lives() throws Exception {
    byte[] bytes = "more weights".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String before = state();
    try (var request = upload(address(bytes), bytes)) {
      assertThat(request.status()).isEqualTo(200);
      assertThat(state()).isNotEqualTo(before);
    }
  }

  private SlowRequest upload(String address, byte[] bytes) throws IOException {
    String path = address.substring(hub.url().length());
    return SlowRequest.begin(hub, "", "PUT " + path, "application/octet-stream", bytes);
  }

  private String address(byte[] bytes) throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String body =
        """
        {"operation": "upload", "objects": [{"oid": "%s", "size": %d}]}
        """
            .formatted(oid, bytes.length);
    var answer = hub.post(token, "/org" + count + "/m.git/info/lfs/objects/batch", body);
    return HubFixture.json(answer).at("/objects/0/actions/upload/href").stringValue();
  }

  @Test
  void a_commit_does_not_land_whose_token_was_revoked_meanwhile() throws Exception {
    try (var request = commit()) {
      String before = state();
      revoke();

      assertThat(request.status()).isEqualTo(401);
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void a_commit_does_not_land_whose_author_was_demoted_meanwhile() throws Exception {
    try (var request = commit()) {
      hub.write(tx -> tx.handle().execute("UPDATE repo SET created_by = NULL"));
      String before = state();
      ci.run("", "org", "member", "org" + count, member, "--role", "read");

      assertThat(request.status()).isEqualTo(403);
      assertThat(state()).isEqualTo(before);
    }
  }

  private SlowRequest commit() throws IOException {
    String lines =
        """
        {"key": "header", "value": {"summary": "s", "description": ""}}
        {"key": "file", "value": {"path": "a.txt", "content": "aGk=", "encoding": "base64"}}
        """;
    return SlowRequest.begin(
        hub,
        token,
        "POST " + id.apiPath() + "/commit/main",
        "application/x-ndjson",
        lines.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void a_push_does_not_land_whose_token_was_revoked_meanwhile() throws Exception {
    try (var request = push()) {
      String before = state();
      revoke();

      assertThat(request.finish()).contains("ng refs/heads/side");
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void a_push_does_not_land_whose_author_was_demoted_meanwhile() throws Exception {
    try (var request = push()) {
      hub.write(tx -> tx.handle().execute("UPDATE repo SET created_by = NULL"));
      String before = state();
      ci.run("", "org", "member", "org" + count, member, "--role", "read");

      assertThat(request.finish()).contains("ng refs/heads/side");
      assertThat(state()).isEqualTo(before);
    }
  }

  @Test
  void a_push_lands_whose_author_may_still_write() throws Exception {
    try (var request = push()) {
      String before = state();

      assertThat(request.finish()).contains("ok refs/heads/side");
      assertThat(state()).isNotEqualTo(before);
    }
  }

  /** A new branch on the commit that is there: a command, and a pack of nothing. */
  private SlowRequest push() throws Exception {
    String tip =
        hub.read(tx ->
            tx.handle()
                .createQuery("SELECT commit_id FROM git_ref WHERE repo_key = :repo")
                .bind("repo", key.hex())
                .mapTo(String.class)
                .first());
    String command = "0".repeat(40) + " " + tip + " refs/heads/side\0report-status";
    byte[] line =
        (String.format("%04x", command.length() + 4) + command + "0000").getBytes(US_ASCII);
    byte[] pack = {'P', 'A', 'C', 'K', 0, 0, 0, 2, 0, 0, 0, 0};
    var body = new ByteArrayOutputStream();
    body.write(line);
    body.write(pack);
    body.write(MessageDigest.getInstance("SHA-1").digest(pack));
    return SlowRequest.begin(
        hub,
        token,
        "POST /org" + count + "/m.git/git-receive-pack",
        "application/x-git-receive-pack-request",
        body.toByteArray());
  }
}
