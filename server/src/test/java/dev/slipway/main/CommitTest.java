package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTest {

  private static final String NDJSON = "application/x-ndjson";
  private static final String HEADER =
      "{\"key\": \"header\", \"value\": {\"summary\": \"s\", \"description\": \"\"}}\n";
  private static final String OID = "ab".repeat(32);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static int count;

  private RepoId id;
  private RepoKey key;
  private String api;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void create() {
    id = RepoId.of(RepoType.MODEL, "alice", "m" + count++).orThrow();
    key = hub.repo(alice, id, false);
    api = id.apiPath();
  }

  @Test
  void answers_a_commit_that_comes_again_as_it_did_before() {
    String before = tip();
    String first = HEADER + file("a.txt", "hello");
    commit(first);
    String parent = tip();
    String lines =
        HEADER.replace("}}", ", \"parentCommit\": \"" + parent + "\"}}")
            + "{\"key\": \"deletedFile\", \"value\": {\"path\": \"a.txt\"}}";
    String oid = json(commit(lines)).get("commitOid").asString();

    var again = commit(lines);

    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(json(again).get("commitOid").asString()).isEqualTo(oid).isEqualTo(tip());
    assertThat(commit(lines.replace(parent, before)).statusCode()).isEqualTo(412);
  }

  @Test
  void says_why_a_file_of_rules_cannot_be_extended() throws Exception {
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, 9, 0)",
                key.hex(),
                OID));
    String folder = "{\"key\": \"deletedFile\", \"value\": {\"path\": \".gitattributes\"}}\n";
    commit(HEADER + folder + file(".gitattributes/x", "x"));

    var answer =
        commit(
            HEADER
                + "{\"key\": \"lfsFile\", \"value\": {\"path\": \"w.odd\", \"oid\": \""
                + OID
                + "\"}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(".gitattributes is a folder");
  }

  @Test
  void answers_as_the_hub_does() {
    var answer = commit(HEADER + file("a.txt", "hello"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String oid = json(answer).get("commitOid").asString();
    assertThat(oid).hasSize(40).isEqualTo(tip());
    assertThat(json(answer).get("success").asBoolean()).isTrue();
    assertThat(json(answer).get("hookOutput").asString()).isEmpty();
    assertThat(json(answer).get("commitUrl").asString())
        .isEqualTo(hub.url() + "/" + id.fullName() + "/commit/" + oid);
    assertThat(json(answer).size()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(value = RepoType.class, mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void serves_every_type_of_repository(RepoType type) {
    RepoId typed = RepoId.of(type, "alice", "typed-" + type.word()).orThrow();
    hub.repo(alice, typed, true);

    var answer =
        hub.post(alice, typed.apiPath() + "/commit/main", NDJSON, text(HEADER + file("a", "b")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("commitUrl").asString())
        .startsWith(hub.url() + "/" + typed.path() + "/commit/");
  }

  @Test
  void applies_operations_in_their_order() throws Exception {
    ok(commit(HEADER + file("a", "1") + file("d/b", "2") + file("d/c", "3") + file("e/f", "4")));

    ok(
        commit(
            HEADER
                + line("deletedFolder", "\"path\": \"d/\"")
                + line("deletedFolder", "\"path\": \"e\"")
                + line("deletedEntry", "\"path\": \"a\"")
                + file("d/b", "new")
                + file("a/x", "file in what was a file")
                + file("gone", "x")
                + line("deletedFile", "\"path\": \"gone\"")));

    assertThat(oidOf("d/b")).isEqualTo(blob("new"));
    assertThat(oidOf("a/x")).isEqualTo(blob("file in what was a file"));
    assertThat(oidOf("d/c")).isEmpty();
    assertThat(oidOf("e/f")).isEmpty();
    assertThat(oidOf("gone")).isEmpty();
  }

  @Test
  void renames_what_was_somewhere_else() throws Exception {
    ok(commit(HEADER + file("old", "x")));

    ok(
        commit(
            HEADER + line("file", "\"path\": \"new\", \"oldPath\": \"old\", \"content\": \"x\"")));

    assertThat(oidOf("old")).isEmpty();
    assertThat(oidOf("new")).isEqualTo(blob("x"));
  }

  @Test
  void refers_to_a_blob_that_the_repository_holds_whatever_the_client_says_of_its_size() {
    hold(key, OID, 42);

    ok(commit(HEADER + lfs("w.bin", OID, ", \"size\": 42") + lfs("v.dat", OID, "")));

    assertThat(oidOf("w.bin")).isEqualTo(OID);
    assertThat(oidOf("v.dat")).isEqualTo(OID);
    assertThat(mode("v.dat")).as("a rule was added for it").isEqualTo("lfs");
    assertThat(mode("u.dat")).as("and for nothing else").isEqualTo("regular");
  }

  @Test
  void refuses_a_blob_of_another_repository_as_one_that_nobody_has() {
    RepoKey other =
        hub.repo(alice, RepoId.of(RepoType.MODEL, "alice", "o" + count).orThrow(), true);
    hold(other, OID, 42);
    String pointer =
        "version https://git-lfs.github.com/spec/v1\\noid sha256:" + OID + "\\nsize 42\\n";

    assertRefused(400, HEADER + lfs("w.bin", OID, ", \"size\": 42"), "not uploaded");
    assertRefused(400, HEADER + file("w.bin", pointer), "not uploaded");
  }

  @Test
  void refuses_a_blob_of_another_size_and_a_pointer_that_is_broken() {
    hold(key, OID, 42);

    assertRefused(400, HEADER + lfs("w.bin", OID, ", \"size\": 41"), "another size");
    assertRefused(
        400,
        HEADER + file("w.bin", "version https://git-lfs.github.com/spec/v1\\noid sha256:zz\\n"),
        "pointer");
  }

  @Test
  void says_what_is_not_there_so_that_the_client_can_give_its_hint() {
    for (String kind : List.of("deletedFile", "deletedFolder", "deletedEntry")) {
      var answer = commit(HEADER + line(kind, "\"path\": \"nope\""));

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "X-Error-Code")).isEqualTo("EntryNotFound");
      assertThat(header(answer, "X-Error-Message")).contains("A file with this name doesn't exist");
    }
  }

  @Test
  void does_not_take_a_folder_for_a_file_or_a_file_for_a_folder() {
    ok(commit(HEADER + file("d/f", "1")));
    String before = tip();

    assertThat(commit(HEADER + line("deletedFile", "\"path\": \"d\"")).statusCode()).isEqualTo(404);
    assertThat(commit(HEADER + line("deletedFolder", "\"path\": \"d/f\"")).statusCode())
        .isEqualTo(404);
    assertRefused(400, HEADER + file("d", "1"), "folder");
    assertRefused(400, HEADER + file("d/f/g", "1"), "folder");
    assertThat(tip()).isEqualTo(before);
  }

  @Test
  void gives_the_tip_for_a_commit_that_comes_twice_or_changes_nothing() {
    String body = HEADER + file("a", "1");
    String first = ok(commit(body));

    assertThat(ok(commit(body))).isEqualTo(first);
    assertThat(ok(commit(HEADER))).isEqualTo(first);
    assertThat(ok(commit(HEADER.strip()))).isEqualTo(first);
  }

  @Test
  void takes_a_parent_that_is_the_tip_and_refuses_any_other() {
    String parent = tip();
    String body =
        "{\"key\":\"header\",\"value\":{\"summary\":\"s\",\"parentCommit\":\"%s\"}}\n%s"
            .formatted(parent, file("a", "1"));

    String first = ok(commit(body));
    var second = commit(body.replace("\"1\"", "\"2\""));

    assertThat(second.statusCode()).isEqualTo(412);
    assertThat(json(second).get("error").asString()).contains(first);
    assertThat(tip()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "refs%2Fpr%2F1", "refs%2Fheads%2Fnope", "a..b", "v1.0"})
  void does_not_know_other_branches(String revision) {
    var answer = commitTo(revision, HEADER + file("a", "1"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
  }

  @Test
  void refuses_to_commit_onto_a_commit() {
    assertThat(commitTo(tip(), HEADER + file("a", "1")).statusCode()).isEqualTo(400);
    assertThat(commitTo("refs%2Fconvert%2Fparquet", HEADER).statusCode()).isEqualTo(400);
  }

  @Test
  void knows_a_branch_by_its_full_name() {
    ok(commitTo("refs%2Fheads%2Fmain", HEADER + file("a", "1")));
    ok(commitTo("refs/heads/main?hot_reload=1", HEADER + file("b", "1")));
  }

  @Test
  void opens_no_pull_request() {
    String before = tip();

    assertThat(commitTo("main?create_pr=1", HEADER + file("a", "1")).statusCode()).isEqualTo(501);
    assertThat(
            hub.post(alice, api + "/discussions", "{\"title\": \"t\", \"pullRequest\": true}")
                .statusCode())
        .isEqualTo(501);
    assertThat(hub.post(alice, api + "/discussions/1/merge", "{}").statusCode()).isEqualTo(501);
    assertThat(json(hub.get(NOBODY, api + "/discussions")).get("count").asInt()).isZero();
    assertThat(tip()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{\"key\":\"header\",\"value\":{\"summary\":\"\"}}",
        "HEADER{\"key\":\"other\",\"value\":{}}",
        "HEADER{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"*\",\"encoding\":\"base64\"}}",
        "HEADER{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"eA==eA\",\"encoding\":\"base64\"}}",
        "HEADER{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"e\",\"encoding\":\"base64\"}}",
        "HEADER{\"key\":\"file\",\"value\":{\"path\":\"a/../b\",\"content\":\"\"}}",
        "HEADER{\"key\":\"file\",\"value\":{\"path\":\".GIT/hooks/x\",\"content\":\"\"}}",
        "HEADER{\"key\":\"file\",\"value\":{\"path\":\"a\",\"content\":\"x\"",
        "HEADER{\"key\":\"lfsFile\",\"value\":{\"path\":\"a\",\"oid\":\"x\"}}"
      })
  void refuses_what_is_not_as_it_should_be(String body) {
    assertRefused(400, body.replace("HEADER", HEADER + file("before", "1")), "");
  }

  @Test
  void refuses_everything_if_the_last_of_many_lines_is_wrong() {
    StringBuilder body = new StringBuilder(HEADER);
    for (int i = 0; i < 100; i++) {
      body.append(file("f" + i, "x"));
    }

    assertRefused(404, body + line("deletedFile", "\"path\": \"nope\""), "");
    assertThat(oidOf("f0")).isEmpty();
  }

  @Test
  void takes_an_inline_file_of_ten_mebibytes_and_tells_where_a_larger_one_belongs()
      throws Exception {
    byte[] bytes = new byte[10_485_761];
    new java.util.Random(3).nextBytes(bytes);
    String larger = Base64.getEncoder().encodeToString(bytes);
    byte[] exact = java.util.Arrays.copyOf(bytes, 10_485_760);
    String fits = Base64.getEncoder().encodeToString(exact);

    ok(commit(HEADER + base64("fits", fits)));
    assertThat(oidOf("fits")).isEqualTo(blob(exact));
    assertRefused(400, HEADER + base64("larger", larger), "LFS");
  }

  @Test
  void reads_a_line_of_sixty_megabytes_without_keeping_it() {
    BodyPublisher body =
        BodyPublishers.ofInputStream(() ->
            new SequenceInputStream(
                Collections.enumeration(
                    List.<InputStream>of(
                        bytes(HEADER + "{\"key\":\"file\",\"value\":{\"content\":\""),
                        bytes("QUJD".repeat(15_000_000)),
                        bytes("\",\"path\":\"p\",\"encoding\":\"base64\"}}\n")))));

    var answer = hub.post(alice, api + "/commit/main", NDJSON, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("LFS");
  }

  @Test
  void tells_a_client_that_is_still_sending_why_it_was_refused() {
    String rest = base64("p", "QUJD".repeat(2_000_000)).repeat(8);

    var refused = commit("{\"key\": \"header\", \"value\": {}}\n" + rest);
    var missing = commitTo("nope", HEADER + rest);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(missing.statusCode()).isEqualTo(404);
  }

  @Test
  void takes_a_thousand_files_at_once() throws Exception {
    StringBuilder body = new StringBuilder(HEADER);
    for (int i = 0; i < 1000; i++) {
      body.append(base64("d%d/f%d".formatted(i % 17, i), encode("content " + i)));
    }

    ok(commit(body.toString()));

    assertThat(oidOf("d0/f0")).isEqualTo(blob("content 0"));
    assertThat(oidOf("d13/f999")).isEqualTo(blob("content 999"));
  }

  @Test
  void lands_two_hundred_concurrent_commits() throws Exception {
    List<Callable<Integer>> commits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String body = HEADER + file("f" + i, "content " + i);
      commits.add(() -> commit(body).statusCode());
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var status : threads.invokeAll(commits)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }

    for (int i = 0; i < 200; i++) {
      assertThat(oidOf("f" + i)).isEqualTo(blob("content " + i));
    }
    assertThat(audited("repo.commit")).hasSize(200);
  }

  @Test
  void reads_the_older_form_of_one_object() throws Exception {
    String body =
        """
        {"summary": "s", "files": [{"path": "a", "content": "eA==", "encoding": "base64"}],
         "deletedEntries": [{"path": ".gitattributes"}]}
        """;

    ok(hub.post(alice, api + "/commit/main", body));

    assertThat(oidOf("a")).isEqualTo(blob("x"));
    assertThat(oidOf(".gitattributes")).isEmpty();
  }

  @Test
  void is_for_those_who_may_write() {
    String bob = hub.user("bob" + count);
    RepoId hidden = RepoId.of(RepoType.MODEL, "alice", "hidden" + count).orThrow();
    RepoKey hiddenKey = hub.repo(alice, hidden, true);

    assertThat(status(NOBODY, id)).isEqualTo(401);
    assertThat(status("hf_wrong", id)).isEqualTo(401);
    assertThat(status(bob, id)).isEqualTo(403);
    assertThat(status(bob, hidden)).isEqualTo(404);
    assertThat(status(hub.token("alice", Scope.READ), id)).isEqualTo(403);
    assertThat(status(hub.job(key, Scope.READ), id)).isEqualTo(403);
    assertThat(status(hub.job(key, Scope.WRITE), hidden)).isEqualTo(404);
    assertThat(status(hub.job(hiddenKey, Scope.WRITE), id)).isEqualTo(403);
    assertThat(status(hub.job(hiddenKey, Scope.WRITE), hidden)).isEqualTo(200);
  }

  @Test
  void tells_the_audit_which_job_committed_what() {
    String before = tip();
    String job = hub.job(key, Scope.WRITE);

    String after = ok(hub.post(job, api + "/commit/main", NDJSON, text(HEADER + file("a", "1"))));

    assertThat(audited("repo.commit"))
        .singleElement()
        .asString()
        .contains("workload https://ci.example repo:acme/train", before + " " + after);
  }

  @Test
  void leaves_no_file_behind() throws Exception {
    ok(commit(HEADER + base64("a", encode("x".repeat(300_000)))));
    assertRefused(400, HEADER + file("b", "x".repeat(300_000)) + "{", "");

    awaitEmptySpool();
  }

  /** The hub joins the packs of other tests' repositories by itself, and spools while it does. */
  private static void awaitEmptySpool() throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    List<Path> left = spooled();
    while (!left.isEmpty() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      left = spooled();
    }
    assertThat(left).isEmpty();
  }

  private static List<Path> spooled() throws IOException {
    try (var files = Files.list(folder.resolve("spool"))) {
      return files.toList();
    }
  }

  private int status(String token, RepoId repo) {
    return hub.post(token, repo.apiPath() + "/commit/main", NDJSON, text(HEADER + file("a", "1")))
        .statusCode();
  }

  private HttpResponse<String> commit(String body) {
    return commitTo("main", body);
  }

  private HttpResponse<String> commitTo(String revision, String body) {
    return hub.post(alice, api + "/commit/" + revision, NDJSON, text(body));
  }

  private static String ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).get("commitOid").asString();
  }

  private void assertRefused(int status, String body, String sentence) {
    String before = tip();

    var answer = commit(body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).get("error").asString()).contains(sentence);
    assertThat(tip()).isEqualTo(before);
  }

  private String tip() {
    return preupload("a").get("commitOid").asString();
  }

  /** What the hub says is there: by this clients know what did not change. */
  private String oidOf(String path) {
    return preupload(path).get("files").get(0).path("oid").asString("");
  }

  private String mode(String path) {
    return preupload(path).get("files").get(0).get("uploadMode").asString();
  }

  private tools.jackson.databind.JsonNode preupload(String path) {
    return json(
        hub.post(
            alice,
            api + "/preupload/main",
            "{\"files\": [{\"path\": \"%s\", \"size\": 1}]}".formatted(path)));
  }

  private static void hold(RepoKey repo, String sha256, long size) {
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, ?, 0)",
                repo.hex(),
                sha256,
                size));
  }

  private List<String> audited(String action) {
    return hub.read(tx ->
        tx.handle()
            .createQuery(
                """
                SELECT actor_kind || ' ' || actor || ' ' || details FROM audit_event
                WHERE action = :action AND target = :target
                """)
            .bind("action", action)
            .bind("target", id.path())
            .mapTo(String.class)
            .list());
  }

  private static String file(String path, String content) {
    return line("file", "\"content\": \"%s\", \"path\": \"%s\"".formatted(content, path));
  }

  private static String base64(String path, String content) {
    return line(
        "file",
        "\"content\": \"%s\", \"path\": \"%s\", \"encoding\": \"base64\"".formatted(content, path));
  }

  private static String lfs(String path, String oid, String more) {
    return line(
        "lfsFile",
        "\"path\": \"%s\", \"algo\": \"sha256\", \"oid\": \"%s\"".formatted(path, oid) + more);
  }

  private static String line(String key, String members) {
    return "{\"key\": \"%s\", \"value\": {%s}}\n".formatted(key, members);
  }

  private static BodyPublisher text(String body) {
    return BodyPublishers.ofString(body);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String blob(String text) throws Exception {
    return blob(text.getBytes(UTF_8));
  }

  private static String blob(byte[] bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-1");
    digest.update(("blob " + bytes.length + "\0").getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest(bytes));
  }
}
