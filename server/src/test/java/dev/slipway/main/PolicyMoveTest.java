package dev.slipway.main;

import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** No move and no new repository is a way around the policy. */
class PolicyMoveTest {

  private static final String FILES =
      """
      {"name": "new", "organization": "lab",
       "files": [{"path": "a.txt", "content": "aGk=", "encoding": "base64"}]}
      """;

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;
  private String ann = "";
  private String wim = "";

  /** An organisation that ann administers and wim writes to, with a model. */
  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    ann = hub.user("ann");
    wim = hub.user("wim");
    ci.run("", "org", "add", "lab", "--owner", "ann");
    ci.run("", "org", "member", "lab", "wim", "--role", "write");
    hub.model(ann, "lab/m");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private void set(String path, String mode) {
    String body = "{\"trustedPublishing\": \"" + mode + "\"}";
    assertThat(hub.send(ann, "PUT", path + "/settings", body).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> move(String token, String from, String to) {
    String body = "{\"fromRepo\": \"%s\", \"toRepo\": \"%s\"}".formatted(from, to);
    return hub.post(token, "/api/repos/move", body);
  }

  private int tag(String token, String model) {
    return hub.post(token, "/api/models/" + model + "/tag/main", "{\"tag\": \"t\"}").statusCode();
  }

  private String own(String token, String model) {
    return json(hub.get(token, "/api/models/" + model + "/settings"))
        .path("trustedPublishing")
        .asString();
  }

  @Test
  void the_policy_of_a_repository_goes_along() {
    set("/api/models/lab/m", "enforce");

    assertThat(move(wim, "lab/m", "lab/renamed").statusCode()).isEqualTo(200);
    assertThat(tag(wim, "lab/renamed")).isEqualTo(403);
    assertThat(move(ann, "lab/renamed", "ann/m").statusCode()).isEqualTo(200);

    assertThat(own(ann, "ann/m")).isEqualTo("enforce");
    assertThat(tag(ann, "ann/m")).isEqualTo(403);
  }

  @Test
  void what_the_organisation_said_goes_along_as_well() {
    set("/api/organizations/lab", "enforce");

    assertThat(move(ann, "lab/m", "ann/m").statusCode()).isEqualTo(200);

    assertThat(own(ann, "ann/m")).isEqualTo("enforce");
    assertThat(tag(ann, "ann/m")).isEqualTo(403);
    JsonNode event = ci.audit("repo.move").getFirst();
    assertThat(event.get("trustedPublishing").asString()).isEqualTo("enforce");
  }

  @Test
  void whoever_does_not_administer_it_does_not_take_it_out() {
    set("/api/models/lab/m", "enforce");

    var refused = move(wim, "lab/m", "wim/m");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(json(refused).get("error").asString()).startsWith("Only an administrator");
    assertThat(hub.get(wim, "/api/models/lab/m").statusCode()).isEqualTo(200);
    set("/api/models/lab/m", "warn");
    assertThat(move(wim, "lab/m", "wim/m").statusCode()).isEqualTo(200);
    assertThat(own(wim, "wim/m")).isEqualTo("warn");
  }

  @Test
  void the_policy_of_the_new_owner_holds_and_its_administrators_bring_what_is_not_published() {
    set("/api/organizations/lab", "enforce");
    hub.model(wim, "wim/w");
    hub.model(ann, "ann/a");

    assertThat(move(wim, "wim/w", "lab/w").statusCode()).isEqualTo(403);
    assertThat(move(ann, "ann/a", "lab/a").statusCode()).isEqualTo(200);

    assertThat(own(ann, "lab/a")).isEqualTo("off");
    assertThat(tag(ann, "lab/a")).isEqualTo(403);
    assertThat(hub.get(wim, "/api/models/wim/w").statusCode()).isEqualTo(200);
  }

  @Test
  void a_pause_does_not_go_along() {
    set("/api/models/lab/m", "enforce");
    ci.run("", "repo", "policy", "lab/m", "off", "--for", "30m");

    assertThat(move(wim, "lab/m", "wim/m").statusCode()).isEqualTo(403);
    assertThat(move(ann, "lab/m", "ann/m").statusCode()).isEqualTo(200);

    assertThat(tag(ann, "ann/m")).isEqualTo(403);
  }

  @Test
  void a_repository_is_deleted_by_whoever_manages_it() {
    set("/api/models/lab/m", "enforce");

    String body = "{\"name\": \"m\", \"organization\": \"lab\"}";
    assertThat(hub.send(wim, "DELETE", "/api/repos/delete", body).statusCode()).isEqualTo(200);
  }

  @Test
  void a_new_repository_brings_no_files_where_only_publishers_bring_them() {
    set("/api/organizations/lab", "enforce");

    var refused = hub.post(ann, "/api/repos/create", FILES);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("create the repository without files");
    assertThat(hub.get(ann, "/api/models/lab/new").statusCode()).isEqualTo(404);
    String empty = "{\"name\": \"new\", \"organization\": \"lab\", \"license\": \"mit\"}";
    assertThat(hub.post(ann, "/api/repos/create", empty).statusCode()).isEqualTo(200);
  }

  @Test
  void a_duplicate_brings_files_as_well() {
    String wanted = "{\"repository\": \"lab/copy\"}";
    assertThat(hub.post(ann, "/api/repos/create", "{\"name\": \"source\"}").statusCode())
        .isEqualTo(200);
    set("/api/organizations/lab", "enforce");

    var refused = hub.post(ann, "/api/models/ann/source/duplicate", wanted);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(hub.get(ann, "/api/models/lab/copy").statusCode()).isEqualTo(404);
    set("/api/organizations/lab", "warn");
    assertThat(hub.post(ann, "/api/models/ann/source/duplicate", wanted).statusCode())
        .isEqualTo(200);
    assertThat(ci.audit("repo.write_without_publisher").getLast().get("by").asString())
        .isEqualTo("repo.duplication");
  }

  @Test
  void a_new_repository_that_brings_files_is_noted_where_that_is_warned_of() {
    set("/api/organizations/lab", "warn");

    assertThat(hub.post(ann, "/api/repos/create", FILES).statusCode()).isEqualTo(200);

    assertThat(ci.audit("repo.write_without_publisher").getLast().get("by").asString())
        .isEqualTo("repo.create");
  }
}
