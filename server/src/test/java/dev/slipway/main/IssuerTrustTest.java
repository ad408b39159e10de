package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What ends when the operator trusts a key or an issuer no more (F6, I7, I8): everything that came
 * by it, at once, in a hub that runs beside his command.
 */
class IssuerTrustTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");
  private static final byte[] BYTES = "weights".getBytes(UTF_8);

  @TempDir private Path folder;
  private CiFixture ci;
  private HubFixture hub;
  private CiIssuer github;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private int operator(String... command) {
    String[] all = new String[command.length + 1];
    all[0] = "issuer";
    System.arraycopy(command, 0, all, 1, command.length);
    var ran = ci.run("", all);
    return ran.code();
  }

  private int whoami(String token) {
    return hub.get(token, "/api/whoami-v2").statusCode();
  }

  private String exchanged() {
    return ci.token(ci.job(github), "acme/m");
  }

  private String refused() {
    return error(ci.exchange(ci.job(github), "acme/m"));
  }

  @Test
  void f6_a_distrusted_key_is_refused_although_it_is_still_published() {
    String token = exchanged();

    assertThat(operator("distrust", github.url(), "k")).isZero();

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(refused()).isEqualTo("400 invalid_grant");
    assertThat(operator("refresh", github.url())).isZero();
    assertThat(refused()).isEqualTo("400 invalid_grant");
    var event = ci.audit("issuer.distrust_key").getFirst();
    assertThat(event.get("key").stringValue()).isEqualTo("k");
    assertThat(event.get("endedTokens").stringValue()).isEqualTo("1");
  }

  @Test
  void f6_a_key_that_is_trusted_again_is_taken_again() {
    exchanged();
    operator("distrust", github.url(), "k");

    assertThat(operator("trust", github.url(), "k")).isZero();

    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
    assertThat(ci.audit("issuer.trust_key")).hasSize(1);
    assertThat(operator("trust", github.url(), "k")).isEqualTo(1);
  }

  @Test
  void f6_the_next_key_of_the_issuer_is_taken() {
    exchanged();
    operator("distrust", github.url(), "k");
    github.rotate("k2");

    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void f6_a_token_that_names_no_key_is_refused_as_well() {
    Map<String, Object> claims = github.github(hub.url());
    assertThat(ci.exchange(github.sign("\"x\":1", claims), "acme/m").statusCode()).isEqualTo(200);

    operator("distrust", github.url(), "k");

    String nameless = github.sign("\"x\":1", github.github(hub.url()));
    assertThat(error(ci.exchange(nameless, "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void f6_only_the_tokens_of_that_issuer_end() throws Exception {
    CiIssuer other = ci.issuer("github", "");
    ci.publisher(other.url(), TRAIN, false);
    String theirs = ci.token(ci.job(other), "acme/m");
    exchanged();

    operator("distrust", github.url(), "k");

    assertThat(whoami(theirs)).isEqualTo(200);
    assertThat(ci.exchange(ci.job(other), "acme/m").statusCode()).isEqualTo(200);
    assertThat(whoami(ci.acme())).isEqualTo(200);
  }

  @Test
  void f6_distrust_stays_when_the_last_publisher_goes() {
    ci.hub().write(tx -> tx.handle().execute("UPDATE issuer SET by_operator = 0"));
    operator("distrust", github.url(), "k");
    String publisher =
        HubFixture.json(hub.get(ci.acme(), CiFixture.PUBLISHERS)).get(0).get("id").stringValue();

    ci.run("", "publisher", "remove", "acme/m", publisher);
    ci.publisher("https://token.actions.githubusercontent.com", TRAIN, false);

    assertThat(ci.count("SELECT count(*) FROM issuer_distrusted_key")).isEqualTo(1);
  }

  @Test
  void f6_explain_says_that_the_key_is_distrusted() {
    exchanged();
    operator("distrust", github.url(), "k");

    var explained = ci.run(ci.job(github), "explain", "acme/m", "--token-stdin");

    assertThat(explained.code()).isEqualTo(1);
    assertThat(explained.err() + explained.out()).contains("trusts the issuer's key");
  }

  @Test
  void f6_what_cannot_be_distrusted_changes_nothing() {
    String token = exchanged();

    assertThat(operator("distrust", "https://nobody.example", "k")).isEqualTo(1);
    assertThat(operator("distrust", github.url(), "")).isEqualTo(1);
    assertThat(operator("distrust", github.url(), "x".repeat(257))).isEqualTo(1);
    assertThat(whoami(token)).isEqualTo(200);
    assertThat(ci.audit("issuer.distrust_key")).isEmpty();

    assertThat(operator("distrust", github.url(), "k")).isZero();
    assertThat(operator("distrust", github.url(), "k")).isEqualTo(1);
  }

  @Test
  void f6_a_key_that_nobody_has_seen_is_distrusted_all_the_same_and_said_to_be_unknown() {
    var ran = ci.run("", "issuer", "distrust", github.url(), "typo");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("No hub has seen such a key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "distrust"})
  void i8_everything_that_a_job_holds_dies_at_once(String verb) throws Exception {
    XetClient xet = new XetClient(hub);
    RepoId model = RepoId.parse(RepoType.MODEL, "acme/m").orThrow();
    String token = exchanged();
    String writing = xet.writing(token, model);
    xet.upload(writing, "random");
    JsonNode random = Vectors.list(Vectors.caseNamed("random").get("files")).getFirst();
    commit(token, random);
    String reading = xet.reading(token, model);
    String file = Vectors.text(random, "file_hash");
    var part = xet.plan(reading, file).firstPart();
    String upload = lfs(token, "upload");
    assertThat(put(upload)).isEqualTo(200);
    String download = lfs(token, "download");
    assertThat(xet.fetch(part.url(), part.first(), part.last()).statusCode()).isEqualTo(206);
    assertThat(hub.get("", download).statusCode()).isEqualTo(200);
    String line = "POST /api/models/acme/m/tag/main";
    try (var running = SlowRequest.begin(hub, token, line, "{\"tag\": \"t\"}")) {
      assertThat(
              verb.equals("disable")
                  ? operator("disable", github.url())
                  : operator("distrust", github.url(), "k"))
          .isZero();

      assertThat(running.status()).isEqualTo(401);
    }
    assertThat(whoami(token)).isEqualTo(401);
    assertThat(put(upload)).isEqualTo(403);
    assertThat(hub.get("", download).statusCode()).isEqualTo(403);
    assertThat(xet.fetch(part.url(), part.first(), part.last()).statusCode()).isEqualTo(403);
    assertThat(xet.reconstruction(reading, "v2", file, "").statusCode()).isEqualTo(401);
    assertThat(xet.postXorb(writing, "ab".repeat(32), BYTES).statusCode()).isEqualTo(401);
    assertThat(hub.get(token, model.apiPath() + "/xet-write-token/main").statusCode())
        .isEqualTo(401);
    assertThat(hub.get(token, "/acme/m.git/info/refs?service=git-receive-pack").statusCode())
        .isEqualTo(401);
    assertThat(ci.count("SELECT count(*) FROM git_ref WHERE name LIKE '%tags/t'")).isZero();
  }

  private void commit(String token, JsonNode file) {
    String body =
        """
        {"key":"header","value":{"summary":"Add weights"}}
        {"key":"lfsFile","value":{"path":"w.bin","algo":"sha256","oid":"%s","size":%d}}
        """
            .formatted(Vectors.text(file, "sha256"), VectorInput.of(file.get("input")).length);
    HttpResponse<String> answer =
        hub.post(
            token,
            "/api/models/acme/m/commit/main",
            "application/x-ndjson",
            BodyPublishers.ofString(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private String lfs(String token, String operation) throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
    String body =
        "{\"operation\": \"%s\", \"objects\": [{\"oid\": \"%s\", \"size\": %d}]}"
            .formatted(operation, oid, BYTES.length);
    HttpResponse<String> batch = hub.post(token, "/acme/m.git/info/lfs/objects/batch", body);
    return HubFixture.json(batch)
        .at("/objects/0/actions/" + operation + "/href")
        .stringValue()
        .substring(hub.url().length());
  }

  private int put(String path) {
    return hub.send("", path, request -> request.PUT(BodyPublishers.ofByteArray(BYTES)))
        .statusCode();
  }

  /**
   * An exchange that read what is believed, then waits for the issuer's keys, while the operator
   * changes his mind.
   */
  private String exchangeWhile(Runnable change) throws Exception {
    exchanged();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    github.rotate("k2");
    github.publish(() -> {
      asked.countDown();
      try {
        changed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return github.keySet();
    });
    String job = ci.job(github);
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> ci.exchange(job, "acme/m"));
    asked.await();
    change.run();
    changed.countDown();
    return error(answer.get());
  }

  @Test
  void f6_an_exchange_that_was_under_way_does_not_get_past_it() throws Exception {
    assertThat(exchangeWhile(() -> operator("distrust", github.url(), "k2")))
        .isEqualTo("400 invalid_grant");
    assertThat(ci.traces()).startsWith("0 tokens, 1 uses");
  }

  @Test
  void i7_an_exchange_that_was_under_way_does_not_get_past_a_disabled_issuer() throws Exception {
    assertThat(exchangeWhile(() -> operator("disable", github.url())))
        .isEqualTo("400 invalid_grant");
    assertThat(ci.traces()).startsWith("0 tokens, 1 uses");
  }

  @Test
  void an_exchange_that_was_under_way_does_not_stand_on_keys_that_were_replaced() throws Exception {
    Path other = Files.writeString(folder.resolve("keys"), ci.unregistered("").keySet());

    assertThat(exchangeWhile(() -> operator("add", github.url(), "--jwks", other.toString())))
        .isEqualTo("400 invalid_grant");
    assertThat(ci.traces()).startsWith("0 tokens, 1 uses");
  }

  @Test
  void an_exchange_that_was_under_way_goes_on_where_nothing_of_it_changed() throws Exception {
    assertThat(exchangeWhile(() -> operator("distrust", github.url(), "k"))).startsWith("200");
  }
}
