package dev.slipway.main;

import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.xet.Vectors;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that began before the policy was enforced does not end after it. */
class PolicyInFlightTest {

  private static final String SENTENCE = "takes commits of its trusted publishers alone";
  private static final byte[] WEIGHTS = "weights".getBytes(UTF_8);

  /** A request whose body takes its time. */
  private enum Slow {
    COMMIT,
    PUSH,
    BRANCH,
    TAG,
    SQUASH,
    LOCK,
    LFS_BATCH,
    LFS_OBJECT,
    XORB,
    SHARD,
    BUCKET_BATCH
  }

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static HubFixture hub;
  private static String ann;
  private static int count;

  private RepoId model;
  private RepoId bucket;
  private RepoKey key;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    ann = hub.user("ann");
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  @BeforeEach
  void create() {
    count++;
    model = RepoId.of(RepoType.MODEL, "ann", "m" + count).orThrow();
    bucket = RepoId.of(RepoType.BUCKET, "ann", "b" + count).orThrow();
    key = hub.repo(ann, model, true);
    hub.repo(ann, bucket, true);
  }

  private void enforce() {
    for (RepoId id : List.of(model, bucket)) {
      var ran = ci.run("", "repo", "policy", id.path(), "enforce");
      assertThat(ran.code()).as(ran.err()).isZero();
    }
  }

  private static String state() {
    return List.of(
            "SELECT group_concat(name || commit_id) FROM git_ref",
            "SELECT count(*) FROM repo_blob",
            "SELECT count(*) FROM xet_reach",
            "SELECT count(*) FROM xet_file",
            "SELECT count(*) FROM lfs_lock",
            "SELECT count(*) FROM lfs_upload",
            "SELECT count(*) FROM bucket_file",
            "SELECT group_concat(last_modified_at) FROM repo",
            "SELECT count(*) FROM audit_event WHERE action <> 'repo.set_publishing_policy'")
        .stream()
        .map(sql -> hub.read(tx -> tx.handle().createQuery(sql).mapTo(String.class).one()))
        .toList()
        .toString();
  }

  private SlowRequest begin(Slow slow, String token) throws Exception {
    String api = "POST " + model.apiPath();
    String lfs = "POST /" + model.path() + "/info/lfs";
    return switch (slow) {
      case COMMIT ->
          SlowRequest.begin(
              hub,
              token,
              api + "/commit/main",
              "application/x-ndjson",
              """
              {"key": "header", "value": {"summary": "s", "description": ""}}
              {"key": "file", "value": {"path": "a.txt", "content": "aGk=", "encoding": "base64"}}
              """
                  .getBytes(UTF_8));
      case PUSH -> push(token);
      case BRANCH -> SlowRequest.begin(hub, token, api + "/branch/side", "{}");
      case TAG -> SlowRequest.begin(hub, token, api + "/tag/main", "{\"tag\": \"t\"}");
      case SQUASH -> SlowRequest.begin(hub, token, api + "/super-squash/main", "{}");
      case LOCK -> SlowRequest.begin(hub, token, lfs + "/locks", "{\"path\": \"a\"}");
      case LFS_BATCH ->
          SlowRequest.begin(
              hub,
              token,
              lfs + "/objects/batch",
              """
              {"operation": "upload", "transfers": ["multipart"],
               "objects": [{"oid": "%s", "size": 900000000}]}
              """
                  .formatted("ab".repeat(32)));
      case LFS_OBJECT ->
          SlowRequest.begin(hub, "", "PUT " + address(token), "application/octet-stream", WEIGHTS);
      case XORB, SHARD -> toStore(slow, new XetClient(hub).writing(token, model));
      case BUCKET_BATCH -> {
        String hash = Vectors.text(Vectors.caseNamed("bucket").get("files").get(0), "file_hash");
        XetClient xet = new XetClient(hub);
        xet.upload(xet.storeToken(token, bucket.apiPath() + "/xet-write-token"), "bucket");
        yield SlowRequest.begin(
            hub,
            token,
            "POST " + bucket.apiPath() + "/batch",
            "{\"type\": \"addFile\", \"path\": \"x\", \"xetHash\": \""
                + hash
                + "\", \"mtime\": 1}");
      }
    };
  }

