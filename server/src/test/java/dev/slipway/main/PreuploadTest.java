package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PreuploadTest {

  private static final String MAIN = "/api/models/alice/m/preupload/main";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    hub.model(alice, "alice/m");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          w.safetensors,       10, aGFsbG8=,     lfs
          sub/w.bin,           10, aGFsbG8=,     lfs
          w.bin,                0, '',           regular
          notes.txt,           10, aGFsbG8=,     regular
          notes.txt,     10485760, aGFsbG8=,     regular
          notes.txt,     10485761, aGFsbG8=,     lfs
          README.md,     10485760, aGFsbG8=,     regular
          .gitattributes,10485760, AAAA,         regular
          sub/.gitignore,       3, AAAA,         regular
          nul.dat,              3, AAAA,         lfs
          latin.txt,            2, 5GE=,         lfs
          cut.txt,           1000, w7/D,         regular
          cut-short.txt,        3, w7/D,         lfs
          no-sample.txt,       10, '',           regular
          """)
  void decides_by_rules_then_size_then_look(String path, long size, String sample, String mode) {
    JsonNode file = ask(MAIN, question(file(path, size, sample)), 200).get("files").get(0);

    assertThat(file.get("path").asString()).isEqualTo(path);
    assertThat(file.get("uploadMode").asString()).isEqualTo(mode);
    assertThat(file.get("shouldIgnore").asBoolean()).isFalse();
    assertThat(file.has("oid")).isEqualTo(path.equals(".gitattributes"));
  }

  @Test
  void prefers_the_rules_of_the_request() {
    JsonNode files =
        ask(
                MAIN,
                """
                {"gitAttributes": "*.txt filter=lfs\\nkeep.txt -filter\\n",
                 "gitIgnore": "*.log\\n!keep.log\\n",
                 "files": [%s, %s, %s, %s]}
                """
                    .formatted(
                        file("a.txt", 1, ""),
                        file("keep.txt", 1, ""),
                        file("a.log", 1, ""),
                        file("keep.log", 1, "")),
                200)
            .get("files");

    assertThat(files.get(0).get("uploadMode").asString()).isEqualTo("lfs");
    assertThat(files.get(1).get("uploadMode").asString()).isEqualTo("regular");
    assertThat(files.get(2).get("shouldIgnore").asBoolean()).isTrue();
    assertThat(files.get(3).get("shouldIgnore").asBoolean()).isFalse();
  }

  @Test
  void does_not_log_what_people_write_into_a_gitignore() {
    var logger =
        (ch.qos.logback.classic.Logger)
            org.slf4j.LoggerFactory.getLogger("org.eclipse.jgit.ignore.FastIgnoreRule");

    assertThat(logger.isErrorEnabled()).isFalse();
    ask(MAIN, "{\"gitIgnore\": \"[\", \"files\": [%s]}".formatted(file("a", 1, "")), 200);
  }

  @Test
  void answers_each_of_a_thousand_files_and_refuses_one_more() {
    assertThat(ask(MAIN, questions(1000), 200).get("files")).hasSize(1000);
    ask(MAIN, questions(1001), 422);
  }

  private static String questions(int count) {
    return question(
        IntStream.range(0, count)
            .mapToObj(i -> file("f" + i, 1, ""))
            .collect(Collectors.joining(",")));
  }

  @Test
  void sends_what_no_commit_takes_to_lfs_whatever_a_rule_says() {
    String question =
        "{\"gitAttributes\": \"*.txt -filter\", \"files\": [%s, %s]}"
            .formatted(file("a.txt", 10_485_761, ""), file("b.txt", 10_485_760, ""));

    JsonNode files = ask(MAIN, question, 200).get("files");

    assertThat(files.get(0).get("uploadMode").asString()).isEqualTo("lfs");
    assertThat(files.get(1).get("uploadMode").asString()).isEqualTo("regular");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "sub/.gitattributes", ".gitignore"})
  void says_which_files_can_be_too_large(String path) {
    JsonNode answer = ask(MAIN, question(file(path, 10_485_761, "")), 422);

    assertThat(answer.get("error").asString())
        .isEqualTo(
            path + " has more than 10485760 bytes, and a file of this name is never in Git LFS");
  }

  @ParameterizedTest
  @EnumSource(value = RepoType.class, mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void serves_every_type_of_repository(RepoType type) {
    RepoId id = RepoId.of(type, "alice", "typed-" + type.word()).orThrow();
    hub.repo(alice, id, true);

    JsonNode answer = ask(id.apiPath() + "/preupload/main", question(file("a", 1, "")), 200);

    assertThat(answer.get("commitOid").asString()).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "refs%2Fpr%2F1", "refs/pr/1", "a..b", "%20", "-x"})
  void does_not_know_other_revisions(String revision) {
    var answer =
        hub.post(alice, "/api/models/alice/m/preupload/" + revision, question(file("a", 1, "")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"files\": {}}",
        "{\"files\": [null]}",
        "{\"files\": [1]}",
        "{\"files\": [{}]}",
        "{\"files\": [{\"path\": \"a\"}]}",
        "{\"files\": [{\"path\": 1, \"size\": 1}]}",
        "{\"files\": [{\"path\": \"a\", \"size\": -1}]}",
        "{\"files\": [{\"path\": \"a\", \"size\": \"1\"}]}",
        "{\"files\": [{\"path\": \"a\", \"size\": 1.5}]}",
        "{\"files\": [{\"path\": \"../a\", \"size\": 1}]}",
        "{\"files\": [{\"path\": \"a/.GIT/b\", \"size\": 1}]}",
        "{\"files\": [{\"path\": \"a\", \"size\": 1, \"sample\": \"*\"}]}",
        "{\"files\": [{\"path\": \"a\", \"size\": 1, \"sample\": 7}]}",
        "{\"files\": [], \"gitIgnore\": 7}",
        "{\"files\": [], \"gitAttributes\": []}"
      })
  void refuses_what_is_not_as_it_should_be(String body) {
    ask(MAIN, body, 400);
  }

  @Test
  void opens_no_pull_request() {
    ask(MAIN + "?create_pr=1", question(file("a", 1, "")), 501);
  }

  @Test
  void is_for_those_who_may_write() {
    RepoKey key = hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/guarded").orThrow(), true);
    String path = "/api/models/alice/guarded/preupload/main";
    String bob = hub.user("bob");

    assertThat(status(NOBODY, path)).isEqualTo(401);
    assertThat(status("hf_wrong", path)).isEqualTo(401);
    assertThat(status(bob, path)).isEqualTo(404);
    assertThat(status(bob, MAIN)).isEqualTo(403);
    assertThat(status(hub.token("alice", Scope.READ), path)).isEqualTo(403);
    assertThat(status(hub.job(key, Scope.READ), path)).isEqualTo(403);
    assertThat(status(hub.job(key, Scope.WRITE), MAIN)).isEqualTo(403);
    assertThat(status(hub.job(key, Scope.WRITE), path)).isEqualTo(200);
  }

  private static int status(String token, String path) {
    return hub.post(token, path, question(file("a", 1, ""))).statusCode();
  }

  private static JsonNode ask(String path, String body, int status) {
    var answer = hub.post(alice, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  private static String question(String files) {
    return "{\"files\": [" + files + "], \"new\": {}}";
  }

  private static String file(String path, long size, String sample) {
    return "{\"path\": \"%s\", \"size\": %d, \"sample\": \"%s\", \"new\": 1}"
        .formatted(path, size, sample);
  }
}
