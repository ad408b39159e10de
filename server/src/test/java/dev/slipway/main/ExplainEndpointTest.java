package dev.slipway.main;

import static dev.slipway.main.AttemptRows.texts;
import static dev.slipway.main.CiFixture.error;
import static dev.slipway.main.CiFixture.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /oauth/token/explain}: who learns what, and that nothing comes of it. */
class ExplainEndpointTest {

  private static final String EXPLAIN = "/oauth/token/explain";
  private static final Map<String, String> TRAIN =
      Map.of("repository", "acme/train", "branch", "main", "environment", "release");

  @TempDir private Path folder;
  private CiFixture ci;
  private CiIssuer github;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.offline("github");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private String dryRun() {
    return ci.hub().url() + "/dry-run";
  }

  private Map<String, Object> good() {
    Map<String, Object> claims = github.github(dryRun());
    claims.put("environment", "release");
    return claims;
  }

  private HttpResponse<String> explain(String bearer, String idToken, String resource) {
    return ci.hub()
        .post(
            bearer, EXPLAIN, JsonMapper.shared().writeValueAsString(parameters(idToken, resource)));
  }

  private HttpResponse<String> explain(String idToken, String resource) {
    return explain(HubFixture.NOBODY, idToken, resource);
  }

  private String traces() {
    return ci.traces() + ci.count("SELECT count(*) FROM audit_event");
  }

  @Test
  void a_token_for_a_dry_run_is_accepted_here_and_leaves_nothing_but_a_row_of_the_log()
      throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    String token = github.sign(good());
    String before = traces();

    HttpResponse<String> first = explain(token, "acme/m");
    HttpResponse<String> second = explain(token, "acme/m");

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    JsonNode json = HubFixture.json(first);
    assertThat(json.get("accepted").booleanValue()).isTrue();
    assertThat(json.get("expires_in").longValue()).isEqualTo(3600);
    assertThat(json.has("access_token")).isFalse();
    assertThat(HubFixture.header(first, "Cache-Control")).isEqualTo("no-store");
    JsonNode row = new AttemptRows(ci, AttemptRows.OF_MODEL).after(2).getFirst();
    assertThat(row.get("dryRun").booleanValue()).isTrue();
    assertThat(row.get("outcome").stringValue()).isEqualTo("accepted");
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void a_token_for_a_dry_run_is_never_exchanged_and_not_used_up() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    String token = github.sign(good());
    String before = traces();

    HttpResponse<String> answer = ci.exchange(token, "acme/m");

