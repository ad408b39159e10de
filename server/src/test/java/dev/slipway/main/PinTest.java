package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
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

/** Rules I1 to I4: the ids of the first job, and names that change hands. */
class PinTest {

  private static final Map<String, String> TRAIN =
      Map.of("repository", "acme/train", "branch", "main");

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;
  private CiIssuer github;
  private String one = "";
  private String id = "";

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    github = ci.offline("github");
    id = ci.publisher(github.url(), TRAIN, false);
    one = CiFixture.PUBLISHERS + "/" + id;
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private Map<String, Object> claims(String repository, String ownerId) {
    Map<String, Object> claims = github.github(hub.url());
    String owner = "acme";
    claims.put("repository_id", repository);
    claims.put("repository_owner_id", ownerId);
    claims.put("repository_owner", owner);
    return claims;
  }

  private Map<String, Object> named(String name, String repository, String ownerId) {
    Map<String, Object> claims = claims(repository, ownerId);
    claims.put("repository", "acme/" + name);
    claims.put("workflow_ref", "acme/" + name + "/.github/workflows/publish.yml@refs/heads/main");
    return claims;
  }

  private HttpResponse<String> exchange(Map<String, Object> claims) {
    return ci.exchange(github.sign(claims), "acme/m");
  }

  private JsonNode publisher() {
    return HubFixture.json(hub.get(ci.acme(), CiFixture.PUBLISHERS)).get(0);
  }

  private String pins() {
    return publisher().get("pins").toString();
  }

  private HttpResponse<String> edit(String json) {
    HttpResponse<String> answer = hub.send(ci.acme(), "PATCH", one, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  @Test
  void i1_the_first_job_pins_its_ids() {
    assertThat(pins()).isEqualTo("{}");
    assertThat(publisher().get("pinUntil").isString()).isTrue();

    assertThat(exchange(claims("74", "9")).statusCode()).isEqualTo(200);

    assertThat(pins()).isEqualTo("{\"repository_id\":\"74\",\"repository_owner_id\":\"9\"}");
    assertThat(publisher().get("pinUntil").isNull()).isTrue();
    assertThat(exchange(claims("74", "9")).statusCode()).isEqualTo(200);
  }

  @Test
  void i2_a_job_that_is_refused_pins_nothing() {
    Map<String, Object> otherBranch = claims("666", "6");
    otherBranch.put("ref", "refs/heads/side");
    Map<String, Object> pullRequest = claims("666", "6");
    pullRequest.put("event_name", "pull_request_target");
    Map<String, Object> expired = claims("666", "6");
    expired.put("exp", 1000);
    for (Map<String, Object> refused : List.of(otherBranch, pullRequest, expired)) {
      assertThat(error(exchange(refused))).isEqualTo("400 invalid_grant");
    }
    assertThat(pins()).isEqualTo("{}");

    assertThat(exchange(claims("74", "9")).statusCode()).isEqualTo(200);
  }

  @Test
  void i2_a_token_that_is_used_up_pins_nothing() {
    String used = github.sign(claims("74", "9"));
    assertThat(ci.exchange(used, "acme/m").statusCode()).isEqualTo(200);
    edit("{\"resetPins\": true}");
    assertThat(pins()).isEqualTo("{}");

    assertThat(error(ci.exchange(used, "acme/m"))).isEqualTo("400 invalid_grant");

    assertThat(pins()).isEqualTo("{}");
  }

  @Test
  void i2_of_first_jobs_at_once_one_wins_and_the_others_are_strangers() throws Exception {
    List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String token = github.sign(claims("7" + i, "9"));
      calls.add(() -> ci.exchange(token, "acme/m"));
    }

    List<Integer> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses =
          threads.invokeAll(calls).stream().map(call -> call.resultNow().statusCode()).toList();
    }

    assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
    assertThat(ci.traces()).startsWith("1 tokens, 1 uses");
  }

