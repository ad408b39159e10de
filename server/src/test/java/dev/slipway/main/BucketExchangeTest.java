package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket is a resource of an exchange. */
class BucketExchangeTest {

  private static final String HASH =
      Vectors.text(Vectors.caseNamed("bucket").get("files").get(0), "file_hash");
  private static final String LINE =
      "{\"type\":\"addFile\",\"path\":\"w.bin\",\"xetHash\":\"" + HASH + "\"}";

  @TempDir private Path folder;

  @Test
  void a_job_writes_to_its_bucket_and_nowhere_else() throws Exception {
    try (CiFixture ci = new CiFixture(folder)) {
      HubFixture hub = ci.hub();
      hub.repo(ci.acme(), RepoId.of(RepoType.BUCKET, "acme", "b").orThrow(), true);
      hub.repo(ci.acme(), RepoId.of(RepoType.BUCKET, "acme", "other").orThrow(), false);
      CiIssuer github = ci.issuer("github", "");
      var claims = github.github(hub.url());
      String publisher =
          CiFixture.publisherBody(
              github.url(), Map.of("repository", String.valueOf(claims.get("repository"))), false);
      var added = hub.post(ci.acme(), "/api/buckets/acme/b/settings/trusted-publishers", publisher);
      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);

      String job = ci.token(github.sign(claims), "buckets/acme/b");

      assertThat(job).startsWith("hf_jwt_");
      XetClient xet = new XetClient(hub);
      xet.upload(xet.storeToken(job, "/api/buckets/acme/b/xet-write-token"), "bucket");
      assertThat(batch(hub, job, "b")).isEqualTo(200);
      assertThat(hub.get(job, "/buckets/acme/b/resolve/w.bin").statusCode()).isEqualTo(200);
      assertThat(batch(hub, job, "other")).isEqualTo(403);
      assertThat(hub.get(job, "/api/buckets/acme/other/xet-write-token").statusCode())
          .isEqualTo(403);
      assertThat(hub.get(job, "/api/models/acme/m/xet-write-token/main").statusCode())
          .isEqualTo(403);
      assertThat(hub.post(job, "/api/buckets/acme/new", "{}").statusCode()).isEqualTo(403);
    }
  }

  private static int batch(HubFixture hub, String token, String bucket) {
    return hub.post(
            token,
            "/api/buckets/acme/" + bucket + "/batch",
            "application/x-ndjson",
            BodyPublishers.ofString(LINE))
        .statusCode();
  }
}
