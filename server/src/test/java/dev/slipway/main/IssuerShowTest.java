package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code slipway issuer show} and {@code refresh}, beside a hub that runs. */
@Timeout(120)
class IssuerShowTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  private CiFixture ci;
  private CiIssuer github;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private JsonNode show() {
    var ran = ci.run("", "issuer", "show", github.url(), "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    return JsonMapper.shared().readTree(ran.out());
  }

  /** What is shown once the hub has written down that it is so. */
  private JsonNode shownOnce(Predicate<JsonNode> isSo) throws InterruptedException {
    while (true) {
      JsonNode shown = show();
      if (isSo.test(shown)) {
        return shown;
      }
      Thread.sleep(20);
    }
  }

  private JsonNode shownOnce(String health) throws InterruptedException {
    return shownOnce(shown -> shown.get("health").stringValue().equals(health));
  }

  private static Instant at(JsonNode node, String name) {
    return Instant.parse(node.get(name).stringValue());
  }

  @Test
  void shows_what_the_hub_saw() throws Exception {
    ci.token(ci.job(github), "acme/m");

    JsonNode shown = shownOnce("healthy");

    assertThat(shown.get("url").stringValue()).isEqualTo(github.url());
    assertThat(shown.get("preset").stringValue()).isEqualTo("github");
    assertThat(shown.get("presetByOperator").booleanValue()).isTrue();
    assertThat(shown.get("enabled").booleanValue()).isTrue();
    assertThat(shown.get("allowPrivate").booleanValue()).isTrue();
    assertThat(shown.get("publishers").intValue()).isEqualTo(1);
    assertThat(Duration.between(at(shown, "fetchedAt"), Instant.now()))
        .isLessThan(Duration.ofMinutes(2));
    assertThat(shown.get("keys")).hasSize(1);
    JsonNode key = shown.get("keys").get(0);
    assertThat(key.get("kid").stringValue()).isEqualTo("k");
    assertThat(key.get("thumbprint").stringValue()).matches("[A-Za-z0-9_-]{43}");
    assertThat(key.get("current").booleanValue()).isTrue();
    assertThat(key.get("distrusted").booleanValue()).isFalse();
    assertThat(shown.get("distrustedKeys")).isEmpty();
    assertThat(shown.has("failure")).isFalse();
  }

  @Test
  void refresh_fetches_here_and_in_the_hub() throws Exception {
    ci.token(ci.job(github), "acme/m");
    Instant first = at(shownOnce("healthy").get("keys").get(0), "firstSeen");
    int before = github.requests();
    github.rotate("k2");

    var ran = ci.run("", "issuer", "refresh", github.url());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("k2\t").hasLineCount(1);
    assertThat(ran.err()).contains("healthy, keys: 1");
    JsonNode shown = shownOnce(now -> now.get("keys").size() == 2);
    assertThat(github.requests() - before).isEqualTo(4);
    JsonNode next = shown.get("keys").get(0);
    JsonNode old = shown.get("keys").get(1);
    assertThat(next.get("kid").stringValue()).isEqualTo("k2");
    assertThat(next.get("current").booleanValue()).isTrue();
    assertThat(old.get("kid").stringValue()).isEqualTo("k");
    assertThat(old.get("current").booleanValue()).isFalse();
    assertThat(at(old, "firstSeen")).isEqualTo(first);
    assertThat(ci.audit("issuer.refresh")).hasSize(1);
  }

  @Test
  void a_hub_obeys_each_wish_once() throws Exception {
    ci.token(ci.job(github), "acme/m");
    int before = github.requests();

    for (int wish = 1; wish <= 3; wish++) {
      ci.run("", "issuer", "refresh", github.url());
      awaitRequests(github, before + 4 * wish);
    }
    CiIssuer next = ci.issuer("github", "");
    ci.run("", "issuer", "refresh", next.url());
    awaitRequests(next, 4);
    ci.run("", "issuer", "refresh", next.url());
    awaitRequests(next, 8);

    assertThat(github.requests() - before).isEqualTo(12);
  }

  private static void awaitRequests(CiIssuer issuer, int count) throws InterruptedException {
    while (issuer.requests() < count) {
      Thread.sleep(20);
    }
  }

  @Test
  void shows_why_an_issuer_is_unhealthy_and_that_its_keys_still_serve() throws Exception {
    ci.token(ci.job(github), "acme/m");
    shownOnce("healthy");
    github.publish(() -> "{\"keys\":[]}");

    assertThat(ci.run("", "issuer", "refresh", github.url()).code()).isEqualTo(1);

    JsonNode failure = shownOnce("unhealthy").get("failure");
    assertThat(failure.get("reason").stringValue()).isEqualTo("its key set has no usable key");
    assertThat(failure.get("count").intValue()).isEqualTo(1);
    assertThat(ci.run("", "issuer", "show", github.url()).out())
        .contains("health\tunhealthy, its older keys are used until ")
        .contains("its key set has no usable key (failed 1 times since ");
    Instant since = at(failure, "since");

    ci.run("", "issuer", "refresh", github.url());
    JsonNode second =
        shownOnce(now -> now.path("failure").path("count").asInt(0) == 2).get("failure");
    assertThat(at(second, "since")).isEqualTo(since);

    github.publish(github::keySet);
    ci.run("", "issuer", "refresh", github.url());
    assertThat(shownOnce("healthy").has("failure")).isFalse();
  }

  @Test
  void shows_an_issuer_that_names_another_as_unhealthy_and_without_keys() throws Exception {
    github.describe(() -> "{\"issuer\":\"https://other.example\"}");
    ci.exchange(ci.job(github), "acme/m");

    JsonNode shown = shownOnce("without_keys");

    assertThat(shown.at("/failure/reason").stringValue())
        .isEqualTo("its discovery document names another issuer");
    assertThat(ci.run("", "issuer", "show", github.url()).out())
        .contains("health\tunhealthy, its exchanges are refused: its discovery document names");
  }

  @Test
  void shows_which_keys_are_distrusted() throws Exception {
    ci.token(ci.job(github), "acme/m");
    String thumbprint = shownOnce("healthy").at("/keys/0/thumbprint").stringValue();

    var ran = ci.run("", "issuer", "distrust", github.url(), thumbprint);

    assertThat(ran.err()).doesNotContain("No hub has seen");
    JsonNode shown = show();
    assertThat(shown.at("/keys/0/distrusted").booleanValue()).isTrue();
    assertThat(shown.at("/distrustedKeys/0/key").stringValue()).isEqualTo(thumbprint);
    assertThat(ci.run("", "issuer", "show", github.url()).out())
        .contains("distrusted\t" + thumbprint + " since 20");
  }

  @Test
  void takes_the_id_of_a_key_that_looks_like_an_option() {
    assertThat(ci.run("", "issuer", "distrust", github.url(), "--", "-k").code()).isZero();

    assertThat(show().at("/distrustedKeys/0/key").stringValue()).isEqualTo("-k");
  }

  @Test
  void an_issuer_writes_no_commands_to_the_terminal() throws Exception {
    github.rotate("k\\u001b[2J\\u202e");
    ci.exchange(github.sign("\"kid\":\"x\"", github.github(ci.hub().url())), "acme/m");
    shownOnce("healthy");

    assertThat(ci.run("", "issuer", "show", github.url()).out()).contains("key\tk?[2J? ");
    var ran = ci.run("", "issuer", "refresh", github.url());
    assertThat(ran.out()).startsWith("k?[2J?\t");
  }

  @Test
  void asks_nothing_of_an_issuer_that_is_disabled_or_pasted() throws Exception {
    CiIssuer pasted = ci.offline("github");
    ci.run("", "issuer", "disable", github.url());
    int before = github.requests();

    assertThat(ci.run("", "issuer", "refresh", github.url()).err()).contains("is disabled");
    assertThat(ci.run("", "issuer", "refresh", pasted.url()).err()).contains("are pasted");
    assertThat(ci.run("", "issuer", "refresh", "https://nobody.example").code()).isEqualTo(1);
    assertThat(ci.run("", "issuer", "show", "https://nobody.example").code()).isEqualTo(1);
    assertThat(ci.run("", "issuer", "show", github.url()).out())
        .contains("health\tdisabled: its tokens are refused");
    assertThat(github.requests()).isEqualTo(before);
    assertThat(pasted.requests()).isZero();
  }

  @Test
  void shows_where_and_how_an_issuer_may_be_reached_and_when_pasted_keys_are_due()
      throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), github.keySet());
    ci.run(
        "",
        "issuer",
        "add",
        github.url(),
        "--allow-address",
        "127.0.0.0/8",
        "--jwks-host",
        "keys.example",
        "--jwks",
        keys.toString(),
        "--jwks-review",
        "90d");

    JsonNode shown = show();
    String text = ci.run("", "issuer", "show", github.url()).out();

    assertThat(shown.at("/allowedAddresses/0").stringValue()).isEqualTo("127.0.0.0/8");
    assertThat(shown.at("/jwksHosts/0").stringValue()).isEqualTo("keys.example");
    assertThat(shown.at("/pastedKeys/reviewDue").booleanValue()).isFalse();
    assertThat(
            Duration.between(
                at(shown.get("pastedKeys"), "pastedAt"), at(shown.get("pastedKeys"), "reviewAt")))
        .isEqualTo(Duration.ofDays(90));
    assertThat(text)
        .contains("reached only in\t127.0.0.0/8")
        .contains("keys also at\tkeys.example")
        .containsPattern("keys\tpasted 20\\S+, review by 20");

    ci.hub()
        .write(tx ->
            tx.handle()
                .execute("UPDATE issuer SET jwks_pasted_at = jwks_pasted_at - 90*24*3600*1000"));
    assertThat(show().at("/pastedKeys/reviewDue").booleanValue()).isTrue();
    assertThat(ci.run("", "issuer", "show", github.url()).out()).contains("review due since 20");
  }

  @Test
  void remembers_a_bounded_number_of_keys() throws Exception {
    ci.token(ci.job(github), "acme/m");
    shownOnce("healthy");
    ci.hub()
        .write(tx ->
            tx.handle()
                .execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                        + " INSERT INTO issuer_key (issuer, kid, thumbprint, first_seen, last_seen)"
                        + " SELECT ?, 'old' || i, 't', i, i FROM n",
                    github.url()));
    github.rotate("k2");

    ci.run("", "issuer", "refresh", github.url());

    JsonNode shown = shownOnce(now -> now.at("/keys/0/kid").stringValue().equals("k2")).get("keys");
    assertThat(shown).hasSize(128);
    assertThat(shown.get(1).get("kid").stringValue()).isEqualTo("k");
    assertThat(shown.get(127).get("kid").stringValue()).isEqualTo("old375");
  }

  @Test
  void forgets_what_it_saw_of_an_issuer_that_nobody_names_any_more() throws Exception {
    ci.token(ci.job(github), "acme/m");
    shownOnce("healthy");
    ci.hub().write(tx -> tx.handle().execute("UPDATE issuer SET by_operator = 0"));
    String publisher =
        HubFixture.json(ci.hub().get(ci.acme(), CiFixture.PUBLISHERS))
            .get(0)
            .get("id")
            .stringValue();

    ci.run("", "publisher", "remove", "acme/m", publisher);

    assertThat(ci.count("SELECT count(*) FROM issuer_key")).isZero();
    assertThat(ci.count("SELECT count(*) FROM issuer_fetch")).isZero();
  }
}
