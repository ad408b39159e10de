package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.TokenSecret;
import dev.slipway.access.UserId;
import dev.slipway.accounts.AccountResult;
import dev.slipway.accounts.NewUser;
import dev.slipway.http.Method;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.RateLimits;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.names.Subject;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.tokens.AccessToken;
import dev.slipway.tokens.NewToken;
import dev.slipway.tokens.NewTokenResult;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenOrigin;
import dev.slipway.tokens.TokenStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every route of the hub with every kind of token, against private repositories of alice's: who is
 * kept out of what, and by which status.
 */
class RouteTableTest {

  private static final int LET_IN = 200;

  /** Who asks. */
  private enum Caller {
    ANONYMOUS,
    WRONG_TOKEN,
    OWNER,
    OWNER_READING,
    /**
     * A user publisher's token of the owner: it reads gated repositories, and these are private.
     */
    OWNER_FROM_CI,
    STRANGER,
    JOB,
    JOB_READING,
    JOB_OF_ANOTHER_REPOSITORY
  }

  @TempDir private static Path folder;
  private static Hub hub;
  private static RunningHub running;
  private static String url = "";
  private static final Map<Caller, Map<RepoType, String>> TOKENS = new EnumMap<>(Caller.class);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  @BeforeAll
  static void start() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    url = "http://localhost:" + port;
    Settings settings =
        new Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            folder,
            new PublicUrl(url),
            List.of(),
            Duration.ZERO,
            new RateLimits(0, 0, 0));
    hub = new Hub(settings, InstantSource.system());
    running = new RunningHub(hub);
    running.start();
    UserId alice = user("alice");
    user("bob");
    for (RepoType type : RepoType.values()) {
      everybody(type, alice);
    }
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  private static UserId user(String name) {
    var result =
        hub.accounts()
            .addUser(
                new Actor.Operator(),
                new NewUser(
                    new Namespace(name), name + "@example.org", false, Optional.of("password")));
    return ((AccountResult.Done) result).account().id();
  }

  private static void everybody(RepoType type, UserId alice) throws Exception {
    String owner = personal("alice", Scope.WRITE);
    RepoKey secret = repo(owner, type, "secret");
    RepoKey other = repo(owner, type, "other");
    put(Caller.WRONG_TOKEN, type, "hf_wrong");
    put(Caller.OWNER, type, owner);
    put(Caller.OWNER_READING, type, personal("alice", Scope.READ));
    put(Caller.STRANGER, type, personal("bob", Scope.WRITE));
    put(
        Caller.OWNER_FROM_CI,
        type,
        exchanged(AccessToken.Kind.USER, Scope.GATED_REPOS, Optional.of(alice), Optional.empty()));
    put(Caller.JOB, type, job(Scope.WRITE, secret));
    put(Caller.JOB_READING, type, job(Scope.READ, secret));
    put(Caller.JOB_OF_ANOTHER_REPOSITORY, type, job(Scope.WRITE, other));
  }

  private static void put(Caller caller, RepoType type, String token) {
    TOKENS.computeIfAbsent(caller, _ -> new EnumMap<>(RepoType.class)).put(type, token);
  }

  private static String personal(String user, Scope scope) {
    var result =
        hub.tokens()
            .create(
                new Actor.Operator(),
                new Namespace(user),
                new NewToken("table", scope, Optional.empty()));
    return ((NewTokenResult.Created) result).secret().reveal();
  }

  private static RepoKey repo(String owner, RepoType type, String name) throws Exception {
    String body =
        "{\"name\":\"%s\",\"type\":\"%s\",\"private\":true,\"sdk\":\"static\"}"
            .formatted(name, type.word());
    int status = send(Optional.of(owner), "POST", "/api/repos/create", body);
    assertThat(status).isEqualTo(200);
    RepoId id = RepoId.of(type, "alice", name).orThrow();
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      return database.read(tx -> new RepoStore().resolve(tx, id).orElseThrow().key());
    }
  }

  private static String job(Scope scope, RepoKey repo) {
    return exchanged(AccessToken.Kind.REPO, scope, Optional.empty(), Optional.of(repo));
  }

  private static String exchanged(
      AccessToken.Kind kind, Scope scope, Optional<UserId> user, Optional<RepoKey> repo) {
    TokenMint mint = new TokenMint(new SecureRandom());
    TokenSecret secret = mint.mint(kind);
    TokenOrigin origin =
        new TokenOrigin("p", 1, "s", new Issuer("https://ci.example"), new Subject("job"));
    Instant now = Instant.now();
    AccessToken token =
        new AccessToken(
            mint.newId(),
            kind,
            "table",
            scope,
            user,
            repo,
            TokenLimits.NONE,
            Optional.of(origin),
            now,
            Optional.of(now.plusSeconds(3600)));
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      database.write(tx -> {
        new TokenStore().insert(tx, token, secret);
        return 1;
      });
    }
    return secret.reveal();
  }

  /** What stands in the table: the status that keeps a caller out, or {@link #LET_IN}. */
  private static int expected(Caller caller, RouteAccess access) {
    return switch (access) {
      case OPEN, SIGNED_ADDRESS -> LET_IN;
      case STORE_TOKEN -> 401;
      case ANYONE -> caller == Caller.WRONG_TOKEN ? 401 : LET_IN;
      case PERSON ->
          switch (caller) {
            case ANONYMOUS, WRONG_TOKEN -> 401;
            case OWNER, OWNER_READING, STRANGER -> LET_IN;
            case OWNER_FROM_CI, JOB, JOB_READING, JOB_OF_ANOTHER_REPOSITORY -> 403;
          };
      case PERSON_WRITING ->
          switch (caller) {
            case ANONYMOUS, WRONG_TOKEN -> 401;
            case OWNER, STRANGER -> LET_IN;
            case OWNER_READING, OWNER_FROM_CI, JOB, JOB_READING, JOB_OF_ANOTHER_REPOSITORY -> 403;
          };
      case REPO_METADATA, REPO_CONTENT ->
          switch (caller) {
            case ANONYMOUS, WRONG_TOKEN -> 401;
            case OWNER, OWNER_READING, JOB, JOB_READING -> LET_IN;
            case OWNER_FROM_CI, STRANGER, JOB_OF_ANOTHER_REPOSITORY -> 404;
          };
      case REPO_WRITE ->
          switch (caller) {
            case ANONYMOUS, WRONG_TOKEN -> 401;
            case OWNER, JOB -> LET_IN;
            case OWNER_READING, JOB_READING -> 403;
            case OWNER_FROM_CI, STRANGER, JOB_OF_ANOTHER_REPOSITORY -> 404;
          };
      case REPO_REWRITE, REPO_MANAGE ->
          switch (caller) {
            case ANONYMOUS, WRONG_TOKEN -> 401;
            case OWNER -> LET_IN;
            case OWNER_READING, JOB, JOB_READING -> 403;
            case OWNER_FROM_CI, STRANGER, JOB_OF_ANOTHER_REPOSITORY -> 404;
          };
    };
  }

  private static boolean keepsOut(int status) {
    return status == 401 || status == 403;
  }

  private static RepoType typeOf(String pattern) {
    for (RepoType type : RepoType.values()) {
      if (pattern.startsWith("/api/" + type.plural() + "/")
          || pattern.startsWith("/" + type.word() + "s/")) {
        return type;
      }
    }
    return RepoType.MODEL;
  }

  private static String path(Route route) {
    // The one route that deletes what its address names must not delete what the others ask for.
    boolean deletes =
        route.method() == Method.DELETE && route.pattern().equals("/api/buckets/{ns}/{name}");
    return route
        .pattern()
        .replace("{ns}", "alice")
        .replace("{name}", deletes ? "none" : "secret")
        .replaceAll("\\{\\w+\\*}", "main")
        .replaceAll("\\{\\w+}", "x");
  }

  private static int send(Optional<String> token, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static Optional<String> token(Caller caller, RepoType type) {
    return Optional.ofNullable(TOKENS.getOrDefault(caller, Map.of()).get(type));
  }

  @ParameterizedTest
  @EnumSource
  void lets_in_whom_the_table_lets_in_and_nobody_else(Caller caller) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Route route : hub.router().routes()) {
      int status =
          send(
              token(caller, typeOf(route.pattern())),
              route.method().name(),
              path(route),
              route.method().name().equals("GET") ? "" : "{}");
      int expected = expected(caller, route.access());
      boolean fits =
          expected == LET_IN ? !keepsOut(status) || answersForItself(route) : status == expected;
      if (!fits || status >= 500 && status != 501) {
        wrong.add(caller + " " + route + ": " + status + ", not " + expected);
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** Routes for anyone may refuse by what they are asked; they have tests of their own. */
  private static boolean answersForItself(Route route) {
    return switch (route.access()) {
      case OPEN, SIGNED_ADDRESS, STORE_TOKEN, ANYONE -> true;
      case PERSON,
          PERSON_WRITING,
          REPO_METADATA,
          REPO_CONTENT,
          REPO_WRITE,
          REPO_REWRITE,
          REPO_MANAGE ->
          // What is asked of LFS stands in the body; the default branch stays; asking binds a
          // person.
          List.of("/info/lfs/", "/branch/", "/ask-access", "/user-access-request/cancel").stream()
              .anyMatch(route.pattern()::contains);
    };
  }

  @Test
  void reserves_the_first_segment_of_every_route() {
    for (Route route : hub.router().routes()) {
      String first = route.pattern().split("/", -1)[1];
      if (!first.startsWith("{") && first.matches("[A-Za-z0-9-]+")) {
        var taken =
            hub.accounts()
                .addUser(
                    new Actor.Operator(),
                    new NewUser(
                        new Namespace(first), first + "@example.org", false, Optional.empty()));

        assertThat(taken).as(first).isInstanceOf(AccountResult.Refused.class);
      }
    }
  }
}
