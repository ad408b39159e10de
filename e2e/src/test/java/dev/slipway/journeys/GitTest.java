package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code git} and {@code git-lfs} clone and push, with any token as the password. */
class GitTest {

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();
  private static String alice = "";
  private static int count;

  @TempDir private Path home;
  private String repo = "";

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.user("bob");
    alice = hub.token("alice", "write");
    hub.trust(issuer, "gitlab");
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  @BeforeEach
  void create() {
    count++;
    repo = "alice/git-" + count;
    hub.repo(alice, "model", repo);
  }

  private String url(String token) {
    return hub.url().replace("http://", "http://user:" + token + "@") + "/" + repo;
  }

  private Shell clone(String token) {
    Shell shell = Shell.in(home);
    shell.run("git", "config", "--global", "user.name", "CEO").succeeded();
    shell.run("git", "config", "--global", "user.email", "ceo@example.org").succeeded();
    shell.run("git", "lfs", "install").succeeded();
    shell.run("git", "clone", "--quiet", url(token), "work").succeeded();
    return shell.at(home.resolve("work"));
  }

  private static Path random(Path file, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(file, bytes);
  }

  @Test
  void pushes_files_and_lfs_objects_that_a_second_clone_has() throws IOException {
    Shell work = clone(alice);
    Path weights = random(home.resolve("work/model.safetensors"), 3_000_000);
    Files.writeString(home.resolve("work/a b.txt"), "text");

    work.bash("git add -A && git commit -qm weights && git push -q").succeeded();

    Shell.in(home).run("git", "clone", "--quiet", url(alice), "again").succeeded();
    assertThat(home.resolve("again/model.safetensors")).hasSameBinaryContentAs(weights);
    assertThat(hub.get("/" + repo + "/raw/main/model.safetensors").body())
        .startsWith("version https://git-lfs.github.com/spec/v1\n");
    assertThat(hub.get("/" + repo + "/resolve/main/a%20b.txt").body()).isEqualTo("text");
  }

  @Test
  void clones_shallow_and_partially() throws IOException {
    Shell work = clone(alice);
    for (int i = 0; i < 3; i++) {
      Files.writeString(home.resolve("work/n.txt"), "n" + i);
      work.bash("git add -A && git commit -qm " + i).succeeded();
    }
    work.bash("git push -q").succeeded();

    Shell.in(home).run("git", "clone", "-q", "--depth", "1", url(alice), "shallow").succeeded();
    Shell.in(home)
        .run("git", "clone", "-q", "--filter=blob:none", "--no-checkout", url(alice), "partial")
        .succeeded();

    Shell shallow = Shell.in(home).at(home.resolve("shallow"));
    assertThat(shallow.bash("git rev-list --count HEAD").lastLine()).isEqualTo("1");
    Shell partial = Shell.in(home).at(home.resolve("partial"));
    assertThat(partial.bash("git rev-list --count HEAD").lastLine()).isEqualTo("4");
    assertThat(partial.bash("git show HEAD~1:n.txt").succeeded().lastLine()).isEqualTo("n1");
  }

  @Test
  void pushes_with_an_exchanged_token_and_only_to_its_repository() throws IOException {
    hub.publisher(repo, issuer, Map.of("project_path", "acme/ml/trainer"));
    String body =
        """
        {"grant_type":"urn:ietf:params:oauth:grant-type:token-exchange","resource":"%s",
         "subject_token_type":"urn:ietf:params:oauth:token-type:id_token","subject_token":"%s"}
        """
            .formatted(repo, issuer.token(hub.url(), Jobs.gitLab(issuer)));
    var request = hub.request("/oauth/token", null).header("Content-Type", "application/json");
    String answer =
        hub.send(request.POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))).body();
    String token = answer.replaceAll("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    assertThat(token).startsWith("hf_jwt_");

    Shell work = clone(token);
    random(home.resolve("work/model.bin"), 100_000);
    work.bash("git add -A && git commit -qm ci && git push -q").succeeded();

    hub.repo(alice, "model", repo + "-other");
    String other = url(token) + "-other";
    work.run("git", "push", other, "main:refs/heads/x").failed();
    assertThat(hub.get("/api/models/" + repo + "-other/refs").body()).doesNotContain("\"x\"");
  }

  @Test
  void refuses_what_does_not_belong_in_git_and_keeps_nothing_of_it() throws IOException {
    Shell work = clone(alice);
    String before = hub.get("/api/models/" + repo + "/refs").body();

    random(home.resolve("work/big.txt"), 11_000_000);
    work.bash("git add -A && git commit -qm big").succeeded();
    assertThat(work.bash("git push").failed().text()).contains("big.txt").contains("LFS");

    work.bash("git reset -q --hard origin/main").succeeded();
    Files.writeString(
        home.resolve("work/x.txt"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 5\n");
    work.bash("git add -A && git commit -qm pointer && git push --no-verify").failed();

    work.bash("git reset -q --hard origin/main").succeeded();
    String tree =
        work.bash(
                "printf '100644 blob %s\\t.git\\n' $(echo x | git hash-object -w --stdin)"
                    + " | git mktree")
            .succeeded()
            .lastLine();
    String commit = work.bash("git commit-tree -p HEAD -m evil " + tree).succeeded().lastLine();
    work.bash("git push origin " + commit + ":refs/heads/main").failed();

    assertThat(hub.get("/api/models/" + repo + "/refs").body()).isEqualTo(before);
  }

  @Test
  void asks_for_a_password_and_takes_no_reader_for_a_writer() throws IOException {
    String bob = hub.token("bob", "write");
    Shell work = clone(bob);
    Files.writeString(home.resolve("work/x.txt"), "x");
    work.bash("git add -A && git commit -qm x").succeeded();

    assertThat(work.bash("git push").failed().text()).contains("403");
    work.run("git", "push", hub.url() + "/" + repo, "main").failed();
    var anonymous = hub.get("/" + repo + "/info/refs?service=git-receive-pack");
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(anonymous.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
  }

  @Test
  void locks_a_file_against_others() throws IOException {
    Shell work = clone(alice);
    random(home.resolve("work/model.bin"), 1000);
    work.bash("git add -A && git commit -qm m && git push -q").succeeded();

    work.bash("git lfs lock model.bin").succeeded();

    assertThat(work.bash("git lfs locks").succeeded().out())
        .contains("model.bin")
        .contains("alice");
    work.bash("git lfs unlock model.bin").succeeded();
    assertThat(work.bash("git lfs locks").succeeded().out()).doesNotContain("model.bin");
  }
}
