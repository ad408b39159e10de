package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.PublishingMode;
import dev.slipway.http.Method;
import dev.slipway.http.Route;
import dev.slipway.main.PolicyRequests.Caller;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every route by which something can be changed, and what the policy of trusted publishing has to
 * say about it. A route that is not in the table fails the build: whoever adds one decides.
 */
class PolicyRouteTest {

  /** What a route changes. */
  private enum Kind {
    /** What readers get: under the policy, by publishers alone. */
    CONTENT,
    /** What readers got before: never by a publisher, and under the policy by nobody. */
    REWRITE,
    /** Who may do what, and that there is a repository: by people, whatever the policy. */
    MANAGEMENT,
    /** Nothing of a repository: it reads, asks, or is not there yet. */
    NOTHING
  }

  private static final Map<String, Kind> TABLE = new LinkedHashMap<>();

  private static void table(Kind kind, String lines) {
    lines.lines().forEach(line -> TABLE.put(line, kind));
  }

  static {
    table(
        Kind.CONTENT,
        """
        POST {api}/preupload/{revision*}
        POST {api}/commit/{revision*}
        POST {api}/branch/{rest*}
        DELETE {api}/branch/{rest*}
        POST {api}/tag/{rest*}
        DELETE {api}/tag/{rest*}
        POST {repo}/info/lfs/objects/batch
        POST {repo}/info/lfs/objects/verify
        POST {repo}/info/lfs/locks
        POST {repo}/info/lfs/locks/verify
        POST {repo}/info/lfs/locks/{id}/unlock
        POST {repo}/git-receive-pack
        PUT /lfs/upload/{ticket}
        PUT /lfs/part/{ticket}
        POST /lfs/complete/{ticket}
        POST /xet/v1/xorbs/{prefix}/{hash}
        POST /xet/v1/xorb-grants/{prefix}/{hash}
        POST /xet/v1/shards
        POST /xet/v2/shards
        POST {api}/lfs-files/duplicate
        POST {bucket}/batch\
        """);
    table(
        Kind.REWRITE,
        """
        POST {api}/super-squash/{rest*}
        POST {api}/lfs-files/batch
        DELETE {api}/lfs-files/{sha}\
        """);
    table(
        Kind.MANAGEMENT,
        """
        POST /api/repos/create
        DELETE /api/repos/delete
        POST /api/repos/move
        POST {api}/duplicate
        POST {bucket}
        DELETE {bucket}
        PUT {api}/settings
        PUT {bucket}/settings
        PUT /api/organizations/{org}/settings
        POST {api}/settings/trusted-publishers
        PATCH {api}/settings/trusted-publishers/{id}
        DELETE {api}/settings/trusted-publishers/{id}
        POST {api}/settings/trusted-publishers/{id}/accept-rename
        DELETE {api}/settings/trusted-publishers/sessions/{session}
        DELETE {api}/settings/trusted-publishers/attempts
        POST {bucket}/settings/trusted-publishers
        PATCH {bucket}/settings/trusted-publishers/{id}
        DELETE {bucket}/settings/trusted-publishers/{id}
        POST {bucket}/settings/trusted-publishers/{id}/accept-rename
        DELETE {bucket}/settings/trusted-publishers/sessions/{session}
        DELETE {bucket}/settings/trusted-publishers/attempts
        POST {api}/user-access-request/handle
        POST {api}/user-access-request/grant
        POST {api}/user-access-request/batch\
        """);
    table(
        Kind.NOTHING,
        """
        POST {repo}/git-upload-pack
        POST {api}/paths-info/{rest*}
        POST {bucket}/paths-info
        POST {api}/discussions
        POST {api}/discussions/{rest*}
        POST {repo}/ask-access
        POST {api}/user-access-request/cancel
        POST /api/settings/trusted-publishers
        PATCH /api/settings/trusted-publishers/{id}
        DELETE /api/settings/trusted-publishers/{id}
        POST /api/settings/trusted-publishers/{id}/accept-rename
        DELETE /api/settings/trusted-publishers/sessions/{session}
        DELETE /api/settings/trusted-publishers/attempts
        POST /api/validate-yaml
        POST /oauth/token
        POST /oauth/token/explain
        POST /oauth/revoke
        POST /v1/telemetry
        POST /xet/v1/telemetry
        POST /xet/{version}/{rest*}
        PUT /xet/{version}/{rest*}
        POST {api}
        PUT {api}
        POST {api}/{rest*}
        PUT {api}/{rest*}
        PATCH {api}/{rest*}
        DELETE {api}/{rest*}
        POST {repo}/{rest*}
        PUT {repo}/{rest*}
        PATCH {repo}/{rest*}
        DELETE {repo}/{rest*}\
        """);
  }

  @Test
  void every_route_that_may_change_something_is_in_the_table() {
    Set<String> routes = new TreeSet<>();
    for (Route route : hub.routes()) {
      if (route.method() != Method.GET && route.method() != Method.HEAD) {
        routes.add(line(route));
      }
    }

    assertThat(routes).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
  }

  private static String line(Route route) {
    String pattern =
        route
            .pattern()
            .replaceFirst("^/api/(models|datasets|spaces|kernels)/\\{ns}/\\{name}", "{api}")
            .replaceFirst("^/api/buckets/\\{ns}/\\{name}", "{bucket}")
            .replaceFirst("^(/(datasets|spaces|kernels))?/\\{ns}/\\{name}", "{repo}");
    return route.method() + " " + pattern;
  }