    assertThat(error(answer)).isEqualTo("400 invalid_grant");
    assertThat(ci.count("SELECT count(*) FROM used_id_token")).isZero();
    assertThat(traces()).isEqualTo(before);
    JsonNode row = new AttemptRows(ci, AttemptRows.OF_MODEL).after(1).getFirst();
    assertThat(texts(row.get("reasons"))).containsExactly("DRY_RUN_AUDIENCE");
    assertThat(HubFixture.json(explain(token, "acme/m")).get("accepted").booleanValue()).isTrue();
  }

  @Test
  void a_token_for_the_exchange_is_explained_as_well_and_stays_good() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> claims = good();
    claims.put("aud", ci.hub().url());
    String token = github.sign(claims);

    assertThat(HubFixture.json(explain(token, "acme/m")).get("accepted").booleanValue()).isTrue();
    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);
    HttpResponse<String> used = explain(token, "acme/m");

    assertThat(HubFixture.json(used).get("accepted").booleanValue()).isFalse();
    assertThat(texts(HubFixture.json(used).get("publishers").get(0).get("reasons")))
        .containsExactly("REPLAYED");
  }

  private void pin(String id) throws Exception {
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    assertThat(ci.exchange(github.sign(pinned("acme/train", id, false)), "acme/m").statusCode())
        .isEqualTo(200);
  }

  private Map<String, Object> pinned(String repository, String id, boolean isDry) {
    Map<String, Object> claims = github.github(isDry ? dryRun() : ci.hub().url());
    claims.put("repository", repository);
    claims.put("workflow_ref", repository + "/.github/workflows/publish.yml@refs/heads/main");
    claims.put("sub", "repo:" + repository + ":ref:refs/heads/main");
    claims.put("repository_id", id);
    claims.put("repository_owner_id", "9");
    return claims;
  }

  @Test
  void another_id_under_the_name_is_told_apart_from_a_claim_that_differs() throws Exception {
    pin("74");
    Map<String, Object> taken = pinned("acme/train", "75", true);

    JsonNode holder = HubFixture.json(explain(github.sign(taken), "acme/m"));
    JsonNode maintainer = HubFixture.json(explain(ci.acme(), github.sign(taken), "acme/m"));
    ci.exchange(github.sign(pinned("acme/train", "75", false)), "acme/m");

    assertThat(texts(holder.get("publishers").get(0).get("reasons")))
        .containsExactly("PIN_MISMATCH(repository_id)");
    assertThat(holder.toString()).contains("75").doesNotContain("74");
    assertThat(texts(maintainer.get("reasons"))).containsExactly("PIN_MISMATCH(repository_id)");
    assertThat(maintainer.get("publishers").get(0).get("problem").stringValue())
        .contains("taken over");
    assertThat(new AttemptRows(ci, AttemptRows.OF_MODEL).after(4))
        .filteredOn(row -> row.get("outcome").stringValue().equals("refused"))
        .isNotEmpty()
        .allSatisfy(row -> {
          assertThat(texts(row.get("reasons"))).containsExactly("PIN_MISMATCH(repository_id)");
          assertThat(row.has("suggestion") && !row.get("suggestion").isNull()).isFalse();
        });
  }

  @Test
  void a_new_name_of_the_same_ids_is_told_as_that() throws Exception {
    pin("74");
    Map<String, Object> renamed = pinned("acme/trainer", "74", true);

    JsonNode holder = HubFixture.json(explain(github.sign(renamed), "acme/m"));
    ci.exchange(github.sign(pinned("acme/trainer", "74", false)), "acme/m");

    assertThat(texts(holder.get("publishers").get(0).get("reasons"))).containsExactly("RENAMED");
    assertThat(new AttemptRows(ci, AttemptRows.OF_MODEL).after(3))
        .filteredOn(row -> row.get("outcome").stringValue().equals("refused"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(texts(row.get("reasons"))).containsExactly("RENAMED"));
  }

  @Test
  void a_stranger_learns_nothing_of_pins() throws Exception {
    pin("74");

    JsonNode stranger =
        HubFixture.json(explain(github.sign(pinned("evil/train", "666", true)), "acme/m"));

    assertThat(stranger.get("publishers").size()).isZero();
    assertThat(stranger.toString()).doesNotContain("74", "acme/train", "repository_id");
  }

  @Test
  void forms_are_read_and_wrong_parameters_refused_as_at_the_exchange() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> wanted = new LinkedHashMap<>(parameters(github.sign(good()), "acme/m"));
    String form =
        String.join(
            "&",
            wanted.entrySet().stream()
                .map(e ->
                    e.getKey()
                        + "="
                        + java.net.URLEncoder.encode(
                            String.valueOf(e.getValue()), java.nio.charset.StandardCharsets.UTF_8))
                .toList());

    HttpResponse<String> answer =
        ci.hub()
            .post(
                HubFixture.NOBODY,
                EXPLAIN,
                "application/x-www-form-urlencoded",
                java.net.http.HttpRequest.BodyPublishers.ofString(form));

    assertThat(HubFixture.json(answer).get("accepted").booleanValue()).isTrue();
    assertThat(error(explain("not-a-token", "acme/m"))).isEqualTo("400 invalid_request");
    assertThat(error(explain(github.sign(good()), "acme/../m"))).isEqualTo("400 invalid_request");
    wanted.put("grant_type", "password");
    assertThat(error(ci.hub().post(HubFixture.NOBODY, EXPLAIN, body(wanted))))
        .isEqualTo("400 unsupported_grant_type");
    wanted.remove("grant_type");
    assertThat(error(ci.hub().post(HubFixture.NOBODY, EXPLAIN, body(wanted))))
        .isEqualTo("400 invalid_request");
    assertThat(error(ci.hub().get(HubFixture.NOBODY, EXPLAIN))).isEqualTo("405 invalid_request");
    assertThat(error(explain("hf_wrong", github.sign(good()), "acme/m")))
        .isEqualTo("401 invalid_client");
  }

  private static String body(Map<String, ?> parameters) {
    return JsonMapper.shared().writeValueAsString(parameters);
  }

  @Test
  void the_very_workload_learns_which_claims_fail_and_its_own_values_and_no_others()
      throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    ci.publisher(github.url(), Map.of("repository", "acme/other", "branch", "secret-b"), false);
    Map<String, Object> claims = good();
    claims.put("ref", "refs/heads/side");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/side");
    claims.remove("environment");

    HttpResponse<String> answer = explain(github.sign(claims), "acme/m");

    JsonNode json = HubFixture.json(answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json.get("accepted").booleanValue()).isFalse();
    assertThat(json.get("error").stringValue()).isEqualTo("invalid_grant");
    assertThat(json.get("publishers")).hasSize(1);
    assertThat(texts(json.get("publishers").get(0).get("reasons")))
        .containsExactlyInAnyOrder("CLAIM_MISMATCH(branch)", "CLAIM_MISSING(environment)");
    assertThat(json.get("publishers").get(0).get("fix").stringValue()).isNotEmpty();
    assertThat(answer.body())
        .contains("side")
        .doesNotContain("\"main\"", "release", "secret-b", "acme/other", "expected");
  }

  @Test
  void k3_who_learns_what() throws Exception {
    String publisher = ci.publisher(github.url(), TRAIN, false);
    RepoId hidden = RepoId.parse(RepoType.MODEL, "acme/hidden").orThrow();
    var key = ci.hub().repo(ci.acme(), hidden, true);
    Map<String, Object> side = good();
    side.put("ref", "refs/heads/side");
    side.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/side");
    String own = github.sign(side);
    Map<String, Object> evil = new HashMap<>(side);
    evil.put("repository", "evil/train");
    evil.put("repository_owner", "evil");
    evil.put("sub", "repo:evil/train:ref:refs/heads/side");
    evil.put("workflow_ref", "evil/train/.github/workflows/publish.yml@refs/heads/side");
    String stranger = github.sign(evil);
    String bob = ci.hub().user("bob");
    String reader = ci.hub().token("acme", Scope.READ);
    String job = ci.hub().job(key, Scope.WRITE);
    String nothing = explain(stranger, "acme/nothing").body();

    assertThat(explain(stranger, "acme/m").body()).isEqualTo(nothing);
    for (String bearer : java.util.List.of(bob, reader, job)) {
      assertThat(explain(bearer, stranger, "acme/m").body()).isEqualTo(nothing);
      assertThat(explain(bearer, own, "acme/m").body()).doesNotContain("expected", publisher);
    }
    assertThat(explain(own, "acme/m").body()).contains("branch").doesNotContain(publisher);
    assertThat(explain(ci.acme(), stranger, "acme/m").body())
        .contains("\"expected\":\"acme/train\"", "\"found\":\"evil/train\"", publisher);
    assertThat(explain(ci.acme(), own, "acme/m").body())
        .contains("\"expected\":\"main\"", "\"found\":\"side\"");
    assertThat(explain(ci.acme(), own, "acme/nothing").body()).isEqualTo(nothing);
  }

  @Test
  void users_learn_everything_of_their_own_publishers_alone() throws Exception {
    ci.hub()
        .post(
            ci.acme(),
            "/api/settings/trusted-publishers",
            CiFixture.publisherBody(github.url(), Map.of("repository", "acme/other"), false));
    String bob = ci.hub().user("bob");
    String token = github.sign(good());

    assertThat(explain(ci.acme(), token, "acme").body()).contains("acme/other");
    assertThat(explain(bob, token, "acme").body()).doesNotContain("acme/other");
    assertThat(explain(token, "acme").body()).isEqualTo(explain(token, "nobody").body());
  }

  @Test
  void k1_strangers_get_one_answer() throws Exception {
    CiIssuer unknown = ci.unregistered("");
    CiIssuer unnamed = ci.offline("github");
    CiIssuer disabled = ci.offline("github");
    ci.publisher(github.url(), TRAIN, false);
    ci.publisher(disabled.url(), TRAIN, false);
    ci.run("", "issuer", "disable", disabled.url());
    ci.hub().repo(ci.acme(), RepoId.parse(RepoType.MODEL, "acme/hidden").orThrow(), true);
    String bob = ci.hub().user("bob");
    ci.hub().model(bob, "bob/m");
    ci.hub()
        .post(
            bob,
            "/api/models/bob/m/settings/trusted-publishers",
            CiFixture.publisherBody(github.url(), Map.of("repository", "acme/train"), false));
    ci.run("", "user", "lock", "bob");
    String good = github.sign(good());
    Map<String, Object> evil = good();
    evil.put("repository", "evil/x");
    evil.put("repository_owner", "evil");
    evil.put("workflow_ref", "evil/x/.github/workflows/p.yml@refs/heads/main");
    evil.put("sub", "repo:evil/x:ref:refs/heads/main");
    Map<String, HttpResponse<String>> answers = new HashMap<>();
    answers.put("no such repository", explain(good, "acme/nothing"));
    answers.put("no such user", explain(good, "nobody"));
    answers.put("private", explain(good, "acme/hidden"));
    answers.put("no publisher", explain(good, "acme"));
    answers.put("owner locked", explain(good, "bob/m"));
    answers.put("issuer unknown", explain(unknown.sign(unknown.github(dryRun())), "acme/m"));
    answers.put("issuer unnamed", explain(unnamed.sign(unnamed.github(dryRun())), "acme/m"));
    answers.put("issuer disabled", explain(disabled.sign(disabled.github(dryRun())), "acme/m"));
    answers.put("another's job", explain(github.sign(evil), "acme/m"));
    answers.put(
        "signature wrong",
        explain(good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(342), "acme/m"));

    assertThat(answers.values()).extracting(HttpResponse::statusCode).containsOnly(200);
    assertThat(answers.values().stream().map(HttpResponse::body).distinct())
        .as(answers.toString())
        .hasSize(1);
    assertThat(answers.values().stream().map(HubFixture::lastingHeaders).distinct()).hasSize(1);
    assertThat(unknown.requests()).isZero();
  }

  @Test
  void a_maintainer_does_not_learn_which_issuers_others_named() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    CiIssuer elsewhere = ci.offline("github");
    CiIssuer unknown = ci.unregistered("");

    String named = explain(ci.acme(), elsewhere.sign(elsewhere.github(dryRun())), "acme/m").body();
    String nowhere = explain(ci.acme(), unknown.sign(unknown.github(dryRun())), "acme/m").body();

    assertThat(named.replace(elsewhere.url(), "X")).isEqualTo(nowhere.replace(unknown.url(), "X"));
    assertThat(named).contains("NO_PUBLISHER");
  }

  @Test
  void a_wrong_audience_is_said_to_whoever_shows_it() throws Exception {
    String answer =
        explain(github.sign(github.github("https://other.example")), "acme/nothing").body();

    assertThat(answer)
        .contains("the audience of the ID token must be exactly " + ci.hub().url())
        .isEqualTo(explain(github.sign(github.github("https://x.example")), "acme/m").body());
  }

  @Test
  void an_issuer_whose_keys_cannot_be_had_is_a_reason_to_come_again() throws Exception {
    CiIssuer down = new CiIssuer("");
    down.close();
    ci.run("", "issuer", "add", down.url(), "--preset", "github", "--allow-private");
    ci.publisher(down.url(), TRAIN, false);

    HttpResponse<String> answer = explain(down.sign(down.github(dryRun())), "acme/m");

    assertThat(error(answer)).isEqualTo("503 temporarily_unavailable");
    assertThat(HubFixture.header(answer, "Retry-After")).isNotEmpty();
  }

  @Test
  void k5_hostile_values_cannot_act_on_the_log_of_the_job_or_a_terminal() throws Exception {
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> claims = good();
    claims.put("environment", "\n::add-mask::x\u001b[2J##[error]\u202e\"\\" + "z".repeat(10_000));
    String token = github.sign(claims);

    String body = explain(token, "acme/m").body();
    CiFixture.Ran ran = ci.run(token, "explain", "acme/m", "--token-stdin");

    for (String shown : java.util.List.of(body, ran.out(), ran.err())) {
      assertThat(shown)
          .contains("add-mask")
          .doesNotContain("::add-mask", "##[", "\u001b", "\\u001b", "\u202e", "z".repeat(101));
    }
    assertThat(ran.err().lines()).noneMatch(line -> line.startsWith("::"));
  }
}
