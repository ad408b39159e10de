package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job reads a gated model that its user was let into, and nothing else of that user's. */
class ReadGatedFromCiTest {

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();
  private static String alice = "";

  @TempDir private Path home;

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.user("bob");
    hub.command("org", "add", "acme", "--owner", "alice").succeeded();
    alice = hub.token("alice", "write");
    hub.repo(alice, "model", "acme/gated-model");
    hub.repo(alice, "model", "acme/other-gated");
    for (String repo : new String[] {"acme/gated-model", "acme/other-gated"}) {
      var gate =
          hub.request("/api/models/" + repo + "/settings", alice)
              .PUT(HttpRequest.BodyPublishers.ofString("{\"gated\":\"manual\"}"));
      assertThat(hub.send(gate).statusCode()).isEqualTo(200);
    }
    hub.post("/api/models/acme/gated-model/user-access-request/grant", alice, "{\"user\":\"bob\"}");
    hub.trust(issuer, "github");
    hub.publisher(
        "bob", issuer, Map.of("repository", "acme/awesome-model-training", "branch", "main"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  private Shell job(Clients.Python version) {
    return issuer
        .asGitHubJob(Clients.lfsShell(home, version, hub), Jobs.gitHub("main"))
        .with("HF_OIDC_RESOURCE", "bob");
  }

  @ParameterizedTest
  @EnumSource
  void downloads_what_its_user_was_let_into(Clients.Python version) throws IOException {
    job(version).bash("hf download acme/gated-model .gitattributes --local-dir copy").succeeded();

    assertThat(Files.readString(home.resolve("copy/.gitattributes"))).contains("filter=lfs");
  }

  @ParameterizedTest
  @EnumSource
  void is_kept_out_of_everything_else(Clients.Python version) {
    var refused = job(version).bash("hf download acme/other-gated .gitattributes").failed();
    assertThat(refused.text()).contains("requires approval");

    String token = job(version).run("hf", "auth", "token").succeeded().lastLine();
    assertThat(token).startsWith("hf_oauth_");
    assertThat(hub.get("/api/whoami-v2", token).body())
        .contains("\"name\":\"bob\"")
        .contains("\"email\":null");
    assertThat(hub.post("/api/repos/create", token, "{\"name\":\"x\"}").statusCode())
        .isEqualTo(403);
  }
}
