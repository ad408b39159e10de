package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packed jar as a process with a data folder of its own, and its commands beside it. */
final class Hub implements AutoCloseable {

  static final Path ROOT = Path.of(System.getProperty("slipway.root", ".."));
  private static final Path JAR = ROOT.resolve("server/target/slipway.jar");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(20);

  /** An ID token, or a token of ours. */
  private static final Pattern TOKEN = Pattern.compile("eyJ|hf_jwt_|\\bhf_[A-Za-z0-9]{20,}");

  private final Path folder;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private Hub(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** A hub without users. */
  static Hub start() {
    try {
      Path folder = Files.createTempDirectory("slipway-journey");
      int port = freePort();
      Hub hub = new Hub(folder, port, launch(folder, port));
      hub.awaitReady();
      return hub;
    } catch (IOException e) {
      throw new UncheckedIOException("starting a hub", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(Path folder, int port) throws IOException {
    assertThat(JAR).as("the packed jar, made by mvn package").exists();
    ProcessBuilder builder =
        new ProcessBuilder(
            JAVA.toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-jar",
            JAR.toString(),
            "serve",
            "--port",
            String.valueOf(port),
            "--data",
            folder.resolve("data").toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
    builder.environment().put("SLIPWAY_DRAIN_SECONDS", "0");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("hub.log").toFile()));
    return builder.start();
  }

  private void awaitReady() {
    Instant until = Instant.now().plus(START);
    while (Instant.now().isBefore(until) && process.isAlive()) {
      try {
        if (get("/readyz").statusCode() == 200) {
          return;
        }
      } catch (UncheckedIOException _) {
        // not listening yet
      }
    }
    throw new AssertionError("the hub is not ready:\n" + log());
  }

  /** What users write in {@code HF_ENDPOINT}. */
  String url() {
    return "http://localhost:" + port;
  }

  /** Everything that the hub logged. */
  String log() {
    try {
      return Files.readString(folder.resolve("hub.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes the hub keeps of files, those that are still coming in as well. */
  long storedBytes() {
    return bytes(folder.resolve("data/blobs"));
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).filter(java.io.File::isFile).mapToLong(f -> f.length()).sum();
    } catch (UncheckedIOException _) {
      // A file was moved to its place while we looked.
      return bytes(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("measuring " + folder, e);
    }
  }

  /** A command of the same jar on the same data. */
  Shell.Result command(String... arguments) {
    return command("", List.of(arguments));
  }

  Shell.Result command(String input, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(JAVA.toString(), "--enable-native-access=ALL-UNNAMED", "-jar", JAR.toString()));
    command.addAll(arguments);
    command.addAll(List.of("--data", folder.resolve("data").toString(), "--port", port + ""));
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      Process running = builder.start();
      running.getOutputStream().write(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      running.getOutputStream().close();
      return Shell.finish(new Shell.Running(running, out, err));
    } catch (IOException e) {
      throw new UncheckedIOException("running " + arguments, e);
    }
  }

  /** Adds a user with a password. */
  void user(String name) {
    command(
            "correct horse battery",
            List.of("user", "add", name, "--email", name + "@example.org", "--password-stdin"))
        .succeeded();
  }

  /** Makes an access token. */
  String token(String user, String role) {
    return command("token", "create", user, "--name", "journey", "--role", role)
        .succeeded()
        .lastLine();
  }

  /** Lets the hub fetch keys from a loopback issuer, with a provider's rules. */
  void trust(LoopbackIssuer issuer, String preset) {
    command("issuer", "add", issuer.url(), "--allow-private", "--preset", preset).succeeded();
  }

  /** Adds a publisher and gives its id. */
  String publisher(String resource, LoopbackIssuer issuer, Map<String, String> claims) {
    List<String> arguments =
        new ArrayList<>(List.of("publisher", "add", resource, "--issuer", issuer.url()));
    claims.forEach((name, value) -> arguments.addAll(List.of("--claim", name + "=" + value)));
    return command("", arguments).succeeded().lastLine();
  }

  HttpResponse<String> get(String path) {
    return send(request(path, null).GET());
  }

  HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET());
  }

  HttpResponse<String> post(String path, String token, String json) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpRequest.Builder request(String path, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** The SHA-256 of what an address gives out. */
  String sha256(String path, String token) {
    return Weights.sha256(send(request(path, token).GET(), BodyHandlers.ofInputStream()).body());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Creates a repository through the API. */
  void repo(String token, String type, String id) {
    String[] parts = id.split("/");
    String body =
        "{\"name\":\"%s\",\"organization\":\"%s\",\"type\":\"%s\",\"sdk\":\"static\"}"
            .formatted(parts[1], parts[0], type);
    assertThat(post("/api/repos/create", token, body).statusCode()).isEqualTo(200);
  }

  /** Ends the process as a power cut would, and starts it again on the same data. */
  void killAndRestart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch(folder, port);
    awaitReady();
  }

  /**
   * Stops the clock of the hub at a moment when something holds. It runs in small steps until then,
   * so that no client, however fast, gets far past that moment; {@link #resume} lets it go on.
   */
  void pauseOnce(BooleanSupplier holds) throws InterruptedException {
    Instant until = Instant.now().plus(START);
    signal("STOP");
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting for the hub to get there").isBefore(until);
      signal("CONT");
      Thread.sleep(STEP);
      signal("STOP");
    }
  }

  /** Lets a paused hub go on. */
  void resume() throws InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("sending " + name, e);
    }
  }

  /** The process, for those who want to hurt it. */
  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String told = log();
    remove();
    assertThat(told.lines().filter(line -> TOKEN.matcher(line).find()))
        .as("lines of the log with a token in them")
        .isEmpty();
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
