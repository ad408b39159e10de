package dev.slipway.main;

import static dev.slipway.main.OrgFixture.LAB;
import static dev.slipway.main.OrgFixture.names;
import static dev.slipway.main.OrgFixture.of;
import static dev.slipway.main.OrgFixture.pattern;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Publishers of repositories that are not there yet. */
class PendingPublisherTest {

  private static final Map<String, Object> PENDING =
      Map.of("repositories", names("model", "new"), "pending", true);
  private static final String NEW = "/api/models/lab/new";
  private static final String NEW_PUBLISHERS = NEW + "/settings/trusted-publishers";
  private static final int RACERS = 6;

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

  private static String token(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HubFixture.json(answer).get("access_token").stringValue();
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(CiFixture.error(answer)).as(answer.body()).isEqualTo("400 invalid_grant");
  }

  private int create(String name) {
    String body = "{\"name\": \"%s\", \"organization\": \"lab\"}".formatted(name);
    return org.hub().post(org.ann(), "/api/repos/create", body).statusCode();
  }

  private void sql(String update) {
    org.hub().write(tx -> tx.handle().execute(update));
  }

  @Test
  void the_first_exchange_creates_the_repository_and_the_publisher_is_its_own_from_then_on() {
    HttpResponse<String> saved = org.add(of("acme/train"), PENDING);
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
    JsonNode json = HubFixture.json(saved);
    String id = json.get("id").stringValue();
    assertThat(json.get("creates").stringValue()).isEqualTo("private");
    Instant until = Instant.parse(json.get("pendingUntil").stringValue());
    assertThat(until).isBetween(Instant.now().plusSeconds(29 * 86_400), Instant.MAX);
    assertThat(json.get("pinUntil")).isEqualTo(json.get("pendingUntil"));

    String token = token(org.exchange(org.job("train"), "lab/new"));

    assertThat(org.commit(token, NEW)).isEqualTo(200);
    assertThat(org.hub().get(HubFixture.NOBODY, NEW).statusCode()).isEqualTo(401);
    JsonNode own = org.publishers(NEW_PUBLISHERS).getFirst();
    assertThat(own.get("id").stringValue()).isEqualTo(id);
    assertThat(own.has("organization")).isFalse();
    assertThat(own.has("pendingUntil")).isFalse();
    assertThat(own.get("pins")).isNotEmpty();
    assertThat(org.publishers(LAB)).isEmpty();
    assertThat(org.ci().audit("repo.create").getLast().get("publisher").stringValue())
        .isEqualTo(id);
    assertThat(
            org.ci()
                .count(
                    "SELECT count(*) FROM audit_event WHERE action = 'repo.create'"
                        + " AND target = 'lab/new' AND actor_kind = 'workload'"))
        .isEqualTo(1);
    assertThat(org.ci().audit("repo.add_trusted_publisher")).hasSize(1);
    token(org.exchange(org.job("train"), "lab/new"));

    assertThat(org.hub().send(org.ann(), "DELETE", NEW_PUBLISHERS + "/" + id, "").statusCode())
        .isEqualTo(204);
    assertThat(org.commit(token, NEW)).isEqualTo(401);
  }

  @Test
  void nothing_is_created_when_the_exchange_is_refused() {
    org.added(of("acme/train"), PENDING);
    org.ci().publisher(org.github().url(), Map.of("repository", "acme/train"), false);
    String used = org.job("train");
    token(org.exchange(used, "acme/m"));
    String before = org.traces();

    refused(org.exchange(used, "lab/new"));
    refused(org.exchange(org.job("other"), "lab/new"));
    refused(org.exchange(org.job("acme/train", Map.of("ref", "refs/heads/side")), "lab/new"));
    refused(org.exchange(org.job("acme/train", Map.of("event_name", "pull_request")), "lab/new"));
    refused(org.exchange(org.job("train"), "lab/New"));
    refused(org.exchange(org.job("train"), "lab/new2"));
    refused(org.exchange(org.job("train"), "datasets/lab/new"));
    refused(org.exchange(org.job("train"), "ann/new"));
    Map<String, Object> reading = CiFixture.parameters(org.job("train"), "lab/new");
    reading.put("scope", "read");
    refused(org.ci().exchange(reading));

    assertThat(org.traces()).isEqualTo(before);
    assertThat(org.ci().audit("publisher.id_token_replayed")).hasSize(1);
    token(org.exchange(org.job("train"), "lab/new"));
  }

