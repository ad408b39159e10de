package dev.slipway.main;

import static dev.slipway.main.OrgFixture.LAB;
import static dev.slipway.main.OrgFixture.names;
import static dev.slipway.main.OrgFixture.of;
import static dev.slipway.main.OrgFixture.ofOwner;
import static dev.slipway.main.OrgFixture.pattern;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One publisher of an organisation for many of its repositories. */
class OrgPublisherTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SHOWN = "/api/models/lab/%s/settings/trusted-publishers";

  @TempDir private Path folder;
  private OrgFixture org;

  @BeforeEach
  void start() throws Exception {
    org = new OrgFixture(folder, InstantSource.system());
  }

  @AfterEach
  void stop() {
    org.close();
  }

  private void model(String name) {
    org.hub().model(org.ann(), "lab/" + name);
  }

  private static String shown(String name) {
    return SHOWN.formatted(name);
  }

  private static String token(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HubFixture.json(answer).get("access_token").stringValue();
  }

  private int refused(HttpResponse<String> answer) {
    assertThat(CiFixture.error(answer)).as(answer.body()).isEqualTo("400 invalid_grant");
    return answer.statusCode();
  }

  @Test
  void names_repositories_and_its_token_writes_to_the_one_that_was_asked_for() {
    model("a");
    model("b");
    org.added(of("acme/train"), Map.of("repositories", names("model", "a", "b")));

    String a = token(org.exchange(org.job("train"), "lab/a"));
    String b = token(org.exchange(org.job("train"), "lab/b"));

    assertThat(org.commit(a, "/api/models/lab/a")).isEqualTo(200);
    assertThat(org.commit(a, "/api/models/lab/b")).isEqualTo(403);
    assertThat(org.commit(b, "/api/models/lab/b")).isEqualTo(200);
  }

  @Test
  void is_shown_on_each_of_them_and_changed_elsewhere() {
    model("a");
    model("other");
    String id = org.added(of("acme/train"), Map.of("repositories", names("model", "a", "later")));

    JsonNode there = org.publishers(shown("a")).getFirst();

    assertThat(there.get("id").stringValue()).isEqualTo(id);
    assertThat(there.get("organization").stringValue()).isEqualTo("lab");
    assertThat(there.at("/repositories/names").toString()).isEqualTo("[\"a\",\"later\"]");
    assertThat(org.publishers(shown("other"))).isEmpty();
    HttpResponse<String> changed =
        org.hub().send(org.ann(), "PATCH", shown("a") + "/" + id, "{\"paused\": true}");
    assertThat(changed.statusCode()).isEqualTo(400);
    assertThat(changed.body()).contains("one of lab for several repositories");
    assertThat(org.hub().send(org.ann(), "DELETE", shown("a") + "/" + id, "").statusCode())
        .isEqualTo(400);
    assertThat(org.hub().send(org.ann(), "DELETE", shown("other") + "/" + id, "").statusCode())
        .isEqualTo(404);
    assertThat(org.publishers(LAB)).hasSize(1);
  }

  @Test
  void does_not_stand_for_another_type_or_for_a_name_in_another_case() {
    model("a");
    org.added(of("acme/train"), Map.of("repositories", names("dataset", "a")));
    org.added(of("acme/train"), Map.of("repositories", names("model", "A")));

    refused(org.exchange(org.job("train"), "lab/a"));
    refused(org.exchange(org.job("train"), "lab/A"));
  }

  @Test
  void lets_each_repository_of_an_owner_publish_to_the_one_of_its_own_name() {
    model("ci-train");
    model("ci-other");
    HttpResponse<String> saved =
        org.add(ofOwner(), Map.of("repositories", pattern("model", "ci-{repository_name}")));
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
    JsonNode json = HubFixture.json(saved);
    assertThat(json.get("strength").stringValue()).isEqualTo("weak");
    assertThat(json.get("weaknesses").get(0).stringValue())
        .isEqualTo("Any repository of the owner 65 can publish to the repository of its own name.");
    assertThat(json.get("pins")).isEmpty();
    assertThat(json.get("pinUntil").isNull()).isTrue();

    String token = token(org.exchange(org.job("train"), "lab/ci-train"));

    assertThat(org.commit(token, "/api/models/lab/ci-train")).isEqualTo(200);
    token(org.exchange(org.job("other"), "lab/ci-other"));
    refused(org.exchange(org.job("train"), "lab/ci-other"));
    refused(org.exchange(org.job("evil/train", Map.of()), "lab/ci-train"));
    assertThat(org.publishers(shown("ci-train"))).hasSize(1);
  }

  @Test
  void takes_a_job_at_the_exact_name_of_its_repository() {
    model("train");
    org.added(ofOwner(), Map.of("repositories", pattern("model", "{repository_name}")));
    String before = org.traces();

    for (String repository :
        List.of(
            "acme/a/../train",
            "acme/x/train",
            "acme/Train",
            "acme/TRAIN",
            "acme/train/",
            "acme/train.git",
            "acme/tra",
            "evil/train")) {
      refused(org.exchange(org.job(repository, Map.of()), "lab/train"));
    }
    refused(org.exchange(org.job("acme/train", Map.of("repository_owner", "evil")), "lab/train"));
    refused(org.exchange(org.job("acme/train", Map.of("repository_owner_id", "6")), "lab/train"));

    assertThat(org.traces()).isEqualTo(before);
  }

  private static final List<Map.Entry<String, String>> NO_SETS =
      List.of(
          Map.entry("{\"type\": \"model\", \"pattern\": \"{branch}\"}", "no other placeholder"),
          Map.entry(
              "{\"type\": \"model\", \"pattern\": \"{repository_name}-{ref}\"}",
              "no other placeholder"),
          Map.entry(
              "{\"type\": \"model\", \"pattern\": \"{workflow}{repository_name}\"}",
              "no other placeholder"),
          Map.entry("{\"type\": \"model\", \"pattern\": \"ci-*\"}", "no other placeholder"),
          Map.entry(
              "{\"type\": \"model\", \"pattern\": \"../{repository_name}\"}",
              "no other placeholder"),
          Map.entry("{\"type\": \"model\", \"names\": [\"a/b\"]}", "a repository name has"),
          Map.entry("{\"type\": \"model\", \"names\": [\"a\", \"A\"]}", "named twice"),
          Map.entry("{\"type\": \"model\", \"names\": []}", "1 to 100"),
          Map.entry("{\"type\": \"model\"}", "one of them"),
          Map.entry(
              "{\"type\": \"model\", \"names\": [\"a\"], \"pattern\": \"{repository_name}\"}",
              "one of them"),
          Map.entry("{\"type\": \"wheel\", \"names\": [\"a\"]}", "the type of"),
          Map.entry("{\"names\": [\"a\"]}", "the type of"));

  @Test
  void refuses_what_is_no_set_of_repositories() {
    for (Map.Entry<String, String> wrong : NO_SETS) {
      JsonNode repositories = JSON.readTree(wrong.getKey());

      HttpResponse<String> answer = org.add(of("acme/train"), Map.of("repositories", repositories));

      assertThat(answer.statusCode()).as(wrong.getKey()).isEqualTo(400);
      assertThat(answer.body()).contains(wrong.getValue());
    }
    assertThat(org.publishers(LAB)).isEmpty();
  }

  @Test
  void an_owner_alone_is_enough_only_for_repositories_of_their_own_name() {
    HttpResponse<String> answer =
        org.add(ofOwner(), Map.of("repositories", names("model", "a", "b")));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("must name one of: repository, repository_id");
    assertThat(
            org.add(
                    Map.of("repository_owner", "acme"),
                    Map.of("repositories", pattern("model", "{repository_name}")))
                .statusCode())
        .isEqualTo(400);
    assertThat(org.add(of("acme/train"), Map.of()).body())
        .contains("\\\"repositories\\\" is needed");
  }

  @Test
  void a_provider_that_does_not_name_repositories_fills_no_pattern() throws Exception {
    CiIssuer other = org.ci().issuer("generic", "");
    String body =
        org.body(
                Map.of("sub", "job"), Map.of("repositories", pattern("model", "{repository_name}")))
            .replace(org.github().url(), other.url());

    HttpResponse<String> answer = org.hub().post(org.ann(), LAB, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("do not say what their repository is called");
  }

  @Test
  void only_administrators_manage_it_and_strangers_do_not_learn_of_the_organisation() {
    String wim = org.hub().user("wim");
    org.ci().run("", "org", "member", "lab", "wim", "--role", "write");
    String body = org.body(of("acme/train"), Map.of("repositories", names("model", "a")));

    assertThat(org.hub().post(wim, LAB, body).statusCode()).isEqualTo(403);
    assertThat(org.hub().get(wim, LAB).statusCode()).isEqualTo(403);
    assertThat(org.hub().post(org.ci().acme(), LAB, body).statusCode()).isEqualTo(404);
    assertThat(org.hub().post(org.hub().token("ann", Scope.READ), LAB, body).statusCode())
        .isEqualTo(403);
    assertThat(
            org.hub()
                .post(org.ann(), "/api/organizations/ann/settings/trusted-publishers", body)
                .statusCode())
        .isEqualTo(404);
    assertThat(org.publishers(LAB)).isEmpty();
  }

  @Test
  void a_repository_s_publisher_names_no_repositories() {
    model("a");
    String body = org.body(of("acme/train"), Map.of("repositories", names("model", "a")));

    HttpResponse<String> answer = org.hub().post(org.ann(), shown("a"), body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("only the publishers of a namespace");
    assertThat(
            org.hub()
                .post(org.ann(), shown("a"), org.body(of("acme/train"), Map.of("pending", true)))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void removing_pausing_and_narrowing_it_ends_its_tokens_at_once() {
    model("a");
    model("b");
    Map<String, Object> both = Map.of("repositories", names("model", "a", "b"));
    String id = org.added(of("acme/train"), both);
    String first = token(org.exchange(org.job("train"), "lab/a"));
    assertThat(org.patch(id, Map.of("repositories", names("model", "b"))).statusCode())
        .isEqualTo(200);
    assertThat(org.commit(first, "/api/models/lab/a")).isEqualTo(401);
    refused(org.exchange(org.job("train"), "lab/a"));

    String second = token(org.exchange(org.job("train"), "lab/b"));
    assertThat(org.patch(id, both).statusCode()).isEqualTo(200);
    assertThat(org.commit(second, "/api/models/lab/b")).isEqualTo(200);
    assertThat(org.patch(id, Map.of("paused", true)).statusCode()).isEqualTo(200);
    assertThat(org.commit(second, "/api/models/lab/b")).isEqualTo(401);

    assertThat(org.patch(id, Map.of("paused", false)).statusCode()).isEqualTo(200);
    String third = token(org.exchange(org.job("train"), "lab/b"));
    assertThat(org.hub().send(org.ann(), "DELETE", LAB + "/" + id, "").statusCode()).isEqualTo(204);
    assertThat(org.commit(third, "/api/models/lab/b")).isEqualTo(401);
    assertThat(org.ci().audit("namespace.add_trusted_publisher")).hasSize(1);
    assertThat(org.ci().audit("namespace.update_trusted_publisher")).hasSize(4);
    assertThat(org.ci().audit("namespace.remove_trusted_publisher")).hasSize(1);
  }

  @Test
  void a_repository_that_moves_out_takes_none_of_it_along() {
    model("a");
    org.added(of("acme/train"), Map.of("repositories", names("model", "a")));
    String token = token(org.exchange(org.job("train"), "lab/a"));

    HttpResponse<String> moved =
        org.hub()
            .post(
                org.ann(),
                "/api/repos/move",
                "{\"fromRepo\": \"lab/a\", \"toRepo\": \"ann/a\", \"type\": \"model\"}");

    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    assertThat(org.commit(token, "/api/models/ann/a")).isEqualTo(401);
    refused(org.exchange(org.job("train"), "ann/a"));
    refused(org.exchange(org.job("train"), "lab/a"));
    assertThat(org.publishers("/api/models/ann/a/settings/trusted-publishers")).isEmpty();
  }

  @Test
  void a_repository_with_another_name_is_another_one() {
    model("a");
    org.added(of("acme/train"), Map.of("repositories", names("model", "a")));
    String token = token(org.exchange(org.job("train"), "lab/a"));

    org.hub()
        .post(
            org.ann(),
            "/api/repos/move",
            "{\"fromRepo\": \"lab/a\", \"toRepo\": \"lab/b\", \"type\": \"model\"}");

    assertThat(org.commit(token, "/api/models/lab/b")).isEqualTo(401);
    refused(org.exchange(org.job("train"), "lab/b"));
    refused(org.exchange(org.job("train"), "lab/a"));
  }

  @Test
  void its_jobs_are_listed_and_ended_on_each_repository_and_for_all() {
    model("a");
    model("b");
    org.added(of("acme/train"), Map.of("repositories", names("model", "a", "b")));
    String token = token(org.exchange(org.job("train"), "lab/a"));
    String other = token(org.exchange(org.job("train"), "lab/b"));

    assertThat(org.publishers(LAB + "/sessions")).hasSize(2);
    JsonNode session = org.publishers(shown("a") + "/sessions").getFirst();
    String ofA = session.get("id").stringValue();
    assertThat(org.publishers(shown("a") + "/sessions")).hasSize(1);
    assertThat(
            org.hub().send(org.ann(), "DELETE", shown("b") + "/sessions/" + ofA, "").statusCode())
        .isEqualTo(404);
    assertThat(
            org.hub().send(org.ann(), "DELETE", shown("a") + "/sessions/" + ofA, "").statusCode())
        .isEqualTo(204);
    assertThat(org.commit(token, "/api/models/lab/a")).isEqualTo(401);
    String ofB = org.publishers(LAB + "/sessions").getFirst().get("id").stringValue();
    assertThat(org.hub().send(org.ann(), "DELETE", LAB + "/sessions/" + ofB, "").statusCode())
        .isEqualTo(204);
    assertThat(org.commit(other, "/api/models/lab/b")).isEqualTo(401);
  }

  @Test
  void pins_the_ids_of_its_first_job_for_all_of_its_repositories() {
    model("a");
    model("b");
    org.added(of("acme/train"), Map.of("repositories", names("model", "a", "b")));
    token(org.exchange(org.job("train"), "lab/a"));

    refused(org.exchange(org.job("acme/train", Map.of("repository_id", "1")), "lab/b"));

    assertThat(org.ci().audit("publisher.pin_mismatch")).hasSize(1);
  }

  @Test
  void the_repository_s_own_publisher_counts_first() {
    model("a");
    org.added(
        Map.of("repository", "acme/train", "branch", "main", "workflow", "publish.yml"),
        Map.of("repositories", names("model", "a")));
    String own =
        HubFixture.json(org.hub().post(org.ann(), shown("a"), org.body(of("acme/train"), Map.of())))
            .get("id")
            .stringValue();

    token(org.exchange(org.job("train"), "lab/a"));

    JsonNode event = org.ci().audit("token.exchange").getFirst();
    assertThat(event.get("publisher").stringValue()).isEqualTo(own);
    assertThat(event.get("matches").stringValue().split(" ")).hasSize(2);
  }

  @Test
  void takes_nobody_while_its_issuer_is_disabled() {
    model("a");
    org.added(of("acme/train"), Map.of("repositories", names("model", "a")));
    String token = token(org.exchange(org.job("train"), "lab/a"));

    org.ci().run("", "issuer", "disable", org.github().url());

    refused(org.exchange(org.job("train"), "lab/a"));
    assertThat(org.commit(token, "/api/models/lab/a")).isEqualTo(401);
  }

  @Test
  void publishes_where_the_policy_takes_publishers_alone() {
    org.added(of("acme/train"), Map.of("repositories", names("model", "a"), "creates", "public"));
    org.hub()
        .send(
            org.ann(),
            "PUT",
            "/api/organizations/lab/settings",
            "{\"trustedPublishing\": \"enforce\"}");

    String token = token(org.exchange(org.job("train"), "lab/a"));

    assertThat(org.commit(token, "/api/models/lab/a")).isEqualTo(200);
    assertThat(org.commit(org.ann(), "/api/models/lab/a")).isEqualTo(403);
    assertThat(org.ci().count("SELECT count(*) FROM commit_provenance")).isEqualTo(1);
  }

  @Test
  void is_none_of_the_users_own_publishers() {
    String own = "/api/settings/namespace-publishers";
    String users = "/api/settings/trusted-publishers";
    org.hub().model(org.ann(), "ann/a");
    String body = org.body(of("acme/train"), Map.of("repositories", names("model", "a")));

    String id = HubFixture.json(org.hub().post(org.ann(), own, body)).get("id").stringValue();

    assertThat(org.publishers(own)).hasSize(1);
    assertThat(org.publishers(users)).isEmpty();
    assertThat(org.hub().send(org.ann(), "DELETE", users + "/" + id, "").statusCode())
        .isEqualTo(404);
    token(org.exchange(org.job("train"), "ann/a"));
    refused(org.exchange(org.job("train"), "ann"));
    assertThat(org.hub().send(org.ann(), "DELETE", own + "/" + id, "").statusCode()).isEqualTo(204);
  }

  @Test
  void is_added_listed_and_removed_at_the_command_line() {
    model("a");
    CiFixture ci = org.ci();
    CiFixture.Ran added =
        ci.run(
            "",
            "publisher",
            "add",
            "org:lab",
            "--issuer",
            org.github().url(),
            "--claim",
            "repository=acme/train",
            "--repos",
            "model:a,b",
            "--creates",
            "private");
    assertThat(added.code()).as(added.err()).isZero();
    String id = added.out().strip();

    assertThat(ci.run("", "publisher", "list", "org:lab").out())
        .startsWith(id)
        .contains("model:a,b");
    assertThat(ci.run("", "publisher", "list", "lab/a", "--json").out())
        .contains("\"organization\":\"lab\"");
    assertThat(ci.run("", "publisher", "list", "user:lab").code()).isEqualTo(1);
    assertThat(ci.run("", "publisher", "remove", "lab/a", id).code()).isEqualTo(1);
    CiFixture.Ran edited =
        ci.run("", "publisher", "edit", "org:lab", id, "--repos", "model:{repository_name}");
    assertThat(edited.code()).as(edited.err()).isZero();
    assertThat(ci.run("", "publisher", "remove", "org:lab", id).code()).isZero();
    assertThat(ci.run("", "publisher", "list", "org:lab").out()).isEmpty();
  }

  @Test
  void is_explained_with_the_repository_s_own() {
    model("train");
    org.added(ofOwner(), Map.of("repositories", pattern("model", "{repository_name}")));

    CiFixture.Ran good = org.ci().run(org.job("train"), "explain", "lab/train", "--token-stdin");
    CiFixture.Ran other = org.ci().run(org.job("other"), "explain", "lab/train", "--token-stdin");

    assertThat(good.code()).as(good.err()).isZero();
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("the repository of its own name only");
  }

  @Test
  void at_most_fifty_stand_on_a_namespace() {
    Map<String, Object> one = Map.of("repositories", names("model", "a"));
    for (int i = 0; i < 50; i++) {
      org.added(of("acme/r" + i), one);
    }

    HttpResponse<String> answer = org.add(of("acme/more"), one);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("there are 50 publishers here already");
  }

  @Test
  void all_types_of_repositories_can_be_named() {
    for (RepoType type : List.of(RepoType.DATASET, RepoType.KERNEL, RepoType.BUCKET)) {
      org.added(
          of("acme/train"), Map.of("repositories", names(type.word(), "x"), "creates", "private"));

      RepoId id = RepoId.of(type, "lab", "x").orThrow();
      token(org.exchange(org.job("train"), id.path()));

      assertThat(org.hub().get(org.ann(), id.apiPath()).statusCode()).as(id.path()).isEqualTo(200);
      assertThat(org.hub().get(HubFixture.NOBODY, id.apiPath()).statusCode()).isEqualTo(401);
    }
  }
}
