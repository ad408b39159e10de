package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who says whose commits are taken, for a repository and for an organisation; who sees it. */
class PolicySettingsTest {

  private static final String SENTENCE = "takes commits of its trusted publishers alone";

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static HubFixture hub;
  private static int count;

  private String org = "";
  private String ann = "";
  private String wim = "";
  private RepoId id;
  private RepoKey key;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  /** A model of an organisation that ann administers and wim writes to. */
  @BeforeEach
  void create() {
    count++;
    org = "lab" + count;
    ann = hub.user("ann" + count);
    wim = hub.user("wim" + count);
    ci.run("", "org", "add", org, "--owner", "ann" + count);
    ci.run("", "org", "member", org, "wim" + count, "--role", "write");
    id = RepoId.of(RepoType.MODEL, org, "m").orThrow();
    key = hub.repo(ann, id, false);
  }

  private HttpResponse<String> put(String token, String body) {
    return hub.send(token, "PUT", id.apiPath() + "/settings", body);
  }

  private HttpResponse<String> set(String token, String mode) {
    return put(token, "{\"trustedPublishing\": \"" + mode + "\"}");
  }

  private HttpResponse<String> setOrg(String token, String mode) {
    String body = "{\"trustedPublishing\": \"" + mode + "\"}";
    return hub.send(token, "PUT", "/api/organizations/" + org + "/settings", body);
  }

  private JsonNode settings() {
    return json(hub.get(wim, id.apiPath() + "/settings"));
  }

  private HttpResponse<String> tag(String token) {
    return hub.post(token, id.apiPath() + "/tag/main", "{\"tag\": \"t" + System.nanoTime() + "\"}");
  }

  private JsonNode lastChange(String action) {
    return ci.audit(action).getLast();
  }