  @Test
  void i3_another_id_under_the_same_name_is_refused_and_told_of() {
    exchange(claims("74", "9"));
    String traces = ci.traces();
    String good = ci.token(github.sign(claims("74", "9")), "acme/m");

    HttpResponse<String> taken = exchange(claims("75", "9"));
    exchange(claims("75", "9"));
    exchange(claims("75", "9"));

    assertThat(error(taken)).isEqualTo("400 invalid_grant");
    assertThat(taken.body()).contains("the claim repository_id does not match").contains("75");
    assertThat(taken.body()).doesNotContain("74");
    assertThat(ci.traces()).startsWith("2 tokens, 2 uses").isNotEqualTo(traces);
    JsonNode warning = publisher().get("warning");
    assertThat(warning.get("code").stringValue()).isEqualTo("PIN_MISMATCH");
    assertThat(warning.get("times").intValue()).isEqualTo(3);
    assertThat(warning.get("details").get("repository_id").stringValue()).isEqualTo("75");
    List<JsonNode> events = ci.audit("publisher.pin_mismatch");
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().get("severity").stringValue()).isEqualTo("high");
    assertThat(events.getFirst().get("pinned.repository_id").stringValue()).isEqualTo("74");
    assertThat(events.getFirst().get("found.repository_id").stringValue()).isEqualTo("75");
    assertThat(hub.get(good, "/api/whoami-v2").statusCode()).isEqualTo(200);
    assertThat(ci.run("", "publisher", "list", "acme/m", "--json").out())
        .contains("\"warning\":\"PIN_MISMATCH\"");
    var explained = ci.run(github.sign(claims("75", "9")), "explain", "acme/m", "--token-stdin");
    assertThat(explained.err()).contains("WRONG repository_id", "expected 74, found 75");
  }

  @Test
  void i3_an_id_that_is_missing_is_another_one() {
    exchange(claims("74", "9"));

    assertThat(error(ci.exchange(ci.job(github), "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void a_job_of_the_new_owner_is_taken_in_once_a_maintainer_says_so() {
    exchange(claims("74", "9"));
    exchange(claims("75", "10"));

    edit("{\"name\": \"x\"}");
    assertThat(error(exchange(claims("75", "10")))).isEqualTo("400 invalid_grant");
    edit("{\"resetPins\": true}");

    assertThat(publisher().get("warning").isNull()).isTrue();
    assertThat(exchange(claims("75", "10")).statusCode()).isEqualTo(200);
    assertThat(pins()).contains("75");
  }

  @Test
  void i4_a_new_name_of_the_same_id_waits_for_a_maintainer() {
    exchange(claims("74", "9"));

    HttpResponse<String> renamed = exchange(named("trainer", "74", "9"));

    assertThat(error(renamed)).isEqualTo("400 invalid_grant");
    assertThat(renamed.body()).contains("the claim repository does not match");
    assertThat(publisher().get("warning").get("code").stringValue()).isEqualTo("RENAMED");
    assertThat(publisher().get("warning").get("details").toString())
        .isEqualTo("{\"repository\":\"acme/trainer\"}");
    assertThat(ci.audit("publisher.renamed")).hasSize(1);

    HttpResponse<String> accepted = hub.post(ci.acme(), one + "/accept-rename", "");

    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
    JsonNode now = HubFixture.json(accepted);
    assertThat(now.at("/claims/repository/value").stringValue()).isEqualTo("acme/trainer");
    assertThat(now.at("/claims/branch/value").stringValue()).isEqualTo("main");
    assertThat(now.get("warning").isNull()).isTrue();
    assertThat(now.get("version").intValue()).isEqualTo(2);
    assertThat(pins()).contains("74");
    assertThat(exchange(named("trainer", "74", "9")).statusCode()).isEqualTo(200);
    assertThat(error(exchange(named("trainer", "75", "9")))).isEqualTo("400 invalid_grant");
    assertThat(error(exchange(claims("74", "9")))).isEqualTo("400 invalid_grant");
  }

  @Test
  void i4_the_command_accepts_a_rename_once() {
    exchange(claims("74", "9"));
    exchange(named("trainer", "74", "9"));

    assertThat(ci.run("", "publisher", "accept-rename", "acme/m", id).code()).isZero();

    assertThat(exchange(named("trainer", "74", "9")).statusCode()).isEqualTo(200);
    var again = ci.run("", "publisher", "accept-rename", "acme/m", id);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("no new name");
    assertThat(hub.post(ci.acme(), one + "/accept-rename", "").statusCode()).isEqualTo(400);
  }

  @Test
  void a_rename_is_accepted_by_those_alone_who_manage_the_repository() {
    exchange(claims("74", "9"));
    String job = ci.token(github.sign(claims("74", "9")), "acme/m");
    hub.model(ci.acme(), "acme/other");
    String elsewhere = one.replace("acme/m", "acme/other") + "/accept-rename";
    assertThat(hub.post(ci.acme(), elsewhere, "").statusCode()).isEqualTo(404);
    exchange(named("trainer", "74", "9"));

    assertThat(hub.post(hub.user("bob"), one + "/accept-rename", "").statusCode()).isEqualTo(403);
    assertThat(hub.post(job, one + "/accept-rename", "").statusCode()).isEqualTo(403);
    assertThat(hub.post(ci.acme(), elsewhere, "").statusCode()).isEqualTo(404);
    assertThat(publisher().at("/claims/repository/value").stringValue()).isEqualTo("acme/train");
  }

  @Test
  void another_repository_is_no_rename() {
    exchange(claims("74", "9"));

    HttpResponse<String> other = exchange(named("other", "80", "9"));

    assertThat(error(other)).isEqualTo("400 invalid_grant");
    assertThat(other.body()).doesNotContain("repository_id");
    assertThat(publisher().get("warning").isNull()).isTrue();
  }

  @Test
  void i1_after_seven_days_without_a_job_the_publisher_is_paused() {
    hub.write(tx -> tx.handle().execute("UPDATE publisher SET pin_until = 1000"));

    HttpResponse<String> late = exchange(claims("74", "9"));

    assertThat(error(late)).isEqualTo("400 invalid_grant");
    assertThat(late.body()).contains("no job came within seven days");
    assertThat(ci.traces()).startsWith("0 tokens, 0 uses");
    assertThat(publisher().get("paused").booleanValue()).isTrue();
    assertThat(publisher().get("warning").get("code").stringValue())
        .isEqualTo("PIN_WINDOW_EXPIRED");
    assertThat(ci.audit("publisher.pin_window_expired")).hasSize(1);
    exchange(claims("74", "9"));
    assertThat(ci.audit("publisher.pin_window_expired")).hasSize(1);

    edit("{\"paused\": false}");

    assertThat(publisher().get("warning").isNull()).isTrue();
    assertThat(exchange(claims("74", "9")).statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_asked_for_by_id_is_neither_pinned_nor_waited_for() {
    edit(
        "{\"claims\": {\"repository_id\": {\"kind\": \"eq\", \"value\": \"74\"},"
            + " \"repository_owner_id\": {\"kind\": \"eq\", \"value\": \"9\"}}}");
    assertThat(publisher().get("pinUntil").isNull()).isTrue();

    exchange(claims("74", "9"));

    assertThat(pins()).isEqualTo("{}");
  }

  @Test
  void i4_a_name_beside_a_configured_id_can_be_renamed_too() {
    edit(
        "{\"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/train\"},"
            + " \"repository_id\": {\"kind\": \"eq\", \"value\": \"74\"}}}");

    exchange(named("trainer", "74", "9"));

    assertThat(publisher().get("warning").get("code").stringValue()).isEqualTo("RENAMED");
  }

  @Test
  void another_repository_of_a_known_owner_is_no_rename() {
    edit(
        "{\"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/train\"},"
            + " \"repository_owner_id\": {\"kind\": \"eq\", \"value\": \"9\"}}}");

    exchange(named("other", "80", "9"));

    assertThat(publisher().get("warning").isNull()).isTrue();
    assertThat(hub.post(ci.acme(), one + "/accept-rename", "").statusCode()).isEqualTo(400);
  }

  @Test
  void an_edit_keeps_the_pins_of_the_same_repository_and_drops_those_of_another() {
    exchange(claims("74", "9"));
    String claims = "{\"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/%s\"}%s}}";

    edit(claims.formatted("train", ""));
    assertThat(pins()).contains("74");
    edit(
        claims.formatted(
            "train", ", \"repository_owner_id\": {\"kind\": \"eq\", \"value\": \"9\"}"));
    assertThat(pins()).isEqualTo("{\"repository_id\":\"74\"}");
    edit(claims.formatted("other", ""));
    assertThat(pins()).isEqualTo("{}");
    assertThat(publisher().get("pinUntil").isString()).isTrue();
  }

  @Test
  void presets_without_ids_wait_for_nobody() throws Exception {
    CiIssuer any = ci.offline("generic");
    hub.send(ci.acme(), "DELETE", one, "");
    ci.publisher(any.url(), Map.of("sub", "the-job"), false);

    assertThat(publisher().get("pinUntil").isNull()).isTrue();
    assertThat(ci.exchange(any.sign(any.claims(hub.url())), "acme/m").statusCode()).isEqualTo(200);
    assertThat(pins()).isEqualTo("{}");
  }

  @Test
  void g18_a_token_that_comes_again_from_elsewhere_is_told_of() {
    String token = github.sign(claims("74", "9"));
    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);

    HttpResponse<String> same = ci.exchange(token, "acme/m");
    assertThat(publisher().get("warning").isNull()).isTrue();
    HttpResponse<String> thief =
        hub.send(
            "",
            "/oauth/token",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "curl/8")
                    .POST(
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                            tools.jackson.databind.json.JsonMapper.shared()
                                .writeValueAsString(CiFixture.parameters(token, "acme/m")))));

    assertThat(thief.body()).isEqualTo(same.body());
    assertThat(thief.body()).doesNotContain("127.0.0", "Java", "curl");
    assertThat(publisher().get("warning").get("code").stringValue()).isEqualTo("ID_TOKEN_REPLAYED");
    assertThat(publisher().at("/warning/details/firstAddress").stringValue())
        .isEqualTo("127.0.0.0/24");
    JsonNode told = ci.audit("publisher.id_token_replayed").getLast();
    assertThat(told.get("severity").stringValue()).isEqualTo("high");
    assertThat(told.get("firstAddress").stringValue()).isEqualTo("127.0.0.0/24");
    assertThat(told.get("firstAgent").stringValue()).contains("Java");
    assertThat(told.get("agent").stringValue()).isEqualTo("curl/8");
    assertThat(told.get("firstAt").stringValue()).startsWith("20");
    edit("{\"dismissWarning\": true}");
    assertThat(publisher().get("warning").isNull()).isTrue();
  }
}