  @Test
  void a_creation_that_fails_leaves_no_use_of_the_id_token_behind() throws Exception {
    CiIssuer gitlab = org.ci().issuer("gitlab", "");
    Map<String, Object> claims = gitlab.claims(org.hub().url());
    claims.putAll(
        Map.of(
            "project_path",
            "acme/train",
            "project_id",
            "7",
            "namespace_path",
            "acme",
            "namespace_id",
            "65",
            "ref",
            "main",
            "ref_type",
            "branch",
            "ref_path",
            "refs/heads/main",
            "pipeline_source",
            "push"));
    String job = gitlab.sign(claims);
    String body =
        org.body(
                Map.of("namespace_id", "65", "branch", "main"),
                Map.of("repositories", pattern("model", "{repository_name}"), "creates", "public"))
            .replace(org.github().url(), gitlab.url());
    HttpResponse<String> saved = org.hub().post(org.ann(), LAB, body);
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
    org.ci().publisher(gitlab.url(), Map.of("project_path", "acme/train"), false);
    token(org.exchange(job, "acme/m"));
    sql("UPDATE used_id_token SET is_revoked = 1");
    String before = org.traces();

    refused(org.exchange(job, "lab/train"));

    assertThat(org.traces()).isEqualTo(before);
    sql("UPDATE used_id_token SET is_revoked = 0");
    token(org.exchange(job, "lab/train"));
  }

  @Test
  void a_repository_that_somebody_creates_or_moves_there_ends_it() {
    org.added(of("acme/train"), PENDING);
    org.added(of("acme/train"), Map.of("repositories", names("model", "b"), "pending", true));
    org.added(of("acme/train"), Map.of("repositories", names("dataset", "new"), "pending", true));

    assertThat(create("New")).isEqualTo(200);

    assertThat(org.publishers(LAB)).hasSize(2);
    JsonNode removed = org.ci().audit("namespace.remove_trusted_publisher").getFirst();
    assertThat(removed.get("reason").stringValue()).contains("lab/New was not created by it");
    String before = org.traces();
    refused(org.exchange(org.job("train"), "lab/New"));
    refused(org.exchange(org.job("train"), "lab/new"));
    assertThat(org.traces()).isEqualTo(before);

    HttpResponse<String> moved =
        org.hub()
            .post(
                org.ann(),
                "/api/repos/move",
                "{\"fromRepo\": \"lab/New\", \"toRepo\": \"lab/b\", \"type\": \"model\"}");
    assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    assertThat(org.publishers(LAB)).hasSize(1);
    refused(org.exchange(org.job("train"), "lab/b"));
  }

  @Test
  void one_whose_time_is_over_creates_nothing_and_is_removed() {
    org.added(of("acme/train"), PENDING);
    sql("UPDATE publisher SET pending_until = 1 WHERE pending_until IS NOT NULL");
    String before = org.traces();

    refused(org.exchange(org.job("train"), "lab/new"));

    assertThat(org.traces()).isEqualTo(before);
  }

  private List<HttpResponse<String>> together(List<Callable<HttpResponse<String>>> requests)
      throws Exception {
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private Callable<HttpResponse<String>> exchanging(String repository) {
    String job = org.job(repository);
    return () -> org.exchange(job, "lab/new");
  }

  @Test
  void jobs_that_come_together_get_one_repository() throws Exception {
    org.added(of("acme/train"), PENDING);
    List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      requests.add(exchanging("train"));
    }

    List<HttpResponse<String>> answers = together(requests);

    assertThat(answers).allSatisfy(PendingPublisherTest::token);
    assertThat(org.ci().count("SELECT count(*) FROM repo WHERE name = 'new'")).isEqualTo(1);
    assertThat(org.publishers(NEW_PUBLISHERS)).hasSize(1);
  }

