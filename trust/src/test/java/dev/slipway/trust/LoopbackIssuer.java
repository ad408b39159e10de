package dev.slipway.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.names.Issuer;
import dev.slipway.trust.IssuerSettings.KeySource;
import dev.slipway.trust.outbound.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A real OpenID Connect issuer on loopback, whose answers a test can spoil. */
final class LoopbackIssuer implements AutoCloseable {

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Supplier<String> discovery;
  private volatile Supplier<String> keys;

  LoopbackIssuer(SigningKey... keys) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.keys = () -> SigningKey.jwks(keys);
    this.discovery = () -> description();
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private String description() {
    return ("{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
        .formatted(issuer().text(), issuer().text()));
  }

  void publish(SigningKey... published) {
    publish(() -> SigningKey.jwks(published));
  }

  void publish(Supplier<String> document) {
    keys = document;
  }

  void describe(String document) {
    discovery = () -> document;
  }

  /** Answers 500 to everything. */
  void breakDown() {
    publish(() -> {
      throw new IllegalStateException("broken");
    });
  }

  Issuer issuer() {
    return new Issuer("http://127.0.0.1:" + server.getAddress().getPort());
  }

  IssuerSettings settings(ProviderPreset preset) {
    return IssuerSettings.parse(
            issuer(), preset, true, new KeySource.Published(new Reach(true, List.of())))
        .orThrow();
  }

  /** Paths that were asked for, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  int keyFetches() {
    return (int) requests.stream().filter("/keys"::equals).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().getPath());
    try (exchange) {
      boolean isDiscovery =
          exchange.getRequestURI().getPath().endsWith("/.well-known/openid-configuration");
      byte[] body = (isDiscovery ? discovery : keys).get().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IllegalStateException e) {
      exchange.sendResponseHeaders(500, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
