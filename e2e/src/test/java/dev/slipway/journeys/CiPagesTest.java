package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in {@code docs/ci} say what works: their own commands are run, with this hub's address
 * and this issuer's in place of the ones that they name.
 */
class CiPagesTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```\\w*\\n(.*?)^ *```$");
  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();

  @TempDir private Path home;

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.command("org", "add", "acme", "--owner", "alice").succeeded();
    hub.repo(hub.token("alice", "write"), "model", "acme/awesome-model");
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  /** The fenced blocks of a page, without their indentation. */
  private static List<String> blocks(String page) throws IOException {
    List<String> blocks = new ArrayList<>();
    var found = BLOCK.matcher(Files.readString(Hub.ROOT.resolve("docs/ci").resolve(page)));
    while (found.find()) {
      blocks.add(found.group(2).stripIndent());
    }
    return blocks;
  }

  /** The {@code publisher add} of a page, run as it stands but for the issuer. */
  private static void configure(String page, String preset) throws IOException {
    hub.trust(issuer, preset);
    for (String id : published()) {
      hub.command("publisher", "remove", "acme/awesome-model", id).succeeded();
    }
    String command =
        blocks(page).stream()
            .filter(block -> block.contains("slipway publisher add"))
            .findFirst()
            .orElseThrow()
            .replace("\\\n", " ");
    List<String> arguments = new ArrayList<>(List.of(command.strip().split("\\s+")));
    arguments.removeFirst();
    arguments.replaceAll(argument -> argument.replace("'", ""));
    arguments.set(arguments.indexOf("--issuer") + 1, issuer.url());
    hub.command("", arguments).succeeded();
  }

  private static List<String> published() {
    return hub.command("publisher", "list", "acme/awesome-model")
        .succeeded()
        .out()
        .lines()
        .map(line -> line.split("\t", 2)[0])
        .toList();
  }

  /** The lines of a page's workflow file that run {@code hf}, in order, as shell. */
  private static String script(String page) throws IOException {
    String file =
        blocks(page).stream()
            .filter(block -> block.contains("hf upload") && block.contains("pip install"))
            .findFirst()
            .orElseThrow();
    StringBuilder script = new StringBuilder();
    for (String line : file.lines().map(String::strip).toList()) {
      String command = line.replaceFirst("^- (run: )?", "");
      boolean assigns = command.startsWith("HF_OIDC_ID_TOKEN=");
      if (assigns || command.startsWith("export ") || command.startsWith("hf upload")) {
        script.append(command).append('\n');
      }
    }
    return script.toString().replace("https://hub.example", hub.url());
  }

  private Shell job() throws IOException {
    Path checkpoint = Files.createDirectories(home.resolve("checkpoint"));
    Files.writeString(checkpoint.resolve("by.txt"), home.toString());
    return Clients.lfsShell(home, Clients.Python.NEWEST, hub);
  }

  private void isPublished() {
    assertThat(hub.get("/acme/awesome-model/resolve/main/by.txt").body())
        .isEqualTo(home.toString());
  }

  @Test
  void github_actions() throws IOException {
    configure("github-actions.md", "github");

    issuer
        .asGitHubJob(job(), Jobs.gitHub("main"))
        .with("HF_OIDC_RESOURCE", "acme/awesome-model")
        .bash(script("github-actions.md"))
        .succeeded();

    isPublished();
  }

  @Test
  void gitlab_ci() throws IOException {
    configure("gitlab-ci.md", "gitlab");

    job()
        .with("HF_ID_TOKEN", issuer.token(hub.url(), Jobs.gitLab(issuer)))
        .bash(script("gitlab-ci.md"))
        .succeeded();

    isPublished();
  }

  @Test
  void circleci() throws IOException {
    configure("circleci.md", "circleci");
    Map<String, Object> claims =
        Map.of(
            "sub", "org/0c1d/project/8f2a/user/77ab",
            "oidc.circleci.com/org-id", "0c1dcb5e-0000-4000-8000-000000000001",
            "oidc.circleci.com/project-id", "8f2a7c1d-0000-4000-8000-000000000002",
            "oidc.circleci.com/vcs-origin", "github.com/acme/trainer",
            "oidc.circleci.com/vcs-ref", "refs/heads/main",
            "oidc.circleci.com/ssh-rerun", false);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path circleci = bin.resolve("circleci");
    Files.writeString(
        circleci,
        "#!/bin/sh\n[ \"$*\" = 'run oidc get --claims {\"aud\":\""
            + hub.url()
            + "\"}' ] && echo '"
            + issuer.token(hub.url(), claims)
            + "'\n");
    assertThat(circleci.toFile().setExecutable(true)).isTrue();
    Shell shell = job();

    shell
        .with("PATH", bin + ":" + shell.environment().get("PATH"))
        .with("HF_OIDC_RESOURCE", "acme/awesome-model")
        .bash(script("circleci.md"))
        .succeeded();

    isPublished();
  }

  @Test
  void bitbucket_pipelines() throws IOException {
    configure("bitbucket-pipelines.md", "bitbucket");
    Map<String, Object> claims =
        Map.of(
            "sub", "{a11c}:{51f2}",
            "repositoryUuid", "{a11c0d5e-0000-4000-8000-000000000001}",
            "workspaceUuid", "{99ab3f7c-0000-4000-8000-000000000002}",
            "branchName", "main");

    job()
        .with("BITBUCKET_STEP_OIDC_TOKEN", issuer.token(hub.url(), claims))
        .bash(script("bitbucket-pipelines.md"))
        .succeeded();

    isPublished();
  }

  @Test
  void any_other() throws IOException {
    configure("any-other.md", "generic");
    Map<String, Object> claims = Map.of("sub", "pipeline:acme/trainer:main");
    List<String> bash =
        blocks("any-other.md").stream().filter(block -> block.contains("$ID_TOKEN")).toList();
    String upload = bash.getFirst().replace("https://hub.example", hub.url());

    job().with("ID_TOKEN", issuer.token(hub.url(), claims)).bash(upload).succeeded();

    isPublished();
    Shell.Result answer =
        job()
            .with("ID_TOKEN", issuer.token(hub.url(), claims))
            .with("HF_OIDC_RESOURCE", "acme/awesome-model")
            .bash(bash.get(1));
    assertThat(answer.succeeded().out()).contains("hf_jwt_").contains("\"expires_in\":3600");
  }
}
