package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.TokenSecret;
import dev.slipway.access.UserId;
import dev.slipway.accounts.AccountResult;
import dev.slipway.accounts.NewUser;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.RateLimits;
import dev.slipway.http.Route;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.names.Subject;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.AccessToken;
import dev.slipway.tokens.NewToken;
import dev.slipway.tokens.NewTokenResult;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenOrigin;
import dev.slipway.tokens.TokenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A hub that listens on a free port of this machine, with the means to fill it: users, tokens,
 * repositories. Redirects are not followed.
 */
final class HubFixture implements AutoCloseable {

  /** No credentials. */
  static final String NOBODY = "";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final String url;
  private final Hub hub;
  private final RunningHub running;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private HubFixture(Path folder, int port, InstantSource time) throws IOException {
    this.folder = folder;
    this.url = "http://localhost:" + port;
    Settings settings =
        new Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            folder,
            new PublicUrl(url),
            List.of(),
            Duration.ZERO,
            new RateLimits(0, 0, 0));
    hub = new Hub(settings, time);
    running = new RunningHub(hub);
    running.start();
  }

  /** Starts a hub whose data is in {@code folder}. */
  static HubFixture start(Path folder) throws IOException {
    return start(folder, InstantSource.system());
  }

  /** The same, by another clock. */
  static HubFixture start(Path folder, InstantSource time) throws IOException {
    return new HubFixture(folder, freePort(), time);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The hub's public URL. */
  String url() {
    return url;
  }

  /** Every route of the hub. */
  List<Route> routes() {
    return hub.router().routes();
  }

  /** The folder of the hub's data. */
  Path folder() {
    return folder;
  }

  /** Adds a user, and gives a token of theirs that may do everything that they may. */
  String user(String name) {
    var user =
        new NewUser(new Namespace(name), name + "@example.org", false, Optional.of("password"));
    if (!(hub.accounts().addUser(new Actor.Operator(), user) instanceof AccountResult.Done)) {
      throw new IllegalStateException("no new user " + name);
    }
    return token(name, Scope.WRITE);
  }

  /** A token of a user. */
  String token(String user, Scope scope) {
    var wanted = new NewToken("fixture", scope, Optional.empty());
    var result = hub.tokens().create(new Actor.Operator(), new Namespace(user), wanted);
    return ((NewTokenResult.Created) result).secret().reveal();
  }

  /** A token as a CI job gets it for one repository; {@code READ} for a read-only publisher. */
  String job(RepoKey repo, Scope scope) {
    return exchanged(AccessToken.Kind.REPO, scope, Optional.empty(), Optional.of(repo));
  }

  /** A token as a CI job gets it that reads what a user was let into. */
  String guest(String user) {
    UserId id =
        read(tx ->
            new UserId(
                tx.handle()
                    .createQuery("SELECT id FROM account WHERE folded_name = :name")
                    .bind("name", user)
                    .mapTo(String.class)
                    .one()));
    return exchanged(AccessToken.Kind.USER, Scope.GATED_REPOS, Optional.of(id), Optional.empty());
  }

  private String exchanged(
      AccessToken.Kind kind, Scope scope, Optional<UserId> user, Optional<RepoKey> repo) {
    TokenMint mint = new TokenMint(new SecureRandom());
    TokenSecret secret = mint.mint(kind);
    Instant now = Instant.now();
    AccessToken token =
        new AccessToken(
            mint.newId(),
            kind,
            "fixture",
            scope,
            user,
            repo,
            TokenLimits.NONE,
            Optional.of(
                new TokenOrigin(
                    "p", 1, "s", new Issuer("https://ci.example"), new Subject("repo:acme/train"))),
            now,
            Optional.of(now.plusSeconds(3600)));
    write(tx -> {
      new TokenStore().insert(tx, token, secret);
      return token;
    });
    return secret.reveal();
  }

  /** Creates a repository by API: a private one if {@code isPrivate}. */
  RepoKey repo(String token, RepoId id, boolean isPrivate) {
    String body =
        """
        {"name": "%s", "organization": "%s", "type": "%s", "private": %s, "sdk": "static"}
        """
            .formatted(id.name(), id.namespace(), id.type().word(), isPrivate);
    HttpResponse<String> answer = post(token, "/api/repos/create", body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
    return read(tx -> new RepoStore().resolve(tx, id).orElseThrow().key());
  }

  /** A public model {@code namespace/name}. */
  RepoId model(String token, String fullName) {
    RepoId id = RepoId.parse(RepoType.MODEL, fullName).orThrow();
    repo(token, id, false);
    return id;
  }

  /** Sends JSON. */
  HttpResponse<String> post(String token, String path, String json) {
    return send(
        token,
        path,
        request ->
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  /** Sends JSON by any method. */
  HttpResponse<String> send(String token, String method, String path, String json) {
    return send(
        token,
        path,
        request ->
            request
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
  }

  /** Sends a body of another type. */
  HttpResponse<String> post(String token, String path, String contentType, BodyPublisher body) {
    return send(token, path, request -> request.header("Content-Type", contentType).POST(body));
  }

  /** Fetches text. */
  HttpResponse<String> get(String token, String path) {
    return send(token, path, HttpRequest.Builder::GET);
  }

  /** Sends any request. */
  HttpResponse<String> send(
      String token, String path, Function<HttpRequest.Builder, HttpRequest.Builder> request) {
    return send(token, path, request, BodyHandlers.ofString(UTF_8));
  }

  /** Sends any request, whose answer may be no text. */
  <T> HttpResponse<T> send(
      String token,
      String path,
      Function<HttpRequest.Builder, HttpRequest.Builder> request,
      BodyHandler<T> body) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path));
    if (!token.equals(NOBODY)) {
      builder.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.apply(builder).build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(path, e);
    }
  }

  /** The JSON of an answer. */
  static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /** The headers of an answer, without those that no two answers have in common. */
  static Map<String, Object> lastingHeaders(HttpResponse<String> answer) {
    Map<String, Object> headers = new HashMap<>(answer.headers().map());
    headers.remove("x-request-id");
    headers.remove("date");
    return headers;
  }

  /** The first value of a header, or nothing. */
  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** Looks into the database of the hub. */
  <T> T read(Function<Tx, T> work) {
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      return database.read(work);
    }
  }

  /** Changes the database beside the hub, as a command does. */
  <T> T write(Function<Tx, T> work) {
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      return database.write(work);
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
