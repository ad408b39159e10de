package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.main.XetClient.Part;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The door of the Xet store, and the addresses behind it. */
class XetAccessTest {

  private static final JsonNode RANDOM = Vectors.caseNamed("random");
  private static final String FILE = Vectors.text(RANDOM.get("files").get(0), "file_hash");
  private static final String XORB = Vectors.text(RANDOM.get("xorbs").get(0), "hash");
  private static final byte[] XORB_BODY =
      Vectors.file(Vectors.text(RANDOM.get("xorbs").get(0), "body"));
  private static final byte[] SHARD = Vectors.file("shards/random-0.shard");

  /** The hub's clock is so far ahead. */
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @TempDir private Path folder;
  private HubFixture hub;
  private XetClient xet;
  private RepoId model;
  private String alice = "";
  private String writing = "";
  private String reading = "";

  @BeforeEach
  void start() throws Exception {
    InstantSource time = () -> Instant.now().plus(ahead.get());
    hub = HubFixture.start(folder, time);
    xet = new XetClient(hub);
    alice = hub.user("alice");
    model = hub.model(alice, "alice/m");
    writing = xet.writing(alice, model);
    reading = xet.reading(alice, model);
    xet.upload(writing, "random");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private int readStatus(String storeToken) {
    return xet.reconstruction(storeToken, "v2", FILE, "").statusCode();
  }

  private int writeStatus(String storeToken) {
    return xet.postXorb(storeToken, XORB, XORB_BODY).statusCode();
  }

  private int rangeStatus(Part part) {
    return xet.fetch(part.url(), part.first(), part.last()).statusCode();
  }

  @Test
  void is_closed_without_a_token_of_the_store() {
    for (String token : new String[] {NOBODY, alice, "nonsense", "a.b", writing + "x"}) {
      assertThat(readStatus(token)).isEqualTo(401);
      assertThat(writeStatus(token)).isEqualTo(401);
      assertThat(xet.postShard(token, SHARD).statusCode()).isEqualTo(401);
      assertThat(xet.get(token, "/v1/chunks/default/" + XORB).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void lets_a_token_for_writing_read_and_not_the_other_way_round() {
    assertThat(readStatus(writing)).isEqualTo(200);
    assertThat(readStatus(reading)).isEqualTo(200);
    assertThat(writeStatus(reading)).isEqualTo(403);
    assertThat(xet.postShard(reading, SHARD).statusCode()).isEqualTo(403);
    assertThat(xet.post(reading, "/v1/shards", SHARD).statusCode()).isEqualTo(403);
    assertThat(xet.post(reading, "/v1/xorb-grants/default/" + XORB, new byte[0]).statusCode())
        .isEqualTo(403);
  }

  @Test
  void is_a_door_to_one_repository() {
    RepoId second = hub.model(alice, "alice/second");

    assertThat(readStatus(xet.reading(alice, second))).isEqualTo(404);
    assertThat(readStatus(xet.writing(alice, second))).isEqualTo(404);
  }

  @Test
  void forgets_a_token_some_minutes_after_its_hour() {
    ahead.set(Duration.ofMinutes(61));
    assertThat(readStatus(reading)).isEqualTo(200);
    assertThat(writeStatus(writing)).isEqualTo(200);

    ahead.set(Duration.ofMinutes(63));
    assertThat(readStatus(reading)).isEqualTo(401);
    assertThat(writeStatus(writing)).isEqualTo(401);
  }

  @Test
  void closes_with_the_token_of_the_hub_from_the_next_request_on() {
    Part part = xet.plan(reading, FILE).firstPart();
    assertThat(rangeStatus(part)).isEqualTo(206);

    hub.write(tx -> tx.handle().execute("DELETE FROM access_token"));

    assertThat(readStatus(reading)).isEqualTo(401);
    assertThat(writeStatus(writing)).isEqualTo(401);
    assertThat(xet.postShard(writing, SHARD).statusCode()).isEqualTo(401);
    assertThat(rangeStatus(part)).isEqualTo(403);
  }

  @Test
  void keeps_nothing_of_an_upload_whose_token_was_revoked_meanwhile() throws Exception {
    String second = xet.writing(alice, hub.model(alice, "alice/second"));
    String type = "application/octet-stream";
    String xorb = "POST /xet/v1/xorbs/default/" + XORB;
    try (var sendingXorb = SlowRequest.begin(hub, second, xorb, type, XORB_BODY);
        var sendingShard = SlowRequest.begin(hub, second, "POST /xet/v2/shards", type, SHARD)) {
      hub.write(tx -> tx.handle().execute("DELETE FROM access_token"));

      assertThat(sendingXorb.status()).isEqualTo(401);
      assertThat(sendingShard.status()).isEqualTo(401);
    }

    long files =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    """
                    SELECT count(*) FROM xet_reach JOIN repo ON key = repo_key
                    WHERE folded_name = 'second'
                    """)
                .mapTo(Long.class)
                .one());
    assertThat(files).isZero();
  }

  @Test
  void closes_with_the_token_of_a_job_that_expired() {
    var key = hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/ci").orThrow(), true);
    String job = hub.job(key, Scope.WRITE);
    ahead.set(Duration.ofMinutes(30));
    String ofJob = xet.writing(job, RepoId.parse(RepoType.MODEL, "alice/ci").orThrow());
    assertThat(writeStatus(ofJob)).isEqualTo(200);

    ahead.set(Duration.ofMinutes(62));

    assertThat(writeStatus(ofJob)).isEqualTo(401);
  }

  @Test
  void closes_with_the_repository() {
    Part part = xet.plan(reading, FILE).firstPart();

    var deleted =
        hub.send(
            alice,
            "/api/repos/delete",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .method(
                        "DELETE",
                        BodyPublishers.ofString("{\"name\":\"m\",\"organization\":\"alice\"}")));

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(readStatus(reading)).isEqualTo(403);
    assertThat(writeStatus(writing)).isEqualTo(403);
    assertThat(rangeStatus(part)).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"gated\":\"manual\"}", "{\"private\":true}"})
  void closes_when_the_gate_does(String settings) {
    String stranger = xet.reading(hub.user("bob"), model);
    String anonymous = xet.reading(NOBODY, model);
    Part part = xet.plan(anonymous, FILE).firstPart();
    assertThat(readStatus(stranger)).isEqualTo(200);

    set(settings);

    assertThat(readStatus(stranger)).isEqualTo(403);
    assertThat(readStatus(anonymous)).isEqualTo(403);
    assertThat(rangeStatus(part)).isEqualTo(403);
    assertThat(readStatus(reading)).isEqualTo(200);
  }

  private void set(String settings) {
    hub.send(
        alice,
        model.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(settings)));
  }

