package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Which publisher counts, what is remembered, and what the log says of it. */
class ExchangeChoiceTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  private CiFixture ci;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private String chosen() {
    return ci.audit("token.exchange").getLast().get("publisher").stringValue();
  }

  private void at(String publisher, long second) {
    ci.hub()
        .write(tx ->
            tx.handle()
                .execute(
                    "UPDATE publisher SET created_at = ? WHERE id = ?", second * 1000, publisher));
  }

  @Test
  void h12_write_then_most_claims_then_oldest() throws Exception {
    CiIssuer github = ci.offline("github");
    Map<String, String> two = Map.of("repository", "acme/train", "branch", "main");
    Map<String, String> three =
        Map.of("repository", "acme/train", "branch", "main", "workflow", "publish.yml");
    String reader = ci.publisher(github.url(), three, true);
    String younger = ci.publisher(github.url(), two, false);
    String older =
        ci.publisher(
            github.url(), Map.of("repository_owner", "acme", "repository", "acme/train"), false);
    String loose = ci.publisher(github.url(), TRAIN, false);
    at(reader, 1);
    at(loose, 2);
    at(older, 3);
    at(younger, 4);

    ci.token(ci.job(github), "acme/m");
    assertThat(chosen()).isEqualTo(older);
    assertThat(ci.audit("token.exchange").getLast().get("matches").stringValue())
        .isEqualTo(String.join(" ", older, younger, loose, reader));

    ci.run("", "publisher", "remove", "acme/m", older);
    ci.token(ci.job(github), "acme/m");
    assertThat(chosen()).isEqualTo(younger);

    ci.run("", "publisher", "remove", "acme/m", younger);
    ci.token(ci.job(github), "acme/m");
    assertThat(chosen()).isEqualTo(loose);

    ci.run("", "publisher", "remove", "acme/m", loose);
    ci.token(ci.job(github), "acme/m");
    assertThat(chosen()).isEqualTo(reader);
  }

  @Test
  void d8_a_publisher_is_bound_to_one_of_two_issuers_that_say_the_same() throws Exception {
    CiIssuer ours = ci.offline("github");
    CiIssuer theirs = ci.offline("github");
    ci.publisher(ours.url(), TRAIN, false);

    assertThat(error(ci.exchange(ci.job(theirs), "acme/m"))).isEqualTo("400 invalid_grant");
    String second = ci.publisher(theirs.url(), TRAIN, false);
    assertThat(ci.exchange(ci.job(theirs), "acme/m").statusCode()).isEqualTo(200);
    assertThat(chosen()).isEqualTo(second);
  }

  @Test
  void g15_a_used_token_is_remembered_until_nobody_could_show_it_again() throws Exception {
    CiIssuer github = ci.offline("github");
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> claims = github.github(ci.hub().url());
    long expiry = java.time.Instant.now().getEpochSecond() + 200;
    claims.put("exp", expiry);
    ci.token(github.sign(claims), "acme/m");

    assertThat(ci.count("SELECT keep_until FROM used_id_token"))
        .isGreaterThanOrEqualTo((expiry + 60) * 1000);
  }

  @Test
  void k3_a_stranger_learns_nothing_of_a_private_repository() throws Exception {
    CiIssuer other = ci.offline("generic");
    RepoId hidden = RepoId.parse(RepoType.MODEL, "acme/hidden").orThrow();
    ci.hub().repo(ci.acme(), hidden, true);
    String body =
        CiFixture.publisherBody(
            other.url(), Map.of("sub", "the-other-job", "team", "ml", "ref", "main"), false);
    assertThat(
            ci.hub()
                .post(ci.acme(), "/api/models/acme/hidden/settings/trusted-publishers", body)
                .statusCode())
        .isEqualTo(201);
    Map<String, Object> claims = other.claims(ci.hub().url());
    claims.put("team", "ml");
    String token = other.sign(claims);

    HttpResponse<String> there = ci.exchange(token, "acme/hidden");
    HttpResponse<String> nowhere = ci.exchange(token, "acme/nothing");

    assertThat(there.statusCode()).isEqualTo(400);
    assertThat(there.body()).isEqualTo(nowhere.body());
  }

  @Test
  void an_issuer_whose_keys_cannot_be_had_is_a_reason_to_come_again() throws Exception {
    CiIssuer down = new CiIssuer("");
    down.close();
    ci.run("", "issuer", "add", down.url(), "--preset", "github", "--allow-private");
    ci.publisher(down.url(), TRAIN, false);

    HttpResponse<String> answer = ci.exchange(ci.job(down), "acme/m");

    assertThat(error(answer)).isEqualTo("503 temporarily_unavailable");
    assertThat(Integer.parseInt(HubFixture.header(answer, "Retry-After"))).isBetween(1, 60);
    assertThat(HubFixture.header(answer, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void the_log_says_why_nobody_was_let_in() throws Exception {
    CiIssuer github = ci.offline("github");
    ci.publisher(github.url(), TRAIN, false);
    Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway.exchange");
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    logger.addAppender(seen);
    ci.hub().write(tx -> tx.handle().execute("UPDATE publisher SET is_suspended = 1"));

    ci.exchange(ci.job(github), "acme/m");
    ci.run("", "issuer", "disable", github.url());
    ci.exchange(ci.job(github), "acme/m");

    logger.detachAppender(seen);
    assertThat(seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("PUBLISHER_SUSPENDED").contains("for acme/m "),
            line -> assertThat(line).endsWith("ISSUER_DISABLED").contains("for acme/m "));
  }
}
