package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.access.Scope;
import dev.slipway.console.Terminal;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.EmbeddedDatabase;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A hub whose clock stands still, with everything in it that the rules of trusted publishing speak
 * of: providers with a job each, and resources in every state. Attacks on it leave no traces.
 */
public final class AttackHub implements AutoCloseable {

  /** What a state-changing attack would have to change. */
  private static final String TRACES =
      """
      SELECT (SELECT count(*) FROM access_token) || ' tokens, '
          || (SELECT coalesce(sum(uses), 0) FROM used_id_token) || ' uses, '
          || (SELECT count(*) FROM publisher) || ' publishers, '
          || (SELECT count(*) FROM publisher WHERE pinned_at IS NOT NULL) || ' pinned, '
          || (SELECT count(*) FROM issuer) || ' issuers'
      """;

  /**
   * Written by jobs in the background: the log of attempts, what was fetched of keys, and what
   * lists say of a repository, which is computed from its files.
   */
  private static final List<String> OWN_ACCORD =
      List.of("exchange_attempt", "issuer_fetch", "issuer_key", "repo_profile", "repo_tag");

  private static final String TAIL = "/settings/trusted-publishers";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final CiFixture ci;
  private final OpenHub commands;
  private final EmbeddedDatabase database;
  private final Map<Provider, CiIssuer> issuers = new EnumMap<>(Provider.class);
  private final Map<String, String> publishers = new LinkedHashMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final CiIssuer canary;
  private final KeyPair elliptic;
  private final String used;

  /** Who issues ID tokens here. */
  public enum Provider {
    GITHUB("github"),
    GITLAB("gitlab"),
    CIRCLECI("circleci"),
    BITBUCKET("bitbucket"),
    AZURE("azure-devops"),
    KUBERNETES("kubernetes"),
    GOOGLE("google"),
    BUILDKITE("buildkite"),
    GENERIC("generic"),
    /** Another one of GitHub's kind, which a publisher of acme/theirs names. */
    OTHER_GITHUB("github"),
    /** One whose keys are fetched, and known. */
    ONLINE("github"),
    /** One that the operator has disabled. */
    DISABLED("github"),
    /** One whose only key the operator distrusts. */
    DISTRUSTED("github"),
    /** One of Azure's kind of which the operator said nothing but its address. */
    UNFLAGGED("generic"),
    /** One that nobody has named here. */
    UNKNOWN("github");

    private final String preset;

    Provider(String preset) {
      this.preset = preset;
    }

    /** The rules that hold for it. */
    public String preset() {
      return preset;
    }
  }

  /** Whose token it is that a request may show. */
  public enum Holder {
    /** Who owns the repositories. */
    OWNER,
    /** The same, to read alone. */
    OWNER_READING,
    /** Somebody else. */
    STRANGER,
    /** A job of acme/m. */
    JOB,
    /** A job that acts for the owner and reads gated repositories. */
    GUEST,
    /** Nobody. */
    NOBODY
  }

  /** Starts it. */
  public AttackHub(Path folder) throws Exception {
    ci = new CiFixture(folder, InstantSource.fixed(now));
    commands =
        new OpenHub(
            Map.of("SLIPWAY_DATA", folder.toString(), "SLIPWAY_PUBLIC_URL", ci.hub().url()),
            InstantSource.fixed(now));
    elliptic = ecKey();
    for (Provider provider : Provider.values()) {
      issuers.put(provider, start(provider));
    }
    canary = ci.unregistered("");
    database = EmbeddedDatabase.open(folder.resolve("slipway.db"));
    new AttackScene(this, ci).build();
    tokens.put("OWNER", ci.acme());
    tokens.put("OWNER_READING", ci.hub().token("acme", Scope.READ));
    tokens.put("STRANGER", ci.hub().user("eve"));
    tokens.put("GUEST", ci.hub().guest("acme"));
    used = job(Provider.GITHUB);
    ci.token(used, "acme/m");
    var model = RepoId.parse(RepoType.MODEL, "acme/m").orThrow();
    var key = ci.hub().read(tx -> new RepoStore().resolve(tx, model).orElseThrow().key());
    tokens.put("JOB", ci.hub().job(key, Scope.WRITE));
  }

  private static KeyPair ecKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private CiIssuer start(Provider provider) throws Exception {
    CiIssuer issuer = ci.unregistered(provider == Provider.CIRCLECI ? "/org/0c1d" : "");
    switch (provider) {
      case UNKNOWN -> {
        // nobody names it
      }
      case UNFLAGGED -> add(issuer, "--jwks", keys(issuer));
      case ONLINE -> add(issuer, "--preset", provider.preset(), "--allow-private");
      default -> add(issuer, "--preset", provider.preset(), "--jwks", keys(issuer));
    }
    return issuer;
  }

  private void add(CiIssuer issuer, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "issuer";
    all[1] = "add";
    all[2] = issuer.url();
    System.arraycopy(options, 0, all, 3, options.length);
    run(all);
  }