  @Test
  void of_two_publishers_of_one_name_the_first_job_decides() throws Exception {
    org.added(of("acme/train"), PENDING);
    org.added(of("acme/other"), PENDING);

    List<HttpResponse<String>> answers =
        together(List.of(exchanging("train"), exchanging("other")));

    assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
    assertThat(org.ci().count("SELECT count(*) FROM repo WHERE name = 'new'")).isEqualTo(1);
    assertThat(org.publishers(NEW_PUBLISHERS)).hasSize(1);
    assertThat(org.publishers(LAB)).isEmpty();
    assertThat(org.ci().audit("namespace.remove_trusted_publisher")).hasSize(1);
  }

  @Test
  void a_job_never_gets_into_a_repository_that_was_created_by_hand_meanwhile() throws Exception {
    org.added(of("acme/train"), PENDING);
    String body = "{\"name\": \"new\", \"organization\": \"lab\"}";

    List<HttpResponse<String>> answers =
        together(
            List.of(
                exchanging("train"), () -> org.hub().post(org.ann(), "/api/repos/create", body)));

    int exchanged = answers.get(0).statusCode();
    int created = answers.get(1).statusCode();
    assertThat(List.of(exchanged, created)).isIn(List.of(200, 409), List.of(400, 200));
    assertThat(org.publishers(LAB)).isEmpty();
    assertThat(org.publishers(NEW_PUBLISHERS)).hasSize(exchanged == 200 ? 1 : 0);
  }

  @Test
  void creates_nothing_for_whom_may_not_create_it_any_more() {
    org.hub().user("wim");
    org.ci().run("", "org", "member", "lab", "wim", "--role", "admin");
    org.added(of("acme/train"), PENDING);
    String before = org.traces();

    org.ci().run("", "org", "member", "lab", "ann", "--role", "read");
    refused(org.exchange(org.job("train"), "lab/new"));
    org.ci().run("", "org", "member", "lab", "ann", "--role", "contributor");
    org.ci().run("", "user", "lock", "ann");
    refused(org.exchange(org.job("train"), "lab/new"));
    org.ci().run("", "user", "unlock", "ann");
    sql("UPDATE account SET is_locked = 1 WHERE name = 'lab'");
    refused(org.exchange(org.job("train"), "lab/new"));
    assertThat(org.traces()).isEqualTo(before);

    sql("UPDATE account SET is_locked = 0 WHERE name = 'lab'");
    token(org.exchange(org.job("train"), "lab/new"));
  }

  @Test
  void there_are_not_many_of_one_user_or_of_one_namespace() {
    for (int user = 0; user < 5; user++) {
      for (int i = 0; i < 20; i++) {
        org.added(
            of("acme/train"),
            Map.of("repositories", names("model", "m" + user + "-" + i), "pending", true));
      }
      HttpResponse<String> more = org.add(of("acme/train"), PENDING);
      assertThat(more.statusCode()).isEqualTo(400);
      assertThat(more.body())
          .contains(user < 4 ? "you have 20 pending publishers" : "there are 100 pending");
      sql("UPDATE publisher SET pending_for = NULL");
    }
    org.added(of("acme/train"), Map.of("repositories", names("model", "a")));
  }

