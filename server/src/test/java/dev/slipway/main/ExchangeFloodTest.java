package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  void honest_jobs_are_served_beside_garbage_and_beside_an_issuer_that_hangs() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    for (int i = 0; i < GARBAGE; i++) {
      assertThat(ci.exchange("garbage." + i + ".garbage", "acme/m").statusCode()).isEqualTo(400);
    }
    assertThat(exchange(github).statusCode()).as("it gets its turn").isEqualTo(200);

    CiIssuer hanging = ci.issuer("github", "/hanging");
    String stuck = hanging.sign(hanging.github(ci.hub().url()));
    hanging.close();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> waiting;
      try (ServerSocket silent = new ServerSocket()) {
        silent.bind(new InetSocketAddress("127.0.0.1", URI.create(hanging.url()).getPort()));
        silent.setSoTimeout(20_000);
        waiting = threads.submit(() -> ci.exchange(stuck, "acme/m").statusCode());
        try (Socket _ = silent.accept()) {
          assertThat(exchange(github).statusCode()).isEqualTo(200);
          assertThat(waiting.isDone()).as("whoever waits for keys has no turn").isFalse();
        }
      }
      assertThat(waiting.get()).isEqualTo(503);
    }
  }

  private HttpResponse<String> exchange(CiIssuer issuer) throws Exception {
    return ci.exchange(issuer.sign(issuer.github(ci.hub().url())), "acme/m");
  }
}
