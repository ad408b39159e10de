package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A GitLab job has one ID token, and publishes a model, a dataset and a Space with it. */
class PublishFromGitLabTest {

  /** The line of the pipeline, as the documentation of the Hub has it. */
  private static final String UPLOAD =
      "HF_OIDC_ID_TOKEN=\"$HF_ID_TOKEN\" HF_OIDC_RESOURCE=\"acme/awesome-model\""
          + " hf upload acme/awesome-model ./checkpoint .";

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();

  @TempDir private Path home;

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.command("org", "add", "acme", "--owner", "alice").succeeded();
    String alice = hub.token("alice", "write");
    hub.trust(issuer, "gitlab");
    Map<String, String> claims = Map.of("project_path", "acme/ml/trainer", "branch", "main");
    hub.repo(alice, "model", "acme/awesome-model");
    hub.repo(alice, "dataset", "acme/awesome-data");
    hub.repo(alice, "space", "acme/awesome-space");
    hub.publisher("acme/awesome-model", issuer, claims);
    hub.publisher("datasets/acme/awesome-data", issuer, claims);
    hub.publisher("spaces/acme/awesome-space", issuer, claims);
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  @ParameterizedTest
  @EnumSource
  void publishes_to_three_repositories_with_one_id_token(Clients.Python version)
      throws IOException {
    Files.createDirectories(home.resolve("checkpoint"));
    Files.writeString(home.resolve("checkpoint/by.txt"), version.toString());
    Shell job =
        Clients.lfsShell(home, version, hub)
            .with("HF_ID_TOKEN", issuer.token(hub.url(), Jobs.gitLab(issuer)));

    job.bash(UPLOAD).succeeded();
    job.bash(
            "HF_OIDC_ID_TOKEN=\"$HF_ID_TOKEN\" HF_OIDC_RESOURCE=datasets/acme/awesome-data"
                + " hf upload acme/awesome-data ./checkpoint . --repo-type dataset")
        .succeeded();
    job.bash(
            "HF_OIDC_ID_TOKEN=\"$HF_ID_TOKEN\" HF_OIDC_RESOURCE=spaces/acme/awesome-space"
                + " hf upload acme/awesome-space ./checkpoint . --repo-type space")
        .succeeded();

    for (String repo :
        new String[] {
          "acme/awesome-model", "datasets/acme/awesome-data", "spaces/acme/awesome-space"
        }) {
      assertThat(hub.get("/" + repo + "/resolve/main/by.txt").body()).isEqualTo(version.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void is_refused_where_no_publisher_names_it(Clients.Python version) throws IOException {
    Files.createDirectories(home.resolve("checkpoint"));
    Files.writeString(home.resolve("checkpoint/by.txt"), "x");

    var refused =
        Clients.lfsShell(home, version, hub)
            .with("HF_OIDC_ID_TOKEN", issuer.token(hub.url(), Jobs.gitLab(issuer)))
            .with("HF_OIDC_RESOURCE", "acme/other")
            .run("hf", "upload", "acme/other", "./checkpoint", ".")
            .failed();

    assertThat(refused.text()).contains("invalid_grant");
  }
}