  /** Runs a command that must succeed. */
  void run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, UTF_8);
    Terminal terminal = new Terminal(stream, stream, InputStream.nullInputStream());
    if (Main.commands(commands, terminal).execute(arguments) != 0) {
      throw new IllegalStateException(said.toString(UTF_8));
    }
  }

  /** Each has an RSA key, and the elliptic one as well, but for those that have no other. */
  private String keys(CiIssuer issuer) throws Exception {
    ECPublicKey key = (ECPublicKey) elliptic.getPublic();
    String second =
        ",{\"kid\":\"ec\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}]}"
            .formatted(
                coordinate(key.getW().getAffineX().toByteArray()),
                coordinate(key.getW().getAffineY().toByteArray()));
    Path file = Files.createTempFile(ci.hub().folder(), "keys", ".json");
    Files.writeString(file, issuer.keySet().replace("]}", second));
    return file.toString();
  }

  private static String coordinate(byte[] number) {
    byte[] bytes = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, bytes, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What the hub takes for now. */
  public Instant now() {
    return now;
  }

  /** The hub's public URL, which is its audience. */
  public String url() {
    return ci.hub().url();
  }

  private CiIssuer of(Provider provider) {
    return Objects.requireNonNull(issuers.get(provider));
  }

  /** What stands in {@code iss}. */
  public String issuer(Provider provider) {
    return of(provider).url();
  }

  /** The RSA key of a provider, whose id is {@code k}. */
  public KeyPair key(Provider provider) {
    return of(provider).keys();
  }

  /** The P-256 key of all of them, whose id is {@code ec}. */
  public KeyPair elliptic() {
    return elliptic;
  }

  /** An address that nobody has a reason to ask. */
  public String canary() {
    return canary.url();
  }

  /** The id of the publisher of a resource. */
  public String publisher(String resource) {
    return Objects.requireNonNull(publishers.get(resource), resource);
  }

  /** The claims of a good token of a provider, which has not been shown yet. */
  public Map<String, Object> claims(Provider provider) {
    return AttackClaims.of(this, provider);
  }

  /** A good token of a provider, which has not been shown yet. */
  public String job(Provider provider) {
    return of(provider).sign(claims(provider));
  }

  /** A token of GitHub's that was exchanged for acme/m. */
  public String used() {
    return used;
  }

  /** Keeps a token for an attack that shows it once more. */
  public void remember(String name, String token) {
    tokens.put(name, token);
  }

  /** A token that was kept. */
  public String remembered(String name) {
    return Objects.requireNonNull(tokens.get(name), name);
  }

  /** The access token of somebody; empty for nobody. */
  public String token(Holder holder) {
    return tokens.getOrDefault(holder.name(), HubFixture.NOBODY);
  }

  /** Sends a request with headers of any kind. */
  public HttpResponse<String> send(
      Holder holder, String method, String path, Map<String, String> headers, byte[] body) {
    return ci.hub()
        .send(
            token(holder),
            path,
            request -> {
              headers.forEach(request::header);
              return request.method(method, BodyPublishers.ofByteArray(body));
            });
  }

  /** Everything that an attack could leave behind, and how often anybody outside was asked. */
  public String traces() {
    String rows = database.read(tx -> tx.handle().createQuery(TRACES).mapTo(String.class).one());
    int requests = issuers.values().stream().mapToInt(CiIssuer::requests).sum();
    return rows + ", " + (requests + canary.requests()) + " requests";
  }

  /** The rows of each table, but for what the hub writes of its own accord and times of use. */
  public Map<String, String> rows() {
    return database.read(tx -> {
      Map<String, String> rows = new LinkedHashMap<>();
      List<String> tables =
          tx.handle()
              .createQuery("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
              .mapTo(String.class)
              .list();
      tables.removeAll(OWN_ACCORD);
      for (String table : tables) {
        var all = tx.handle().createQuery("SELECT * FROM " + table).mapToMap().list();
        all.forEach(row -> row.remove("last_used_at"));
        rows.put(table, all.toString());
      }
      return rows;
    });
  }

  /** Changes rows beside the hub. */
  void change(String sql, Object... values) {
    database.write(tx -> tx.handle().execute(sql, values));
  }

  /** Adds a publisher to a resource: a repository, or the owner's account. */
  void publish(String resource, Provider provider, Map<String, Object> claims) {
    String path = resource.contains("/") ? "/api/models/" + resource + TAIL : "/api" + TAIL;
    HttpResponse<String> answer =
        ci.hub()
            .post(
                ci.acme(),
                path,
                CiFixture.publisherBody(issuer(provider), claims, false)
                    .replaceFirst("\\{", "{\"preset\":\"" + preset(provider) + "\","));
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(resource + ": " + answer.body());
    }
    publishers.put(resource, HubFixture.json(answer).get("id").stringValue());
  }

  private static String preset(Provider provider) {
    return provider == Provider.UNFLAGGED ? "azure-devops" : provider.preset();
  }

  /** Every address that is read by GET, filled in for acme/m. */
  public List<String> readingAddresses() {
    return ci.hub().routes().stream()
        .filter(route -> route.method() == dev.slipway.http.Method.GET)
        .map(route ->
            route
                .pattern()
                .replace("{ns}", "acme")
                .replace("{name}", "m")
                .replaceAll("\\{\\w+\\*}", "main")
                .replaceAll("\\{\\w+}", "x"))
        .toList();
  }

  @Override
  public void close() {
    database.close();
    commands.close();
    ci.close();
  }
}
