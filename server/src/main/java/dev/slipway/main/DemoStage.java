package dev.slipway.main;

import dev.slipway.demo.DemoHub;
import dev.slipway.demo.IssuerEndpoint;
import dev.slipway.http.Exchanges;
import dev.slipway.http.HttpServer;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.RateLimiter;
import dev.slipway.http.RateLimits;
import dev.slipway.http.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A hub and an issuer on loopback, at free ports, with data that is gone when this is closed.
 * Closing it twice is no error: the end of the command and the end of the process may both do it.
 */
final class DemoStage implements AutoCloseable {

  private final Path folder;
  private final Hub hub;
  private final RunningHub running;
  private final IssuerEndpoint issuer;
  private final HttpServer issuerServer;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private DemoStage(Path folder, InstantSource time) throws IOException {
    this.folder = folder;
    InetSocketAddress address = freeAddress();
    PublicUrl url = new PublicUrl("http://localhost:" + address.getPort());
    RateLimits unlimited = new RateLimits(0, 0, 0);
    hub =
        new Hub(
            new Settings(address, folder.resolve("data"), url, List.of(), Duration.ZERO, unlimited),
            time);
    running = new RunningHub(hub);
    InetSocketAddress issuerAddress = freeAddress();
    issuer = new IssuerEndpoint("http://127.0.0.1:" + issuerAddress.getPort(), time, hub.random());
    issuerServer =
        new HttpServer(
            issuerAddress,
            new Exchanges(
                new Router(issuer.routes()),
                _ -> Optional.empty(),
                new RateLimiter(unlimited, time),
                hub.random()));
  }

  /** Sets the stage, with a hook that strikes it however the process ends. */
  static DemoStage set(InstantSource time) throws IOException {
    DemoStage stage = new DemoStage(Files.createTempDirectory("slipway-demo-"), time);
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "strike"));
    stage.issuerServer.start();
    stage.running.start();
    return stage;
  }

  private static InetSocketAddress freeAddress() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      return new InetSocketAddress(loopback, socket.getLocalPort());
    }
  }

  /** What the story needs of the hub. */
  DemoHub hub() {
    return new DemoHub(
        hub.settings().publicUrl().origin(),
        hub.accounts(),
        hub.tokens(),
        hub.issuers(),
        hub.explanation());
  }

  IssuerEndpoint issuer() {
    return issuer;
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    running.close();
    issuerServer.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
