package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The glass that an administrator breaks in an emergency, and that mends itself. */
class PolicyPauseTest {

  private static final AtomicReference<Duration> LATER = new AtomicReference<>(Duration.ZERO);

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static HubFixture hub;
  private static int count;

  private String org = "";
  private String ann = "";
  private String wim = "";
  private RepoId id;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder, PolicyPauseTest::now);
    hub = ci.hub();
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  private static Instant now() {
    return Instant.now().plus(LATER.get());
  }

  private static void pass(Duration time) {
    LATER.updateAndGet(before -> before.plus(time));
  }

  /** A model that takes its publishers' commits alone. */
  @BeforeEach
  void create() {
    count++;
    org = "lab" + count;
    ann = hub.user("ann" + count);
    wim = hub.user("wim" + count);
    ci.run("", "org", "add", org, "--owner", "ann" + count);
    ci.run("", "org", "member", org, "wim" + count, "--role", "write");
    id = RepoId.of(RepoType.MODEL, org, "m").orThrow();
    hub.repo(ann, id, false);
    put(ann, "{\"trustedPublishing\": \"enforce\"}");
  }

  private HttpResponse<String> put(String token, String body) {
    return hub.send(token, "PUT", id.apiPath() + "/settings", body);
  }

  private HttpResponse<String> pause(String token, Instant until) {
    return put(
        token,
        """
        {"trustedPublishingPausedUntil": "%s", "trustedPublishingReason": "CI is down"}
        """
            .formatted(until));
  }

  private HttpResponse<String> tag(String token) {
    return hub.post(token, id.apiPath() + "/tag/main", "{\"tag\": \"t" + System.nanoTime() + "\"}");
  }

  private JsonNode info() {
    return json(hub.get(ann, id.apiPath()));
  }

  @Test
  void lets_people_write_for_a_while_and_ends_by_itself() {
    Instant until = now().plus(Duration.ofMinutes(30));
    assertThat(tag(wim).statusCode()).isEqualTo(403);

    assertThat(pause(ann, until).statusCode()).isEqualTo(200);

    var written = tag(wim);
    assertThat(written.statusCode()).isEqualTo(200);
    assertThat(header(written, "X-Slipway-Warning")).contains("trusted publishers");
    assertThat(info().get("trustedPublishing").asString()).isEqualTo("enforce");
    assertThat(Instant.parse(info().get("trustedPublishingPausedUntil").asString()))
        .isEqualTo(Instant.ofEpochMilli(until.toEpochMilli()));
    JsonNode event = ci.audit("repo.set_publishing_policy").getLast();
    assertThat(event.get("after").asString()).isEqualTo("enforce");
    assertThat(event.get("meanwhile").asString()).isEqualTo("warn");
    assertThat(event.get("reason").asString()).isEqualTo("CI is down");
    assertThat(event.get("until").asString()).isEqualTo(until.toString());

    pass(Duration.ofMinutes(31));

    assertThat(tag(wim).statusCode()).isEqualTo(403);
    assertThat(tag(ann).statusCode()).isEqualTo(403);
    assertThat(info().has("trustedPublishingPausedUntil")).isFalse();
  }

  @Test
  void is_for_administrators_alone() {
    Instant until = now().plus(Duration.ofMinutes(5));

    assertThat(pause(wim, until).statusCode()).isEqualTo(403);
    assertThat(tag(wim).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 60 * 24, 0, -5})
  void lasts_an_hour_at_most(long minutes) {
    var answer = pause(ann, now().plus(Duration.ofMinutes(minutes)));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("a pause ends in at most 60 minutes");
    assertThat(tag(ann).statusCode()).isEqualTo(403);
  }

  @Test
  void has_a_reason_and_an_end_and_nothing_else() {
    String until = now().plus(Duration.ofMinutes(5)).toString();

    var silent = put(ann, "{\"trustedPublishingPausedUntil\": \"" + until + "\"}");
    var vague =
        put(
            ann,
            "{\"trustedPublishingPausedUntil\": \"soon\", \"trustedPublishingReason\": \"x\"}");
    var both =
        put(
            ann,
            """
            {"trustedPublishing": "off", "trustedPublishingPausedUntil": "%s",
             "trustedPublishingReason": "x"}
            """
                .formatted(until));

    assertThat(silent.statusCode()).isEqualTo(400);
    assertThat(silent.body()).contains("trustedPublishingReason");
    assertThat(vague.statusCode()).isEqualTo(400);
    assertThat(both.statusCode()).isEqualTo(400);
    assertThat(tag(ann).statusCode()).isEqualTo(403);
  }

  @Test
  void is_ended_before_its_time_by_whoever_manages() {
    pause(ann, now().plus(Duration.ofMinutes(30)));
    assertThat(tag(wim).statusCode()).isEqualTo(200);

    assertThat(put(wim, "{\"trustedPublishingPausedUntil\": null}").statusCode()).isEqualTo(200);

    assertThat(tag(wim).statusCode()).isEqualTo(403);
  }

  @Test
  void holds_for_what_the_organisation_says_until_it_says_more() {
    String org = "/api/organizations/" + this.org + "/settings";
    put(ann, "{\"trustedPublishing\": \"off\"}");
    hub.send(ann, "PUT", org, "{\"trustedPublishing\": \"enforce\"}");
    pause(ann, now().plus(Duration.ofMinutes(30)));
    assertThat(tag(wim).statusCode()).isEqualTo(200);

    hub.send(ann, "PUT", org, "{\"trustedPublishing\": \"warn\"}");
    hub.send(ann, "PUT", org, "{\"trustedPublishing\": \"enforce\"}");

    assertThat(tag(wim).statusCode()).isEqualTo(403);
    assertThat(ci.audit("org.set_publishing_policy").getLast().get("endedPauses").asString())
        .isEqualTo("1");
  }

  @Test
  void is_made_by_the_operator_at_the_command_line() {
    var ran = ci.run("", "repo", "policy", id.path(), "off", "--for", "30m");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).startsWith(id.path() + ": off until ").endsWith(", then enforce\n");
    var written = tag(wim);
    assertThat(written.statusCode()).isEqualTo(200);
    assertThat(header(written, "X-Slipway-Warning")).isEmpty();
    pass(Duration.ofMinutes(31));
    assertThat(tag(wim).statusCode()).isEqualTo(403);
  }
}
