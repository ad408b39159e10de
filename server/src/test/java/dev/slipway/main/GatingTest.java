package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatingTest {

  private static final String API = "/api/models/alice/gated/user-access-request";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    hub.model(alice, "alice/gated");
    hub.send(
        alice,
        "/api/models/alice/gated/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"gated\": \"manual\"}")));
    for (String name : List.of("guest-a", "guest-b", "guest-c", "other")) {
      hub.post(hub.user(name), "/alice/gated/ask-access", "{}");
      Thread.sleep(2); // so that each asks at another millisecond
    }
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static List<String> names(String address) {
    return StreamSupport.stream(json(hub.get(alice, address)).spliterator(), false)
        .map(one -> one.at("/user/user").asString())
        .toList();
  }

  @Test
  void searches_on_every_page_and_pages_back() {
    String first = API + "/pending?limit=2&q=guest";
    String link = header(hub.get(alice, first), "Link");
    String second = link.substring(1 + hub.url().length(), link.indexOf('>'));

    assertThat(names(first)).containsExactly("guest-c", "guest-b");
    assertThat(names(second)).containsExactly("guest-a");
    assertThat(names(second.replace("after=", "before="))).containsExactly("guest-c");
    assertThat(names(second.replace("&q=guest", "").replace("after=", "before=")))
        .containsSubsequence("other", "guest-c");
  }

  @Test
  void reports_everybody_who_asked_as_a_table_that_runs_no_formula() {
    String report = "/alice/gated/user-access-report";
    hub.post(hub.user("formula"), "/alice/gated/ask-access", "{\"=HYPERLINK(1)\": \"x,\\\"y\"}");

    var table = hub.get(alice, report);

    assertThat(header(table, "Content-Type")).startsWith("text/csv");
    assertThat(table.body().lines())
        .contains("user,fullname,email,status,timestamp,reviewedAt,grantedBy,fields")
        .anyMatch(line -> line.startsWith("\"guest-a\",") && line.contains("\"pending\""))
        .anyMatch(line -> line.endsWith("\"{\"\"=HYPERLINK(1)\"\":\"\"x,\\\"\"y\"\"}\""));
    assertThat(json(hub.get(alice, report + "?format=json")).size()).isGreaterThanOrEqualTo(5);
    assertThat(hub.get(hub.user("outsider"), report).statusCode()).isEqualTo(403);
  }

  @Test
  void says_which_of_a_batch_were_not_done() {
    String batch =
        """
        {"status": "pending", "requests": [{"user": "other"}, {"user": "nobody"}]}
        """;

    var answer = hub.post(alice, API + "/batch", batch);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).at("/failed/0/user").asString()).isEqualTo("other");
    assertThat(json(answer).at("/failed/1/error").asString()).isEqualTo("User not found");
    assertThat(
            hub.post(alice, API + "/batch", batch.replace("{\"user\": \"nobody\"}", "null"))
                .statusCode())
        .isEqualTo(400);
  }
}
