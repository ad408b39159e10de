package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an address that sends garbage gets, and what honest jobs of the same address get. */
class ExchangeFloodTest {

  private static final int GARBAGE = 700;

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

  @Test
  void honest_jobs_are_served_beside_garbage_and_told_to_wait_while_nobody_can_be()
      throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    for (int i = 0; i < GARBAGE; i++) {
      assertThat(ci.exchange("garbage." + i + ".garbage", "acme/m").statusCode()).isEqualTo(400);
    }

    assertThat(exchange(github).statusCode()).as("it gets its turn").isEqualTo(200);
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + ci.hub().folder().resolve("slipway.db"));
        Statement statement = other.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Whoever has the turn cannot be decided about until the other process has written.
      statement.execute("BEGIN IMMEDIATE");
      var answers = new ExecutorCompletionService<HttpResponse<String>>(threads);
      answers.submit(() -> exchange(github));
      answers.submit(() -> exchange(github));
      HttpResponse<String> later = answers.take().get();
      statement.execute("ROLLBACK");

      assertThat(later.statusCode()).as(later.body()).isEqualTo(429);
      assertThat(error(later)).isEqualTo("429 temporarily_unavailable");
      assertThat(HubFixture.header(later, "Retry-After")).isEqualTo("5");
      assertThat(HubFixture.header(later, "Cache-Control")).isEqualTo("no-store");
      assertThat(answers.take().get().statusCode()).isEqualTo(200);
    }
    assertThat(exchange(github).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> exchange(CiIssuer issuer) throws Exception {
    return ci.exchange(issuer.sign(issuer.github(ci.hub().url())), "acme/m");
  }
}
