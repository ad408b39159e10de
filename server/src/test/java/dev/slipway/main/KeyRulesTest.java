package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules F6 and F7: what the operator does about an issuer's keys. */
class KeyRulesTest {

  private static final long PATIENCE_MILLIS = 20_000;

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private CiFixture ci;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder, now::get);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  @Test
  void f6_distrust_ends_tokens_at_once_and_stands_in_the_audit() throws Exception {
    CiIssuer github = ci.offline("github");
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    String token = ci.token(ci.job(github), "acme/m");

    CiFixture.Ran ran = ci.run("", "issuer", "distrust", github.url(), "k");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("access tokens that died: 1");
    assertThat(ci.hub().get(token, "/api/whoami-v2").statusCode()).isEqualTo(401);
    assertThat(error(ci.exchange(ci.job(github), "acme/m"))).isEqualTo("400 invalid_grant");
    assertThat(ci.audit("issuer.distrust_key").getFirst().get("key").stringValue()).isEqualTo("k");
    assertThat(ci.run("", "issuer", "trust", github.url(), "k").code()).isZero();
    assertThat(ci.exchange(ci.job(github), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void f6_a_refresh_asks_the_issuer_now() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    ci.token(ci.job(github), "acme/m");
    int before = github.requests();

    CiFixture.Ran ran = ci.run("", "issuer", "refresh", github.url());

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("k\t");
    // Two requests of the command itself, and two of the hub that runs.
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (github.requests() < before + 4 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(github.requests()).isGreaterThanOrEqualTo(before + 4);
  }

  @Test
  void f7_pasted_keys_want_a_second_look_after_a_while() throws Exception {
    CiIssuer github = ci.unregistered("");
    Path keys = Files.writeString(folder.resolve("pasted.json"), github.keySet());
    String url = github.url();
    ci.run("", "issuer", "add", url, "--jwks", keys.toString(), "--jwks-review", "30d");

    assertThat(ci.run("", "issuer", "show", url).out()).contains("review by ");
    now.updateAndGet(then -> then.plus(Duration.ofDays(31)));

    assertThat(ci.run("", "issuer", "show", url).out()).contains("review due since ");
    assertThat(ci.run("", "issuer", "show", url, "--json").out()).contains("\"reviewDue\":true");
  }
}