  private SlowRequest toStore(Slow slow, String storeToken) throws Exception {
    var hello = Vectors.caseNamed("hello");
    var xorb = hello.get("xorbs").get(0);
    if (slow == Slow.XORB) {
      return SlowRequest.begin(
          hub,
          storeToken,
          "POST /xet/v1/xorbs/default/" + Vectors.text(xorb, "hash"),
          "application/octet-stream",
          Vectors.file(Vectors.text(xorb, "body")));
    }
    new XetClient(hub).uploadXorbs(storeToken, hello);
    return SlowRequest.begin(
        hub,
        storeToken,
        "POST /xet/v2/shards",
        "application/octet-stream",
        Vectors.file(Vectors.text(hello.get("shards").get(0), "body")));
  }

  private String address(String token) throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(WEIGHTS));
    String body =
        "{\"operation\": \"upload\", \"objects\": [{\"oid\": \"%s\", \"size\": %d}]}"
            .formatted(oid, WEIGHTS.length);
    var batch = hub.post(token, "/" + model.path() + "/info/lfs/objects/batch", body);
    return json(batch)
        .at("/objects/0/actions/upload/href")
        .asString()
        .substring(hub.url().length());
  }

  /** A new branch on the commit that is there: a command, and a pack of nothing. */
  private SlowRequest push(String token) throws Exception {
    String tip =
        hub.read(tx ->
            tx.handle()
                .createQuery("SELECT commit_id FROM git_ref WHERE repo_key = :repo")
                .bind("repo", key.hex())
                .mapTo(String.class)
                .first());
    String command = "0".repeat(40) + " " + tip + " refs/heads/side\0report-status";
    byte[] pack = {'P', 'A', 'C', 'K', 0, 0, 0, 2, 0, 0, 0, 0};
    var body = new ByteArrayOutputStream();
    body.write((String.format("%04x", command.length() + 4) + command + "0000").getBytes(US_ASCII));
    body.write(pack);
    body.write(MessageDigest.getInstance("SHA-1").digest(pack));
    return SlowRequest.begin(
        hub,
        token,
        "POST /" + model.path() + "/git-receive-pack",
        "application/x-git-receive-pack-request",
        body.toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void a_person_who_began_before_is_refused(Slow slow) throws Exception {
    try (SlowRequest request = begin(slow, ann)) {
      String before = state();
      enforce();

      String answer = request.finish();

      assertThat(answer).startsWith(slow == Slow.PUSH ? "200" : "403").contains(SENTENCE);
      assertThat(state()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void and_lands_if_nobody_enforced_anything(Slow slow) throws Exception {
    try (SlowRequest request = begin(slow, ann)) {
      String before = state();

      assertThat(request.finish())
          .startsWith(slow == Slow.LOCK || slow == Slow.BRANCH ? "201" : "200");
      assertThat(state()).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Slow.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SQUASH", "BUCKET_BATCH"})
  void a_publisher_who_began_before_lands(Slow slow) throws Exception {
    try (SlowRequest request = begin(slow, hub.job(key, Scope.WRITE))) {
      String before = state();
      enforce();

      assertThat(request.finish()).startsWith("20").doesNotContain(SENTENCE);
      assertThat(state()).isNotEqualTo(before);
    }
  }

  @Test
  void a_warning_that_came_meanwhile_is_noted() throws Exception {
    try (SlowRequest request = begin(Slow.COMMIT, ann)) {
      ci.run("", "repo", "policy", model.path(), "warn");

      assertThat(request.status()).isEqualTo(200);
      assertThat(ci.audit("repo.write_without_publisher")).hasSize(1);
    }
  }
}