  @ParameterizedTest
  @EnumSource
  void is_shown_to_those_who_manage_and_to_nobody_else(RepoType type) {
    RepoId typed = RepoId.of(type, org, "shown").orThrow();
    RepoKey shown = hub.repo(ann, typed, false);
    assertThat(json(hub.get(wim, typed.apiPath())).get("trustedPublishing").asString())
        .isEqualTo("off");

    hub.send(ann, "PUT", typed.apiPath() + "/settings", "{\"trustedPublishing\": \"enforce\"}");

    assertThat(json(hub.get(wim, typed.apiPath())).get("trustedPublishing").asString())
        .isEqualTo("enforce");
    assertThat(
            json(hub.get(wim, typed.apiPath() + "/settings")).get("trustedPublishing").asString())
        .isEqualTo("enforce");
    for (String other : new String[] {NOBODY, ci.acme(), hub.token("ann" + count, Scope.READ)}) {
      HttpResponse<String> answer = hub.get(other, typed.apiPath());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("trustedPublishing\"");
    }
    assertThat(hub.get(hub.job(shown, Scope.WRITE), typed.apiPath()).body())
        .doesNotContain("trustedPublishing\"");
    assertThat(hub.get(ci.acme(), typed.apiPath() + "/settings").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"on\"", "true", "null", "\"ENFORCE\"", "\"\""})
  void refuses_what_is_no_mode_and_changes_nothing_else_either(String value) {
    var answer = put(ann, "{\"private\": true, \"trustedPublishing\": " + value + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("is off, warn or enforce");
    assertThat(settings().get("private").asBoolean()).isFalse();
    assertThat(setOrg(ann, "on").statusCode()).isEqualTo(400);
  }

  @Test
  void whoever_manages_may_tighten_it_and_only_an_administrator_loosens_it() {
    assertThat(set(wim, "warn").statusCode()).isEqualTo(200);
    assertThat(set(wim, "enforce").statusCode()).isEqualTo(200);

    var loosened = put(wim, "{\"private\": true, \"trustedPublishing\": \"warn\"}");

    assertThat(loosened.statusCode()).isEqualTo(403);
    assertThat(json(loosened).get("error").asString()).startsWith("Only an administrator");
    assertThat(settings().get("trustedPublishing").asString()).isEqualTo("enforce");
    assertThat(settings().get("private").asBoolean()).isFalse();
    assertThat(set(ann, "off").statusCode()).isEqualTo(200);
    assertThat(tag(wim).statusCode()).isEqualTo(200);
  }

  @Test
  void an_owner_administers_what_is_theirs() {
    String body = "{\"trustedPublishing\": \"enforce\"}";
    assertThat(hub.send(ci.acme(), "PUT", "/api/models/acme/m/settings", body).statusCode())
        .isEqualTo(200);

    String off = "{\"trustedPublishing\": \"off\"}";
    assertThat(hub.send(ci.acme(), "PUT", "/api/models/acme/m/settings", off).statusCode())
        .isEqualTo(200);
  }

  @Test
  void no_token_of_a_job_and_none_that_only_reads_changes_it() {
    set(ann, "enforce");
    String[] tokens = {
      hub.job(key, Scope.WRITE), hub.guest("ann" + count), hub.token("ann" + count, Scope.READ)
    };
    for (String token : tokens) {
      assertThat(set(token, "off").statusCode()).isEqualTo(403);
      assertThat(setOrg(token, "off").statusCode()).isEqualTo(403);
      assertThat(hub.get(token, id.apiPath() + "/settings").statusCode()).isEqualTo(403);
    }
    assertThat(settings().get("trustedPublishing").asString()).isEqualTo("enforce");
  }

  @Test
  void stands_in_the_audit_with_what_was_before_and_why() {
    put(
        wim,
        "{\"trustedPublishing\": \"enforce\", \"trustedPublishingReason\": \" after the review \"}");
    JsonNode tightened = lastChange("repo.set_publishing_policy");
    set(wim, "enforce");

    assertThat(tightened.get("before").asString()).isEqualTo("off");
    assertThat(tightened.get("after").asString()).isEqualTo("enforce");
    assertThat(tightened.get("reason").asString()).isEqualTo("after the review");
    assertThat(lastChange("repo.set_publishing_policy"))
        .as("no change, no event")
        .isEqualTo(tightened);
    String who =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    "SELECT actor || ' ' || target FROM audit_event"
                        + " WHERE action = 'repo.set_publishing_policy' ORDER BY id DESC LIMIT 1")
                .mapTo(String.class)
                .one());
    assertThat(who).isEqualTo("wim" + count + " " + org + "/m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "[]"})
  void refuses_a_reason_that_is_no_text(String reason) {
    String body = "{\"trustedPublishing\": \"warn\", \"trustedPublishingReason\": " + reason + "}";

    assertThat(put(ann, body).statusCode()).isEqualTo(400);
    assertThat(put(ann, body.replace(reason, "\"" + "x".repeat(501) + "\"")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_organisation_decides_for_all_its_repositories() {
    assertThat(setOrg(ann, "enforce").statusCode()).isEqualTo(200);

    assertThat(tag(wim).statusCode()).isEqualTo(403);
    assertThat(tag(ann).body()).contains(SENTENCE);
    assertThat(tag(hub.job(key, Scope.WRITE)).statusCode()).isEqualTo(200);
    assertThat(settings().get("trustedPublishing").asString()).isEqualTo("off");
    assertThat(settings().get("trustedPublishingOfOwner").asString()).isEqualTo("enforce");
    assertThat(settings().get("trustedPublishingInForce").asString()).isEqualTo("enforce");
    assertThat(json(hub.get(wim, id.apiPath())).get("trustedPublishing").asString())
        .isEqualTo("enforce");
    JsonNode change = lastChange("org.set_publishing_policy");
    assertThat(change.get("before").asString()).isEqualTo("off");
    assertThat(change.get("after").asString()).isEqualTo("enforce");
  }

  @Test
  void the_stricter_of_the_two_counts() {
    setOrg(ann, "warn");
    set(ann, "enforce");
    assertThat(tag(wim).statusCode()).isEqualTo(403);

    set(ann, "off");

    assertThat(settings().get("trustedPublishingInForce").asString()).isEqualTo("warn");
    assertThat(HubFixture.header(tag(wim), "X-Slipway-Warning")).contains("trusted publishers");
  }

  @Test
  void only_its_administrators_set_it_for_an_organisation_and_only_members_see_it() {
    String settings = "/api/organizations/" + org + "/settings";

    assertThat(setOrg(wim, "enforce").statusCode()).isEqualTo(403);
    assertThat(setOrg(ci.acme(), "enforce").statusCode()).isEqualTo(404);
    assertThat(setOrg(NOBODY, "enforce").statusCode()).isEqualTo(401);
    assertThat(hub.get(ci.acme(), settings).statusCode()).isEqualTo(404);
    assertThat(hub.send(ann, "PUT", settings, "{}").statusCode()).isEqualTo(400);
    assertThat(hub.send(ann, "PUT", "/api/organizations/acme/settings", "{}").statusCode())
        .isEqualTo(400);
    assertThat(json(hub.get(wim, settings)).get("trustedPublishing").asString()).isEqualTo("off");
    String users = "/api/organizations/ann" + count + "/settings";
    assertThat(hub.send(ann, "PUT", users, "{\"trustedPublishing\": \"warn\"}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_operator_sets_it_at_the_command_line() {
    RepoId data = RepoId.of(RepoType.DATASET, org, "d").orThrow();
    hub.repo(ann, data, false);

    var ran = ci.run("", "repo", "policy", data.path(), "enforce", "--reason", "incident 7");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEqualTo(data.path() + ": enforce\n");
    String commit = data.apiPath() + "/tag/main";
    assertThat(hub.post(ann, commit, "{\"tag\": \"t\"}").statusCode()).isEqualTo(403);
    assertThat(lastChange("repo.set_publishing_policy").get("reason").asString())
        .isEqualTo("incident 7");
    setOrg(ann, "warn");
    assertThat(ci.run("", "repo", "policy", data.path(), "off").err())
        .isEqualTo(data.path() + ": off, but its organisation says warn\n");
    assertThat(hub.post(ann, commit, "{\"tag\": \"t\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void a_command_that_is_wrong_says_so_and_changes_nothing() {
    assertThat(ci.run("", "repo", "policy", org + "/m", "maybe").code()).isEqualTo(2);
    assertThat(ci.run("", "repo", "policy", org + "/m", "off", "--for", "61m").code()).isEqualTo(2);
    assertThat(ci.run("", "repo", "policy", org + "/m", "off", "--for", "0m").code()).isEqualTo(2);
    assertThat(ci.run("", "repo", "policy", org + "/m", "enforce", "--for", "5m").code())
        .isEqualTo(2);
    var unknown = ci.run("", "repo", "policy", org + "/none", "enforce");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo("slipway: there is no " + org + "/none\n");
    var pointless = ci.run("", "repo", "policy", org + "/m", "off", "--for", "5m");
    assertThat(pointless.code()).isEqualTo(1);
    assertThat(pointless.err()).contains("there is nothing to pause");
    assertThat(settings().get("trustedPublishing").asString()).isEqualTo("off");
  }
}
