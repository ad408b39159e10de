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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitwireTest {

  private static final String FETCH = "application/x-git-upload-pack-request";
  private static final String OID = "cd".repeat(32);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static int count;

  @TempDir private Path home;
  private GitClient git;
  private RepoId id;
  private RepoKey key;

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
    git = new GitClient(home);
    id = RepoId.of(RepoType.MODEL, "alice", "g" + count++).orThrow();
    key = hub.repo(alice, id, true);
  }

  @ParameterizedTest
  @EnumSource(value = RepoType.class, mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void clones_and_pushes_every_type_of_repository(RepoType type) {
    RepoId typed = RepoId.of(type, "alice", "typed-" + type.word()).orThrow();
    hub.repo(alice, typed, true);

    git.run("", "clone", "-q", remote(alice, typed), "a").done();
    git.commit("a", "sub/hello.txt", "hello\n");
    git.run("a", "push", "-q", "origin", "main").done();
    git.run("", "clone", "-q", remote(alice, typed) + ".git", "b").done();

    assertThat(home.resolve("b/sub/hello.txt")).hasContent("hello\n");
    assertThat(git.run("b", "fsck", "--strict").done()).doesNotContain("error");
  }

  @Test
  void shows_what_was_committed_by_api_with_its_author() throws IOException {
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, 9, 0)",
                key.hex(),
                OID));
    String job = hub.job(key, Scope.WRITE);
    commit(alice, "{\"path\": \"a\", \"content\": \"h\\u00e4\"}", "file");
    commit(job, "{\"path\": \"w.dat\", \"oid\": \"" + OID + "\"}", "lfsFile");

    git.run("", "clone", "-q", remote(alice, id), "a").done();

    assertThat(home.resolve("a/a")).hasContent("h\u00e4");
    assertThat(home.resolve("a/w.dat"))
        .hasContent("version https://git-lfs.github.com/spec/v1\noid sha256:" + OID + "\nsize 9\n");
    assertThat(Files.readString(home.resolve("a/.gitattributes")))
        .endsWith("/w.dat filter=lfs diff=lfs merge=lfs -text\n");
    assertThat(git.run("a", "log", "-2", "--format=%an <%ae>|%cn|%s|%b").done())
        .isEqualTo(
            """
            [OIDC] <oidc@users.noreply.localhost>|[OIDC]|title|more
            alice <alice@users.noreply.localhost>|alice|title|more\
            """);
  }

  @Test
  void clones_what_is_public_for_everybody_and_pushes_for_nobody() {
    RepoId open = hub.model(alice, "alice/open");

    git.run("", "clone", "-q", hub.url() + "/alice/open", "a").done();
    git.commit("a", "x", "x");
    var pushed = git.run("a", "push", "-q", "origin", "main");

    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.output()).contains("could not read Username");
    assertThat(open.fullName()).isEqualTo("alice/open");
  }

  @Test
  void clones_shallow_and_partially_and_deepens() {
    git.run("", "clone", "-q", remote(alice, id), "a").done();
    for (int i = 0; i < 5; i++) {
      git.commit("a", "f" + i, "content " + i);
    }
    git.run("a", "push", "-q", "origin", "main").done();

    git.run("", "clone", "-q", "--depth=2", remote(alice, id), "shallow").done();
    assertThat(git.run("shallow", "rev-list", "--count", "HEAD").done()).isEqualTo("2");
    git.run("shallow", "fetch", "-q", "--unshallow").done();
    assertThat(git.run("shallow", "rev-list", "--count", "HEAD").done()).isEqualTo("6");

    git.run("", "clone", "-q", "--filter=blob:none", "--no-checkout", remote(alice, id), "p")
        .done();
    assertThat(git.run("p", "rev-list", "--objects", "--missing=print", "HEAD").done())
        .contains("?");
    git.run("p", "checkout", "-q", "main").done();
    assertThat(home.resolve("p/f4")).hasContent("content 4");
    git.run("a", "rm", "-q", "f4").done();
    git.commit("a", "f0", "changed");
    git.run("a", "push", "-q", "origin", "main").done();
    git.run("", "clone", "-q", "--filter=blob:none", "--no-checkout", remote(alice, id), "q")
        .done();
    assertThat(git.run("q", "show", "HEAD~1:f4").done()).isEqualTo("content 4");
  }

  @Test
  void fetches_by_the_first_protocol_as_well() {
    git.run("", "-c", "protocol.version=0", "clone", "-q", remote(alice, id), "a").done();
    git.commit("a", "x", "x");
    git.run("a", "push", "-q", "origin", "main", "main:feature/one", "main:refs/tags/v1").done();

    assertThat(git.run("", "-c", "protocol.version=0", "ls-remote", remote(alice, id)).done())
        .contains("HEAD", "refs/heads/main", "refs/heads/feature/one", "refs/tags/v1");
    git.run("a", "push", "-q", "origin", ":feature/one").done();
    assertThat(git.run("", "ls-remote", remote(alice, id)).done()).doesNotContain("feature");
  }

  @Test
  void moves_a_branch_back_if_it_is_forced() {
    git.run("", "clone", "-q", remote(alice, id), "a").done();
    git.commit("a", "x", "x");
    git.run("a", "push", "-q", "origin", "main").done();
    git.run("a", "reset", "-q", "--hard", "HEAD~1").done();
    git.commit("a", "y", "y");

    assertThat(git.run("a", "push", "-q", "origin", "main").code()).isNotZero();
    git.run("a", "push", "-q", "--force", "origin", "main").done();
  }

  @Test
  void refuses_a_file_that_belongs_in_lfs_and_names_it() {
    byte[] large = new byte[10_485_761];
    new java.util.Random(1).nextBytes(large);

    assertPushRefused("sub/large.dat", large, "sub/large.dat", "LFS");
  }

  @Test
  void takes_a_file_of_exactly_ten_mebibytes() {
    byte[] bytes = new byte[10_485_760];
    new java.util.Random(1).nextBytes(bytes);
    git.run("", "clone", "-q", remote(alice, id), "a").done();
    git.commit("a", "large.dat", bytes);

    git.run("a", "push", "-q", "origin", "main").done();
  }

  @Test
  void refuses_a_pointer_to_what_the_repository_does_not_hold() {
    RepoKey other =
        hub.repo(alice, RepoId.of(RepoType.MODEL, "alice", "o" + count).orThrow(), true);
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, 9, 0)",
                other.hex(),
                OID));

    assertPushRefused("w.dat", pointer(9), "w.dat", OID);
  }

  @Test
  void refuses_a_pointer_that_is_broken_or_lies_about_the_size() {
    assertPushRefused(
        "w.dat",
        "version https://git-lfs.github.com/spec/v1\noid sha256:zz\n".getBytes(UTF_8),
        "w.dat",
        "pointer");
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, 9, 0)",
                key.hex(),
                OID));
    assertPushRefused("v.dat", pointer(8), "v.dat", OID);
    git.run("a", "reset", "-q", "--hard", "origin/main").done();
    git.commit("a", "u.dat", pointer(9));
    git.run("a", "push", "-q", "origin", "main").done();
  }

  @Test
  void takes_what_git_lfs_uploads_before_the_push_and_gives_it_back() throws IOException {
    byte[] large = new byte[3_000_000];
    new java.util.Random(5).nextBytes(large);
    git.run("", "clone", "-q", remote(alice, id), "a").done();
    git.run("a", "lfs", "install", "--local").done();
    git.commit("a", "w.safetensors", large);

    git.run("a", "push", "origin", "main").done();
    git.run("", "clone", "-q", remote(alice, id), "b").done();
    git.run("b", "lfs", "install", "--local").done();
    git.run("b", "lfs", "pull").done();

    assertThat(Files.readAllBytes(home.resolve("b/w.safetensors"))).isEqualTo(large);
    assertThat(git.run("b", "cat-file", "-s", "HEAD:w.safetensors").done()).isEqualTo("132");
  }

  @Test
  void names_the_folder_and_the_entry_that_it_refuses() {
    assertPushRefused("back\\slash", new byte[] {1}, "the root folder", "back\\slash");
    git.run("a", "reset", "-q", "--hard", "origin/main").done();

    git.run(
            "a",
            "-c",
            "alias.mk=!printf '100644 blob %s\\t.git\\n'"
                + " $(git hash-object -w --stdin </dev/null) | git mktree > tree",
            "mk")
        .done();
    git.run(
            "a",
            "-c",
            "alias.ct=!git update-ref refs/heads/main"
                + " $(git commit-tree -p HEAD -m x $(cat tree))",
            "ct")
        .done();
    var pushed = git.run("a", "push", "origin", "main");

    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.output()).contains("the root folder has an entry \".git\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/HEAD",
        "refs/tags/HEAD",
        "refs/heads/refs/heads/x",
        "refs/heads/ABCDEFabcdef0123456789012345678901234567"
      })
  void creates_no_name_that_means_something_else(String name) {
    git.run("", "clone", "-q", remote(alice, id), "a").done();

    var pushed = git.run("a", "push", "origin", "main:" + name);

    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.output()).contains("[remote rejected]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "\u001f\u008bjunk", "0003", "zzzz"})
  void says_400_to_what_is_not_git(String body) {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    for (String program : List.of("git-upload-pack", "git-receive-pack")) {
      var answer =
          hub.post(
              alice,
              "/" + id.path() + "/" + program,
              "application/x-" + program + "-request",
              BodyPublishers.ofByteArray(bytes));

      assertThat(answer.statusCode()).as(program + answer.body()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "ffff", "0032want x"})
  void says_400_to_a_question_that_breaks_off(String body) {
    var fetch = BodyPublishers.ofString(body);
    var answer = hub.post(alice, "/" + id.path() + "/git-upload-pack", FETCH, fetch);

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0000", "0032", "0032abc", "command", "command0032abc"})
  void says_400_to_a_push_that_breaks_off_and_nothing_to_one_that_only_asks(String body) {
    String command = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/x\0report-status";
    String line = String.format("%04x", command.length() + 4) + command;

    var answer =
        hub.post(
            alice,
            "/" + id.path() + "/git-receive-pack",
            "application/x-git-receive-pack-request",
            BodyPublishers.ofString(body.replace("command", line)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(body.equals("0000") ? 200 : 400);
  }

  @Test
  void tells_a_client_that_asks_for_no_object_what_is_wrong() {
    var answer =
        hub.post(
            alice,
            "/" + id.path() + "/git-upload-pack",
            FETCH,
            BodyPublishers.ofString("0010want xyzabc0000"));

    assertThat(answer.body()).doesNotContain("internal server error");
  }

  @Test
  void says_that_a_reference_to_delete_does_not_exist() {
    String old = "0123456789012345678901234567890123456789";
    String command = old + " " + "0".repeat(40) + " refs/heads/nope\0report-status";
    var answer =
        hub.post(
            alice,
            "/" + id.path() + "/git-receive-pack",
            "application/x-git-receive-pack-request",
            BodyPublishers.ofString(
                String.format("%04x", command.length() + 4) + command + "0000"));

    assertThat(answer.body()).contains("ng refs/heads/nope", "does not exist");
  }

  @Test
  void answers_a_fetch_that_wants_very_much() throws IOException {
    git.run("", "clone", "-q", remote(alice, id), "a").done();
    String want = "0032want " + git.run("a", "rev-parse", "HEAD").done() + "\n";
    String asked = "0011command=fetch0001" + want.repeat(170_000) + "0009done\n0000";

    var answer =
        hub.send(
            alice,
            "/" + id.path() + "/git-upload-pack",
            request ->
                request
                    .header("Content-Type", FETCH)
                    .header("Git-Protocol", "version=2")
                    .POST(BodyPublishers.ofString(asked)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("000dpackfile\n");
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void keeps_the_default_branch() {
    git.run("", "clone", "-q", remote(alice, id), "a").done();

    var deleted = git.run("a", "push", "origin", ":main");

    assertThat(deleted.code()).isNotZero();
    assertThat(deleted.output()).contains("the default branch stays");
  }

  @Test
  void lets_a_job_push_to_its_repository_and_tells_the_audit() {
    String job = hub.job(key, Scope.WRITE);
    git.run("", "clone", "-q", remote(job, id), "a").done();
    git.commit("a", "x", "x");
    git.run("a", "push", "-q", "origin", "main").done();

    List<String> audited =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    """
                    SELECT actor_kind || ' ' || actor || ' ' || details FROM audit_event
                    WHERE action = 'repo.push' AND target = :target
                    """)
                .bind("target", id.path())
                .mapTo(String.class)
                .list());
    assertThat(audited)
        .singleElement()
        .asString()
        .contains(
            "workload https://ci.example repo:acme/train",
            git.run("a", "rev-parse", "HEAD").done());
  }

  @Test
  void refuses_a_job_that_may_only_read_or_is_of_another_repository() {
    String reading = hub.job(key, Scope.READ);
    RepoId secret = RepoId.of(RepoType.MODEL, "alice", "s" + count).orThrow();
    hub.repo(alice, secret, true);
    git.run("", "clone", "-q", remote(reading, id), "a").done();
    git.commit("a", "x", "x");

    assertThat(git.run("a", "push", "origin", "main").output())
        .contains("remote: This token may only read the repository.", "403");
    assertThat(git.run("", "clone", remote(reading, secret), "b").output())
        .contains("remote: Repository not found");
  }

  @Test
  void does_not_know_a_token_any_more_that_was_revoked() {
    String job = hub.job(key, Scope.WRITE);
    git.run("", "clone", "-q", remote(job, id), "a").done();
    git.commit("a", "x", "x");

    hub.write(tx -> tx.handle().execute("DELETE FROM access_token WHERE repo_key = ?", key.hex()));

    assertThat(git.run("a", "push", "origin", "main").output()).contains("Authentication failed");
    assertThat(info(job, "git-upload-pack").statusCode()).isEqualTo(401);
  }

  @Test
  void stands_before_the_files_of_a_gated_repository() {
    RepoId gated = hub.model(alice, "alice/gated" + count);
    hub.send(
        alice,
        gated.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"gated\": \"manual\"}")));
    String bob = hub.user("bob" + count);

    var refused = hub.get(bob, "/" + gated.path() + "/info/refs?service=git-upload-pack");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "X-Error-Code")).isEqualTo("GatedRepo");
    assertThat(
            hub.post(bob, "/" + gated.path() + "/git-upload-pack", FETCH, BodyPublishers.noBody())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void asks_for_a_password_in_the_way_of_git() {
    for (String service : List.of("git-upload-pack", "git-receive-pack")) {
      var answer = info(NOBODY, service);

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(header(answer, "WWW-Authenticate")).startsWith("Basic realm=");
    }
    RepoId open = hub.model(alice, "alice/open" + count);
    var push =
        hub.post(
            NOBODY,
            "/" + open.path() + "/git-receive-pack",
            "application/x-git-receive-pack-request",
            BodyPublishers.ofString("0000"));
    assertThat(push.statusCode()).isEqualTo(401);
    assertThat(header(push, "WWW-Authenticate")).startsWith("Basic realm=");
  }

  @Test
  void is_not_cached() {
    var answer = info(alice, "git-upload-pack");

    assertThat(header(answer, "Cache-Control")).startsWith("no-cache");
    assertThat(header(answer, "Content-Type"))
        .isEqualTo("application/x-git-upload-pack-advertisement");
    assertThat(answer.body()).startsWith("001e# service=git-upload-pack\n0000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/info/refs",
        "/info/refs?service=git-upload-archive",
        ".git/HEAD",
        ".git/objects/info/packs",
        ".git/objects/pack/x.pack",
        ".git/config"
      })
  void does_not_speak_the_old_protocol(String tail) {
    assertThat(hub.get(alice, "/" + id.path() + tail).statusCode()).isEqualTo(404);
  }

  @Test
  void leads_from_a_former_name_to_the_new_one() {
    RepoId renamed = RepoId.of(RepoType.MODEL, "alice", "renamed" + count).orThrow();
    hub.post(
        alice,
        "/api/repos/move",
        "{\"fromRepo\": \"%s\", \"toRepo\": \"%s\"}".formatted(id.fullName(), renamed.fullName()));

    git.run("", "clone", "-q", remote(alice, id) + ".git", "a").done();
    git.commit("a", "x", "x");
    git.run("a", "push", "-q", "origin", "main").done();

    assertThat(git.run("", "ls-remote", remote(alice, renamed), "main").done())
        .startsWith(git.run("a", "rev-parse", "HEAD").done());
  }

  @Test
  void inflates_a_request_and_refuses_one_that_has_no_end() throws IOException {
    String list = "0014command=ls-refs\n00010009peel\n0000";
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] packets = "0000".repeat(256 * 1024).getBytes(UTF_8);
      for (int i = 0; i < 65; i++) {
        gzip.write(packets);
      }
    }
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
      gzip.write(list.getBytes(UTF_8));
    }

    assertThat(fetch(small.toByteArray(), "gzip").statusCode()).isEqualTo(200);
    assertThat(fetch(small.toByteArray(), "gzip").body()).contains("refs/heads/main");
    assertThat(fetch(bomb.toByteArray(), "gzip").statusCode()).isEqualTo(413);
    assertThat(fetch("no gzip".getBytes(UTF_8), "gzip").statusCode()).isEqualTo(400);
    assertThat(fetch(list.getBytes(UTF_8), "br").statusCode()).isEqualTo(415);
    assertThat(
            hub.post(
                    alice,
                    "/" + id.path() + "/git-upload-pack",
                    "text/plain",
                    BodyPublishers.ofString(list))
                .statusCode())
        .isEqualTo(415);
  }

  private HttpResponse<String> fetch(byte[] body, String encoding) {
    return hub.send(
        alice,
        "/" + id.path() + ".git/git-upload-pack",
        request ->
            request
                .header("Content-Type", FETCH)
                .header("Content-Encoding", encoding)
                .header("Git-Protocol", "version=2")
                .POST(BodyPublishers.ofByteArray(body)));
  }

  private void assertPushRefused(String path, byte[] content, String... words) {
    if (!Files.exists(home.resolve("a"))) {
      git.run("", "clone", "-q", remote(alice, id), "a").done();
    }
    git.run("a", "reset", "-q", "--hard", "origin/main").done();
    git.commit("a", path, content);

    var pushed = git.run("a", "push", "origin", "main");

    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.output()).contains("! [remote rejected]").contains(words);
    assertThat(git.run("", "ls-remote", remote(alice, id), "main").done())
        .startsWith(git.run("a", "rev-parse", "origin/main").done());
  }

  private void commit(String token, String value, String kind) {
    String header =
        "{\"key\":\"header\",\"value\":{\"summary\":\"title\",\"description\":\"more\"}}\n";
    String line = "{\"key\":\"%s\",\"value\":%s}".formatted(kind, value);
    var answer =
        hub.post(
            token,
            id.apiPath() + "/commit/main",
            "application/x-ndjson",
            BodyPublishers.ofString(header + line));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("success").asBoolean()).isTrue();
  }

  private HttpResponse<String> info(String token, String service) {
    return hub.get(token, "/" + id.path() + "/info/refs?service=" + service);
  }

  private static byte[] pointer(long size) {
    return ("version https://git-lfs.github.com/spec/v1\noid sha256:"
            + OID
            + "\nsize "
            + size
            + "\n")
        .getBytes(UTF_8);
  }

  private static String remote(String token, RepoId repo) {
    return hub.url().replace("://", "://user:" + token + "@") + "/" + repo.path();
  }
}
