package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token stood on goes, and within a second the token does. */
class RevocationTest {

  private static final Duration AT_MOST = Duration.ofSeconds(1);

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();
  private static String alice = "";
  private static int count;

  private String repo = "";
  private String publisher = "";

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.user("carol");
    alice = hub.token("alice", "write");
    hub.trust(issuer, "gitlab");
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  @BeforeEach
  void create() {
    count++;
    repo = "alice/revoked-" + count;
    hub.repo(alice, "model", repo);
    publisher = hub.publisher(repo, issuer, Map.of("project_path", "acme/ml/trainer"));
  }

  private static String exchange(String resource) {
    String body =
        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&subject_token_type=urn:ietf:params:oauth:token-type:id_token"
            + "&resource="
            + resource
            + "&subject_token="
            + issuer.token(hub.url(), Jobs.gitLab(issuer));
    var answer =
        hub.send(
            hub.request("/oauth/token", null)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().replaceAll("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  private int use(String token) {
    return hub.get("/api/models/" + repo + "/auth-check/write", token).statusCode();
  }

  private void diesWithinASecond(String token) {
    Instant until = Instant.now().plus(AT_MOST);
    while (use(token) == 200) {
      assertThat(Instant.now()).isBefore(until);
    }
    assertThat(use(token)).isEqualTo(401);
  }

  @Test
  void the_publisher() {
    String token = exchange(repo);
    assertThat(use(token)).isEqualTo(200);

    hub.command("publisher", "remove", repo, publisher).succeeded();

    diesWithinASecond(token);
  }

  @Test
  void the_issuer() {
    String token = exchange(repo);

    hub.command("issuer", "disable", issuer.url()).succeeded();

    diesWithinASecond(token);
    hub.command("issuer", "enable", issuer.url()).succeeded();
    assertThat(use(token)).isEqualTo(401);
    assertThat(use(exchange(repo))).isEqualTo(200);
  }

  @Test
  void the_repository_even_if_another_takes_its_name() {
    String token = exchange(repo);
    String name = repo.substring(repo.indexOf('/') + 1);

    var delete =
        hub.request("/api/repos/delete", alice)
            .header("Content-Type", "application/json")
            .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}"));
    assertThat(hub.send(delete).statusCode()).isEqualTo(200);
    hub.repo(alice, "model", repo);

    diesWithinASecond(token);
  }

  @Test
  void the_owner() {
    String carol = hub.token("carol", "write");
    String hers = "carol/locked";
    hub.repo(carol, "model", hers);
    hub.publisher(hers, issuer, Map.of("project_path", "acme/ml/trainer"));
    repo = hers;
    String token = exchange(hers);
    assertThat(use(token)).isEqualTo(200);

    hub.command("user", "lock", "carol").succeeded();

    diesWithinASecond(token);
    assertThat(hub.get("/api/whoami-v2", carol).statusCode()).isEqualTo(401);
    hub.command("user", "unlock", "carol").succeeded();
    assertThat(hub.get("/api/whoami-v2", carol).statusCode()).isEqualTo(200);
  }
}