  private static final String SENTENCE = "takes commits of its trusted publishers alone";

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static HubFixture hub;
  private static PolicyRequests requests;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    requests = new PolicyRequests(ci);
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  private static void policy(PublishingMode mode) {
    for (RepoType type : RepoType.values()) {
      var answer =
          hub.send(
              requests.token(Caller.ADMINISTRATOR, type),
              "PUT",
              PolicyRequests.repo(type).apiPath() + "/settings",
              "{\"trustedPublishing\": \"" + mode.word() + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** Those routes of a kind that are of a repository, or of the stores of bytes. */
  private static List<Route> routes(Kind kind) {
    return hub.routes().stream().filter(route -> kind == TABLE.get(line(route))).toList();
  }

  /** All that readers could get. */
  private static String content() {
    return List.of(
            "SELECT group_concat(name || commit_id) FROM git_ref",
            "SELECT group_concat(repo_key || sha256) FROM repo_blob",
            "SELECT count(*) FROM xet_reach",
            "SELECT group_concat(path) FROM lfs_lock",
            "SELECT group_concat(id) FROM lfs_upload",
            "SELECT group_concat(last_modified_at) FROM repo")
        .stream()
        .map(sql -> hub.read(tx -> tx.handle().createQuery(sql).mapTo(String.class).one()))
        .toList()
        .toString();
  }

  private static String verdict(HttpResponse<String> answer) {
    if (answer.statusCode() == 403) {
      return answer.body().contains(SENTENCE) ? "refused by the policy" : "403: " + answer.body();
    }
    boolean isWarned = !header(answer, "X-Slipway-Warning").isEmpty();
    return answer.statusCode() == 401 || answer.statusCode() >= 500
        ? String.valueOf(answer.statusCode())
        : isWarned ? "let in with a warning" : "let in";
  }

  private static String expected(Caller caller, PublishingMode mode, HttpResponse<String> answer) {
    return switch (mode) {
      case OFF -> "let in";
      case WARN ->
          caller.isPerson() && answer.statusCode() < 400 ? "let in with a warning" : "let in";
      case ENFORCE -> caller.isPerson() ? "refused by the policy" : "let in";
    };
  }

  @ParameterizedTest
  @EnumSource
  void content_is_written_by_whom_the_policy_lets(PublishingMode mode) throws Exception {
    policy(mode);
    List<String> wrong = new ArrayList<>();
    for (Caller caller : Caller.values()) {
      String before = content();
      for (Route route : routes(Kind.CONTENT)) {
        HttpResponse<String> answer = requests.send(caller, route);
        String expected = expected(caller, mode, answer);
        if (!verdict(answer).equals(expected)) {
          wrong.add(caller + " " + route + ": " + verdict(answer) + ", not " + expected);
        }
      }
      boolean mayWrite = mode != PublishingMode.ENFORCE || !caller.isPerson();
      assertThat(content().equals(before)).as(caller + " changed nothing").isEqualTo(!mayWrite);
    }

    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void history_is_rewritten_by_people_and_under_the_policy_by_nobody(PublishingMode mode)
      throws Exception {
    policy(mode);
    for (Route route : routes(Kind.REWRITE)) {
      for (Caller caller : Caller.values()) {
        HttpResponse<String> answer = requests.send(caller, route);

        assertThat(verdict(answer))
            .as(caller + " " + route)
            .isEqualTo(
                caller.isPerson()
                    ? expected(caller, mode, answer)
                    : "403: {\"error\":\"A token of a trusted publisher cannot squash, change"
                        + " settings, move or delete.\"}");
      }
    }
  }

  @Test
  void management_stays_with_those_who_had_it() throws Exception {
    policy(PublishingMode.ENFORCE);
    for (Route route : routes(Kind.MANAGEMENT)) {
      assertThat(verdict(requests.send(Caller.ADMINISTRATOR, route)))
          .as(route.toString())
          .isEqualTo("let in");
      assertThat(requests.send(Caller.WRITER, route).body())
          .as(route.toString())
          .doesNotContain(SENTENCE);
    }
    assertThat(
            hub.get(requests.token(Caller.WRITER, RepoType.MODEL), "/api/models/lab/m")
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void a_person_does_not_get_as_far_as_a_token_or_an_address(RepoType type) {
    policy(PublishingMode.ENFORCE);
    List<String> paths =
        new ArrayList<>(List.of(PolicyRequests.repo(type).apiPath() + "/auth-check/write"));
    String tail = type == RepoType.BUCKET ? "" : "/main";
    paths.add(PolicyRequests.repo(type).apiPath() + "/xet-write-token" + tail);
    if (type != RepoType.BUCKET) {
      paths.add("/" + PolicyRequests.repo(type).path() + "/info/refs?service=git-receive-pack");
    }
    for (String path : paths) {
      for (Caller caller : Caller.values()) {
        HttpResponse<String> answer = hub.get(requests.token(caller, type), path);

        assertThat(verdict(answer))
            .as(caller + " " + path)
            .isEqualTo(expected(caller, PublishingMode.ENFORCE, answer));
      }
    }
  }
}
