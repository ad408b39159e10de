package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it is like to work with a model that takes its publishers' commits alone. */
class PolicyPublishTest {

  private static final String SENTENCE =
      "This repository takes commits of its trusted publishers alone; publish from CI, or an"
          + " administrator changes the policy in its settings.";

  @TempDir private Path folder;
  @TempDir private Path home;
  private CiFixture ci;
  private HubFixture hub;
  private GitClient git;
  private RepoId id;
  private String job = "";

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    git = new GitClient(home);
    id = RepoId.parse(RepoType.MODEL, "acme/m").orThrow();
    CiIssuer github = ci.offline("github");
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    job = ci.token(ci.job(github), "acme/m");
    assertThat(ci.run("", "repo", "policy", "acme/m", "enforce").code()).isZero();
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private String remote(String user, String token) {
    return hub.url().replace("http://", "http://" + user + ":" + token + "@") + "/acme/m";
  }

  @Test
  void its_owner_is_told_by_git_why_a_push_was_refused() {
    git.run("", "clone", "-q", remote("acme", ci.acme()), "a").done();
    git.commit("a", "x", "x");

    var pushed = git.run("a", "push", "-q", "origin", "main");

    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.output()).contains(SENTENCE);
    assertThat(hub.get(NOBODY, "/acme/m/resolve/main/x").statusCode()).isEqualTo(404);
  }

  @Test
  void a_job_pushes_and_commits_and_everybody_reads() {
    git.run("", "clone", "-q", remote("job", job), "a").done();
    git.commit("a", "x", "pushed");
    git.run("a", "push", "-q", "origin", "main").done();
    new Shelf(hub, job).write(id, Map.of("y", "committed"));

    git.run("", "clone", "-q", hub.url() + "/acme/m", "b").done();

    assertThat(home.resolve("b/x")).hasContent("pushed");
    assertThat(home.resolve("b/y")).hasContent("committed");
    assertThat(hub.get(NOBODY, "/acme/m/resolve/main/y").body()).isEqualTo("committed");
  }

  @Test
  void its_owner_is_told_by_the_api_before_anything_is_uploaded() {
    var answer =
        hub.post(
            ci.acme(),
            "/api/models/acme/m/preupload/main",
            "{\"files\": [{\"path\": \"x\", \"size\": 1, \"sample\": \"eA==\"}]}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).get("error").asString()).isEqualTo(SENTENCE);
    assertThat(HubFixture.header(answer, "X-Error-Message")).isEqualTo(SENTENCE);
  }

  @Test
  void a_token_that_may_not_write_anyway_is_told_that() {
    String reading = hub.token("acme", dev.slipway.access.Scope.READ);
    String bob = hub.user("bob");

    var read = hub.post(reading, "/api/models/acme/m/tag/main", "{\"tag\": \"t\"}");
    var stranger = hub.post(bob, "/api/models/acme/m/tag/main", "{\"tag\": \"t\"}");

    assertThat(json(read).get("error").asString()).contains("may only read");
    assertThat(json(stranger).get("error").asString()).contains("Write role");
  }
}
