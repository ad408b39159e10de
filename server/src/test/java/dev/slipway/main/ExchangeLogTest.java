package dev.slipway.main;

import static dev.slipway.main.AttemptRows.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What maintainers find in the log of attempts, and what nobody does. */
class ExchangeLogTest {

  private static final Map<String, String> TRAIN =
      Map.of("repository", "acme/train", "branch", "main");

  @TempDir private Path folder;
  private CiFixture ci;
  private CiIssuer github;
  private AttemptRows log;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.offline("github");
    log = new AttemptRows(ci, AttemptRows.OF_MODEL);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private Map<String, Object> side() {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("ref", "refs/heads/side");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/side");
    return claims;
  }

  private Map<String, Object> of(String owner, String name) {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("sub", "repo:" + owner + "/" + name + ":ref:refs/heads/main");
    claims.put("repository", owner + "/" + name);
    claims.put("repository_owner", owner);
    claims.put("workflow_ref", owner + "/" + name + "/.github/workflows/p.yml@refs/heads/main");
    return claims;
  }

  @Test
  void a_refused_job_of_a_publisher_is_there_with_reason_claims_and_a_way_to_let_it_in()
      throws Exception {
    String publisher = ci.publisher(github.url(), TRAIN, false);
    Instant before = Instant.now();

    HttpResponse<String> answer = ci.exchange(github.sign(side()), "acme/m");
    JsonNode row = log.after(1).getFirst();

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(row.get("outcome").stringValue()).isEqualTo("refused");
    assertThat(row.get("severity").stringValue()).isEqualTo("warning");
    assertThat(row.get("dryRun").booleanValue()).isFalse();
    assertThat(row.get("anchor").get("claim").stringValue()).isEqualTo("repository");
    assertThat(row.get("anchor").get("value").stringValue()).isEqualTo("acme/train");
    assertThat(texts(row.get("reasons"))).containsExactly("CLAIM_MISMATCH(branch)");
    assertThat(texts(row.get("failingClaims"))).containsExactly("branch");
    assertThat(row.get("lastRequestId").stringValue())
        .isEqualTo(HubFixture.header(answer, "X-Request-Id"));
    assertThat(row.get("lastClient").stringValue()).startsWith("127.0.0.0/24 Java");
    assertThat(Instant.parse(row.get("lastAt").stringValue()))
        .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    JsonNode report = row.get("report").get(0);
    assertThat(report.get("publisherId").stringValue()).isEqualTo(publisher);
    assertThat(report.get("claims"))
        .anySatisfy(claim -> {
          assertThat(claim.get("claim").stringValue()).isEqualTo("branch");
          assertThat(claim.get("verdict").stringValue()).isEqualTo("mismatch");
          assertThat(claim.get("expected").stringValue()).isEqualTo("main");
          assertThat(claim.get("found").stringValue()).isEqualTo("side");
        });
    assertThat(log.list().get("needsAttention").longValue()).isEqualTo(1);
  }

  @Test
  void attempts_that_are_alike_are_counted_in_one_row() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    for (int i = 0; i < 12; i++) {
      ci.exchange(github.sign(side()), "acme/m");
    }