  @Test
  void gives_the_bytes_of_an_address_and_no_others() {
    Part part = XetClient.plan("v2", HubFixture.json(range("bytes=300000-400000"))).firstPart();

    assertThat(part.first()).isPositive();
    assertThat(part.last()).isLessThan(XORB_BODY.length - 1);
    assertThat(xet.fetch(part.url(), part.first(), part.last()).body())
        .isEqualTo(
            java.util.Arrays.copyOfRange(XORB_BODY, (int) part.first(), (int) part.last() + 1));
    assertThat(xet.fetch(part.url(), part.first() + 5, part.last() - 7).statusCode())
        .isEqualTo(206);
    assertThat(xet.fetch(part.url(), part.first() - 1, part.last()).statusCode()).isEqualTo(416);
    assertThat(xet.fetch(part.url(), part.first(), part.last() + 1).statusCode()).isEqualTo(416);
    assertThat(xet.fetch(part.url(), XORB_BODY.length, XORB_BODY.length + 9).statusCode())
        .isEqualTo(416);
    String path = part.url().substring(hub.url().length());
    var whole =
        hub.send(
            NOBODY,
            path,
            HttpRequest.Builder::GET,
            java.net.http.HttpResponse.BodyHandlers.ofByteArray());
    assertThat(whole.body()).hasSize((int) (part.last() + 1 - part.first()));
  }

  private java.net.http.HttpResponse<String> range(String range) {
    return xet.reconstruction(reading, "v2", FILE, range);
  }

  @Test
  void refuses_an_address_that_was_altered_or_is_not_one() {
    Part part = xet.plan(reading, FILE).firstPart();
    String url = part.url();
    int middle = url.indexOf("/data/") + 20;
    char changed = url.charAt(middle) == 'A' ? 'B' : 'A';

    assertThat(xet.fetch(url.substring(0, middle) + changed + url.substring(middle + 1), 0, 1))
        .matches(answer -> answer.statusCode() == 403);
    assertThat(xet.fetch(url.substring(0, url.length() - 4), 0, 1).statusCode()).isEqualTo(403);
    assertThat(xet.fetch(hub.url() + "/xet/data/" + reading, 0, 1).statusCode()).isEqualTo(403);
    assertThat(xet.fetch(hub.url() + "/xet/data/nonsense", 0, 1).statusCode()).isEqualTo(403);
    assertThat(readStatus(url.substring(url.indexOf("/data/") + 6))).isEqualTo(401);
  }

  @Test
  void refuses_an_address_that_has_expired() {
    Part part = xet.plan(reading, FILE).firstPart();

    ahead.set(Duration.ofMinutes(61));

    assertThat(rangeStatus(part)).isEqualTo(403);
  }

  @Test
  void lets_a_publisher_write_to_its_repository_and_read_no_other() {
    var key = hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/ci").orThrow(), true);
    RepoId id = RepoId.parse(RepoType.MODEL, "alice/ci").orThrow();
    String job = hub.job(key, Scope.WRITE);

    String ofJob = xet.writing(job, id);

    assertThat(readStatus(ofJob)).isEqualTo(404);
    xet.upload(ofJob, "random");
    assertThat(readStatus(ofJob)).isEqualTo(200);
  }
}