  @Test
  void waits_for_one_repository_that_is_not_there_and_that_it_may_create() {
    assertThat(create("a")).isEqualTo(200);

    assertThat(saving(Map.of("repositories", names("model", "A"), "pending", true)))
        .contains("lab/A is there already");
    assertThat(saving(Map.of("repositories", names("model", "b", "c"), "pending", true)))
        .contains("names one repository");
    assertThat(
            saving(Map.of("repositories", pattern("model", "{repository_name}"), "pending", true)))
        .contains("names one repository");
    assertThat(
            saving(Map.of("repositories", names("model", "b"), "pending", true, "creates", "none")))
        .contains("how it is created");
    assertThat(saving(Map.of("repositories", names("space", "b"), "creates", "public")))
        .contains("a Space is created by somebody");
    assertThat(
            saving(
                Map.of("repositories", names("model", "b"), "creates", "public", "readOnly", true)))
        .contains("only reads");
    assertThat(saving(Map.of("repositories", names("model", "b"), "creates", "secret")))
        .contains("none, private or public");
    assertThat(saving(Map.of("creates", "public"))).contains("goes with");
    String id = org.added(of("acme/train"), PENDING);
    assertThat(org.patch(id, Map.of("pending", false)).statusCode()).isEqualTo(400);
    assertThat(org.patch(id, Map.of("repositories", names("model", "x", "y"))).statusCode())
        .isEqualTo(400);
    assertThat(org.patch(id, Map.of("creates", "public")).statusCode()).isEqualTo(200);
    token(org.exchange(org.job("train"), "lab/new"));
    assertThat(org.hub().get(HubFixture.NOBODY, NEW).statusCode()).isEqualTo(200);
  }

  private String saving(Map<String, ?> more) {
    HttpResponse<String> answer = org.add(of("acme/train"), more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return answer.body();
  }

  @Test
  void strangers_do_not_learn_what_is_there() {
    org.added(of("acme/train"), Map.of("repositories", names("model", "a"), "creates", "private"));
    org.added(of("acme/train"), Map.of("repositories", names("model", "missing")));
    org.added(of("acme/train"), PENDING);
    assertThat(create("there")).isEqualTo(200);
    List<String> resources =
        List.of("lab/there", "lab/nowhere", "lab/a", "lab/new", "lab/missing", "nobody/x");

    assertThat(resources)
        .allSatisfy(resource -> {
          HttpResponse<String> answer = org.exchange(org.job("stranger"), resource);
          refused(answer);
          assertThat(answer.body()).isEqualTo(org.exchange(org.job("train"), "no/where").body());
        });
  }

  @Test
  void a_standing_publisher_creates_what_is_missing_and_stays() {
    org.added(
        of("acme/train"),
        Map.of("repositories", names("model", "new", "newer"), "creates", "public"));

    String token = token(org.exchange(org.job("train"), "lab/new"));
    token(org.exchange(org.job("train"), "lab/newer"));

    assertThat(org.commit(token, NEW)).isEqualTo(200);
    assertThat(org.hub().get(HubFixture.NOBODY, NEW).statusCode()).isEqualTo(200);
    assertThat(org.publishers(LAB)).hasSize(1);
    assertThat(org.publishers(NEW_PUBLISHERS).getFirst().get("organization").stringValue())
        .isEqualTo("lab");
  }

  @Test
  void a_former_name_is_taken_too() {
    assertThat(create("new")).isEqualTo(200);
    org.hub()
        .post(
            org.ann(),
            "/api/repos/move",
            "{\"fromRepo\": \"lab/new\", \"toRepo\": \"lab/now\", \"type\": \"model\"}");
    org.added(of("acme/train"), Map.of("repositories", names("model", "new"), "creates", "public"));
    String before = org.traces();

    refused(org.exchange(org.job("train"), "lab/new"));
    refused(org.exchange(org.job("train"), "lab/now"));

    assertThat(org.traces()).isEqualTo(before);
  }

  @Test
  void users_have_them_in_their_own_namespace_and_the_operator_everywhere() {
    String body = org.body(of("acme/train"), PENDING);
    HttpResponse<String> saved =
        org.hub().post(org.ann(), "/api/settings/namespace-publishers", body);
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(201);
    CiFixture.Ran ran =
        org.ci()
            .run(
                "",
                "publisher",
                "add",
                "org:lab",
                "--issuer",
                org.github().url(),
                "--claim",
                "repository=acme/train",
                "--repos",
                "model:new",
                "--pending");
    assertThat(ran.code()).as(ran.err()).isZero();

    String own = token(org.exchange(org.job("train"), "ann/new"));
    String labs = token(org.exchange(org.job("train"), "lab/new"));

    assertThat(org.commit(own, "/api/models/ann/new")).isEqualTo(200);
    assertThat(org.commit(labs, NEW)).isEqualTo(200);
  }
}