    List<JsonNode> rows = log.after(12);

    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().get("count").longValue()).isEqualTo(12);
  }

  @Test
  void a_suggested_publisher_lets_the_job_in_when_somebody_adds_it() throws Exception {
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("repository_id", "74");
    claims.put("environment", "release");
    String token = github.sign(claims);
    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(400);

    JsonNode row = log.after(1).getFirst();
    JsonNode suggestion = row.get("suggestedPublisher");
    assertThat(texts(row.get("reasons"))).containsExactly("NO_PUBLISHER");
    assertThat(suggestion.get("claims").propertyNames())
        .containsExactly("repository", "repository_id", "workflow", "environment", "branch");
    assertThat(ci.count("SELECT count(*) FROM publisher")).isZero();

    HttpResponse<String> added =
        ci.hub().post(ci.acme(), CiFixture.PUBLISHERS, suggestion.toString());

    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    assertThat(HubFixture.json(added).get("strength").stringValue()).isEqualTo("strong");
    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void nobody_is_told_to_let_in_what_strangers_can_start() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("event_name", "pull_request_target");

    ci.exchange(github.sign(claims), "acme/m");

    JsonNode row = log.after(1).getFirst();
    assertThat(texts(row.get("reasons"))).containsExactly("TRIGGER_BLOCKED(pull_request_target)");
    assertThat(row.get("suggestedPublisher").isNull()).isTrue();
  }

  @Test
  void a_job_that_is_let_in_stands_with_its_publisher_and_settles_what_was_wrong()
      throws Exception {
    String publisher = ci.publisher(github.url(), TRAIN, false);
    ci.exchange(github.sign(side()), "acme/m");
    log.after(1);
    ci.token(ci.job(github), "acme/m");
    ci.token(ci.job(github), "acme/m");

    List<JsonNode> rows = log.after(3);

    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst().get("outcome").stringValue()).isEqualTo("accepted");
    assertThat(rows.getFirst().get("publisherId").stringValue()).isEqualTo(publisher);
    assertThat(rows.getFirst().get("count").longValue()).isEqualTo(2);
    assertThat(rows.getFirst().get("suggestedPublisher").isNull()).isTrue();
    assertThat(log.list().get("needsAttention").longValue()).isZero();
  }

  @Test
  void a_used_token_a_wrong_audience_and_an_expired_one_have_their_own_words() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.job(github);
    ci.token(token, "acme/m");
    ci.exchange(token, "acme/m");
    ci.exchange(github.sign(github.github("https://other.example")), "acme/m");
    Map<String, Object> old = github.github(ci.hub().url());
    old.put("iat", Instant.now().getEpochSecond() - 900);
    old.put("exp", Instant.now().getEpochSecond() - 600);
    ci.exchange(github.sign(old), "acme/m");

    List<JsonNode> rows = log.after(4);

    assertThat(rows.stream().flatMap(row -> texts(row.get("reasons")).stream()))
        .containsExactlyInAnyOrder("REPLAYED", "AUDIENCE", "EXPIRED");
  }

  @Test
  void what_nobody_signed_and_what_is_for_nothing_here_leaves_no_row() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.job(github);
    ci.exchange(token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(342), "acme/m");
    CiIssuer unknown = ci.unregistered("");
    ci.exchange(ci.job(unknown), "acme/m");
    ci.exchange(github.sign(side()), "acme/nothing");
    ci.exchange("no-token", "acme/m");
    ci.exchange(github.sign(side()), "acme/m");

    List<JsonNode> rows = log.after(1);

    assertThat(rows).hasSize(1);
    assertThat(ci.count("SELECT coalesce(sum(times), 0) FROM exchange_attempt")).isEqualTo(1);
    assertThat(unknown.requests()).isZero();
  }

  @Test
  void g17_writing_the_log_uses_nothing_up() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    String before = ci.traces();

    ci.exchange(github.sign(side()), "acme/m");
    log.after(1);

    assertThat(ci.traces()).isEqualTo(before);
  }

  @Test
  void a_neighbour_is_told_from_a_stranger() throws Exception {
    ci.publisher(github.url(), Map.of("repository", "acme-ai/trian", "branch", "main"), false);
    ci.exchange(github.sign(of("acme-ai", "train")), "acme/m");
    ci.exchange(github.sign(of("acme", "train")), "acme/m");
    ci.exchange(github.sign(of("evil", "x")), "acme/m");
    log.after(3);

    List<String> rows =
        ci.hub()
            .read(tx ->
                tx.handle()
                    .createQuery(
                        "SELECT anchor || ' ' || nearness FROM exchange_attempt ORDER BY 1")
                    .mapTo(String.class)
                    .list());
    assertThat(rows).containsExactly("acme-ai/train NEAR", "acme/train NEAR", "evil/x STRANGER");
    assertThat(log.list().get("needsAttention").longValue()).isZero();
  }

  @Test
  void l4_nothing_about_people_is_kept() throws Exception {
    CiIssuer gitlab = ci.offline("gitlab");
    CiIssuer other = ci.offline("generic");
    ci.publisher(gitlab.url(), Map.of("project_path", "acme/ml", "user_login", "jo"), false);
    ci.publisher(other.url(), Map.of("sub", "ceo@acme.example", "email", "a@b.example"), false);
    Map<String, Object> claims = gitlab.claims(ci.hub().url());
    claims.put("project_path", "acme/ml");
    claims.put("namespace_path", "acme");
    claims.put("user_login", "jane-doe");
    claims.put("user_email", "jane@acme.example");
    claims.put("user_identities", List.of(Map.of("extern_uid", "jane-at-github")));
    claims.put("groups_direct", List.of("acme/secret-group"));
    ci.exchange(gitlab.sign(claims), "acme/m");
    Map<String, Object> person = other.claims(ci.hub().url());
    person.put("sub", "john@acme.example");
    person.put("email", "john@acme.example");
    person.put("name", "John Doe");
    ci.exchange(other.sign(person), "acme/m");
    log.after(2);

    List<String> stored =
        ci.hub()
            .read(tx ->
                tx.handle()
                    .createQuery(
                        "SELECT anchor || claims || suggestion || report || reasons"
                            + " FROM exchange_attempt")
                    .mapTo(String.class)
                    .list());

    assertThat(String.join("\n", stored))
        .contains("user_login")
        .doesNotContain("@acme.example", "jane", "John", "secret-group");
  }

  @Test
  void k5_hostile_values_are_shown_as_what_they_are_not() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> claims = side();
    claims.put("ref", "refs/heads/\n::add-mask::x##[group]\u001b[2J\u202e\"'" + "y".repeat(9_000));
    claims.put("environment", "\u001b]0;title\u0007");

    ci.exchange(github.sign(claims), "acme/m");
    JsonNode row = log.after(1).getFirst();
    CiFixture.Ran ran = ci.run("", "publisher", "attempts", "acme/m");

    String found = row.get("report").get(0).get("claims").toString();
    assertThat(found).contains("add-mask");
    assertThat(row.toString() + ran.out())
        .doesNotContain(
            "::add-mask", "##[", "\u001b", "\\u001b", "\u202e", "\\n", "yyyyyyyyyy".repeat(20));
    assertThat(row.get("claims").has("environment")).isFalse();
    assertThat(ran.out().lines()).hasSize(1);
  }

  @Test
  void the_command_lists_rows_and_prints_them_whole() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.exchange(github.sign(side()), "acme/m");
    log.after(1);

    CiFixture.Ran rows = ci.run("", "publisher", "attempts", "acme/m");
    CiFixture.Ran json = ci.run("", "publisher", "attempts", "acme/m", "--json");

    assertThat(rows.code()).isZero();
    assertThat(rows.out().split("\t"))
        .contains("refused", "warning", "1", "repository=acme/train", "CLAIM_MISMATCH(branch)");
    assertThat(rows.err()).contains("1 of them");
    JsonNode list = tools.jackson.databind.json.JsonMapper.shared().readTree(json.out());
    assertThat(list.get(0).get("suggestedPublisher").get("claims").has("branch")).isTrue();
    assertThat(ci.run("", "publisher", "attempts", "acme/nothing").code()).isEqualTo(1);
    assertThat(ci.run("", "publisher", "attempts", "a/b/c/d").code()).isEqualTo(1);
  }

  @Test
  void maintainers_empty_it_and_the_audit_says_so() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.exchange(github.sign(side()), "acme/m");
    log.after(1);

    HttpResponse<String> cleared = ci.hub().send(ci.acme(), "DELETE", AttemptRows.OF_MODEL, "");

    assertThat(cleared.statusCode()).isEqualTo(204);
    assertThat(log.list().get("total").longValue()).isZero();
    assertThat(ci.audit("repo.clear_exchange_log").getFirst().get("rows").stringValue())
        .isEqualTo("1");
  }

  @Test
  void users_have_one_of_their_own() throws Exception {
    String own = "/api/settings/trusted-publishers";
    ci.hub().post(ci.acme(), own, CiFixture.publisherBody(github.url(), TRAIN, false));
    AttemptRows ofUser = new AttemptRows(ci, own + "/attempts");

    ci.exchange(github.sign(side()), "acme");
    JsonNode row = ofUser.after(1).getFirst();

    assertThat(texts(row.get("reasons"))).containsExactly("CLAIM_MISMATCH(branch)");
    assertThat(log.list().get("total").longValue()).isZero();
    assertThat(ci.hub().send(ci.acme(), "DELETE", own + "/attempts", "").statusCode())
        .isEqualTo(204);
    assertThat(ofUser.list().get("total").longValue()).isZero();
    assertThat(ci.audit("user.clear_exchange_log")).hasSize(1);
  }

  @Test
  @Timeout(60)
  void a_locked_owner_is_a_reason_in_the_log_alone() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.run("", "user", "lock", "acme");

    ci.exchange(ci.job(github), "acme/m");
    // Nobody can read the log now; the row is there when it is written.
    while (ci.count("SELECT count(*) FROM exchange_attempt") == 0) {
      Thread.sleep(20);
    }
    ci.run("", "user", "unlock", "acme");

    JsonNode row = log.after(1).getFirst();
    assertThat(texts(row.get("reasons"))).containsExactly("OWNER_LOCKED");
  }

  @Test
  void it_goes_with_its_repository_and_does_not_follow_it_to_others() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.run("", "org", "add", "lab", "--owner", "acme");
    ci.exchange(github.sign(side()), "acme/m");
    log.after(1);

    String move = "{\"fromRepo\": \"acme/m\", \"toRepo\": \"acme/n\", \"type\": \"model\"}";
    ci.hub().post(ci.acme(), "/api/repos/move", move);
    assertThat(ci.count("SELECT count(*) FROM exchange_attempt")).isEqualTo(1);
    String away = "{\"fromRepo\": \"acme/n\", \"toRepo\": \"lab/n\", \"type\": \"model\"}";
    assertThat(ci.hub().post(ci.acme(), "/api/repos/move", away).statusCode()).isEqualTo(200);
    assertThat(ci.count("SELECT count(*) FROM exchange_attempt")).isZero();
  }

  @Test
  void what_was_attempted_last_is_written_before_the_hub_ends() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.exchange(github.sign(side()), "acme/m");

    ci.hub().close();

    assertThat(ci.count("SELECT count(*) FROM exchange_attempt")).isEqualTo(1);
  }

  @Test
  void an_answer_does_not_wait_for_the_log_and_does_not_need_it() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.hub().write(tx -> tx.handle().execute("DROP TABLE exchange_attempt"));

    assertThat(ci.exchange(github.sign(side()), "acme/m").statusCode()).isEqualTo(400);
    Thread.sleep(1_000);

    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void a_reader_of_the_repository_sees_nothing_of_it() {
    String bob = ci.hub().user("bob");

    assertThat(ci.hub().get(bob, AttemptRows.OF_MODEL).statusCode()).isEqualTo(403);
    assertThat(ci.hub().send(bob, "DELETE", AttemptRows.OF_MODEL, "").statusCode()).isEqualTo(403);
    assertThat(ci.hub().get(ci.acme(), AttemptRows.OF_MODEL + "?limit=201").statusCode())
        .isEqualTo(400);
  }

  @Test
  void buckets_and_datasets_have_theirs() throws Exception {
    RepoId data = RepoId.parse(RepoType.DATASET, "acme/d").orThrow();
    ci.hub().repo(ci.acme(), data, true);

    ci.exchange(github.sign(side()), "datasets/acme/d");
    AttemptRows ofData =
        new AttemptRows(ci, "/api/datasets/acme/d/settings/trusted-publishers/attempts");

    assertThat(texts(ofData.after(1).getFirst().get("reasons"))).containsExactly("NO_PUBLISHER");
  }
}
