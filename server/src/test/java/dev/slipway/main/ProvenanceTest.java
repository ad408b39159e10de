package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who wrote a commit: signed with it, and checked here and far from the hub. */
class ProvenanceTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  @TempDir private Path home;
  private CiFixture ci;
  private CiIssuer github;
  private GitClient git;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.offline("github");
    ci.publisher(github.url(), TRAIN, false);
    git = new GitClient(home);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private String token() {
    return ci.token(ci.job(github), "acme/m");
  }

  private String commit(String token, String path) {
    String lines =
        "{\"key\":\"header\",\"value\":{\"summary\":\"s\"}}\n{\"key\":\"file\",\"value\":{\"path\":\"%s\",\"content\":\"%s\",\"encoding\":\"base64\"}}\n"
            .formatted(path, Base64.getEncoder().encodeToString(path.getBytes(UTF_8)));
    HttpResponse<String> answer = send(token, lines);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HubFixture.json(answer).get("commitOid").asString();
  }

  private HttpResponse<String> send(String token, String lines) {
    return ci.hub()
        .post(
            token,
            "/api/models/acme/m/commit/main",
            "application/x-ndjson",
            BodyPublishers.ofString(lines));
  }

  private HttpResponse<String> statement(String commit) {
    return ci.hub().get(HubFixture.NOBODY, "/api/models/acme/m/provenance/" + commit);
  }

  private static JsonNode payload(HttpResponse<String> statement) {
    String payload = HubFixture.json(statement).get("payload").asString();
    return JsonMapper.shared().readTree(Base64.getDecoder().decode(payload));
  }

  private void clone(String token) {
    String remote = ci.hub().url().replace("://", "://job:" + token + "@") + "/acme/m";
    git.run("", "clone", "-q", remote, "m").done();
  }

  @Test
  void says_which_job_made_a_commit() {
    String commit = commit(token(), "a.txt");

    HttpResponse<String> answer = statement(commit);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("application/vnd.dsse.envelope.v1+json");
    JsonNode said = payload(answer);
    assertThat(said.at("/subject/0/name").asString()).isEqualTo("acme/m@" + commit);
    assertThat(said.at("/subject/0/digest/gitCommit").asString()).isEqualTo(commit);
    assertThat(said.at("/predicate/slipway_exchange/issuer").asString()).isEqualTo(github.url());
    assertThat(said.at("/predicate/buildDefinition/externalParameters/refs/0/name").asString())
        .isEqualTo("refs/heads/main");
    JsonNode job = said.at("/predicate/buildDefinition/externalParameters/job");
    assertThat(job.get("repository").asString()).isEqualTo("acme/train");
    assertThat(job.get("branch").asString()).isEqualTo("main");
    assertThat(ci.run("", "verify", "acme/m", commit).code()).isZero();
  }

  @Test
  void says_nothing_of_what_a_person_made() {
    String commit = commit(ci.acme(), "a.txt");

    assertThat(statement(commit).statusCode()).isEqualTo(404);
    assertThat(statement("x").statusCode()).isEqualTo(404);
    CiFixture.Ran ran = ci.run("", "verify", "acme/m", commit);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("no trusted publisher wrote");
  }

  @Test
  void names_every_commit_of_a_push_and_only_those() throws Exception {
    String token = token();
    clone(token);
    String before = git.run("m", "rev-parse", "HEAD").done();
    git.commit("m", "one.txt", "1");
    git.commit("m", "two.txt", "2");
    git.run("m", "push", "-q", "origin", "main").done();
    String one = git.run("m", "rev-parse", "HEAD~1").done();
    String two = git.run("m", "rev-parse", "HEAD").done();

    JsonNode said = payload(statement(two));

    assertThat(said.get("subject")).hasSize(2);
    assertThat(said.at("/subject/0/digest/gitCommit").asString()).isEqualTo(two);
    assertThat(said.at("/predicate/buildDefinition/externalParameters/refs/0/before").asString())
        .isEqualTo(before);
    assertThat(statement(one).body()).isEqualTo(statement(two).body());
    assertThat(statement(before).statusCode()).isEqualTo(404);
  }

  @Test
  void does_not_take_over_what_a_person_made_when_a_job_sends_it_again() {
    String person = commit(ci.acme(), "a.txt");
    clone(token());
    git.run("m", "checkout", "-q", "-b", "side").done();
    git.commit("m", "one.txt", "1");
    git.run("m", "push", "-q", "--no-thin", "origin", "side").done();

    assertThat(statement(person).statusCode()).isEqualTo(404);
    assertThat(payload(statement(git.run("m", "rev-parse", "HEAD").done())).get("subject"))
        .hasSize(1);
  }

  @Test
  void shows_a_push_as_the_jobs_whoever_its_author_says_to_be() {
    clone(token());
    git.commit("m", "one.txt", "1");
    git.run("m", "commit", "-q", "--amend", "--no-edit", "--author=The CEO <ceo@acme.example>")
        .done();
    git.run("m", "push", "-q", "origin", "main").done();
    String person = commit(ci.acme(), "by-hand.txt");

    JsonNode commits =
        HubFixture.json(ci.hub().get(HubFixture.NOBODY, "/api/models/acme/m/commits/main"));

    assertThat(commits.get(0).get("id").asString()).isEqualTo(person);
    assertThat(commits.get(0).at("/authors/0/user").asString()).isEqualTo("acme");
    assertThat(commits.get(0).has("pushedBy")).isFalse();
    assertThat(commits.get(1).at("/authors/0/user").asString()).isEqualTo("[OIDC]");
    assertThat(commits.get(1).at("/pushedBy/issuer").asString()).isEqualTo(github.url());
    assertThat(commits.get(1).at("/pushedBy/author").asString()).isEqualTo("The CEO");
  }

  @Test
  void is_checked_far_from_the_hub() throws Exception {
    String commit = commit(token(), "a.txt");
    clone(ci.acme());
    Path envelope = Files.writeString(home.resolve("statement"), statement(commit).body());
    Path keys =
        Files.writeString(
            home.resolve("keys"),
            ci.hub().get("", "/.well-known/slipway/provenance-keys.json").body());
    String[] command = {
      "verify",
      "--statement",
      envelope.toString(),
      "--keys",
      keys.toString(),
      "--git-dir",
      home.resolve("m").toString(),
      "acme/m",
      commit
    };

    assertThat(ci.run("", command).code()).isZero();
    command[command.length - 2] = "evil/m";
    CiFixture.Ran elsewhere = ci.run("", command);
    assertThat(elsewhere.code()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("about another repository than evil/m");
    command[command.length - 2] = "acme/m";

    ci.run("", "provenance", "rotate-key");
    String next = commit(token(), "b.txt");
    Files.writeString(envelope, statement(next).body());
    git.run("m", "pull", "-q").done();
    command[command.length - 1] = next;
    CiFixture.Ran old = ci.run("", command);
    assertThat(old.code()).isEqualTo(1);
    assertThat(old.err()).contains("none of the given keys");
    assertThat(ci.run("", "verify", "acme/m", commit).code()).isZero();
    assertThat(ci.run("", "verify", "acme/m", next).code()).isZero();
  }

  @Test
  void outlives_the_publisher_and_goes_with_the_repository() {
    String commit = commit(token(), "a.txt");
    String id =
        HubFixture.json(ci.hub().get(ci.acme(), CiFixture.PUBLISHERS)).get(0).get("id").asString();
    assertThat(ci.run("", "publisher", "remove", "acme/m", id).code()).isZero();

    assertThat(statement(commit).statusCode()).isEqualTo(200);
    assertThat(ci.run("", "provenance", "list", "acme/m").out()).contains(commit);

    ci.hub().send(ci.acme(), "DELETE", "/api/repos/delete", "{\"name\":\"m\"}");
    assertThat(statement(commit).statusCode()).isIn(401, 404);
    assertThat(ci.count("SELECT count(*) FROM provenance_statement")).isZero();
    assertThat(ci.count("SELECT count(*) FROM commit_provenance")).isZero();
  }

  @Test
  void writes_nothing_for_a_commit_that_does_not_land() {
    String token = token();
    String lines =
        "{\"key\":\"header\",\"value\":{\"summary\":\"s\",\"parentCommit\":\"%s\"}}\n"
            .formatted("ab".repeat(20));

    HttpResponse<String> answer = send(token, lines);

    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(ci.count("SELECT count(*) FROM provenance_statement")).isZero();
  }

  @Test
  void keeps_nothing_about_people_and_no_key_that_signs() throws Exception {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("user_email", "planted@people.example");
    claims.put("email", "planted@people.example");
    String token = ci.token(github.sign(claims), "acme/m");
    commit(token, "a.txt");
    String sealed =
        ci.hub()
            .read(tx ->
                tx.handle()
                    .createQuery("SELECT sealed_key FROM provenance_key")
                    .mapTo(String.class)
                    .one());

    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("planted@people.example");
      }
    }
    // Not the PKCS #8 form of an Ed25519 key, whose first 16 bytes are always the same.
    assertThat(sealed).doesNotContain("MC4CAQAwBQYDK2VwBCIEI");
  }
}
