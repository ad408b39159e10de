package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.console.Terminal;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.tokens.Lifetime;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway issuer}: the operator's exceptions for identity providers. */
@Command(
    name = "issuer",
    description = "Registers identity providers, and the exceptions for them.")
public final class IssuerCommand {

  private static final Actor OPERATOR = new Actor.Operator();

  /** What {@code --preset} says to leave the choice to the address and to maintainers. */
  private static final String NONE = "none";

  private final Supplier<IssuerRegistry> issuers;
  private final Terminal terminal;

  /** Works on what is supplied once a command runs. */
  public IssuerCommand(Supplier<IssuerRegistry> issuers, Terminal terminal) {
    this.issuers = issuers;
    this.terminal = terminal;
  }

  /** What {@code add} may be told of an issuer, and how to take it back. */
  static final class Said {

    @Option(
        names = "--preset",
        paramLabel = "P",
        description = "The rules that bind everyone; none.")
    private Optional<String> preset = Optional.empty();

    @Option(
        names = "--allow-private",
        description = "Permits private addresses, http, IP literals and any port.")
    private boolean allowPrivate;

    @Option(
        names = "--allow-address",
        paramLabel = "CIDR",
        description = "It is reached in these networks alone, private or not.")
    private List<String> networks = List.of();

    @Option(
        names = "--jwks-host",
        paramLabel = "HOST",
        description = "Another host where its keys may be.")
    private List<String> keyHosts = List.of();

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificates that it may use.")
    private Optional<Path> authorities = Optional.empty();

    @Option(names = "--jwks", paramLabel = "FILE", description = "Its keys; nothing is fetched.")
    private Optional<Path> jwks = Optional.empty();

    @Option(
        names = "--jwks-review",
        paramLabel = "90d",
        description = "How long such keys need no second look.")
    private Optional<String> review = Optional.empty();

    @Option(names = "--no-allow-private")
    private boolean noPrivate;

    @Option(names = "--no-allow-address")
    private boolean noNetworks;

    @Option(names = "--no-jwks-host")
    private boolean noKeyHosts;

    @Option(names = "--no-ca")
    private boolean noAuthorities;

    @Option(names = "--no-jwks")
    private boolean noJwks;

    @Option(names = "--no-jwks-review")
    private boolean noReview;

    Optional<String> problem() {
      List<String> known = Presets.all().stream().map(ProviderPreset::id).toList();
      if (preset.filter(id -> !known.contains(id) && !id.equals(NONE)).isPresent()) {
        return Optional.of("a preset is one of " + String.join(", ", known) + ", none");
      }
      if (review.isPresent() && review.flatMap(Lifetime::parse).isEmpty()) {
        return Optional.of("--jwks-review is <n>m, <n>h or <n>d, not " + review.get());
      }
      boolean contradicts =
          (allowPrivate && noPrivate)
              || (!networks.isEmpty() && noNetworks)
              || (!keyHosts.isEmpty() && noKeyHosts)
              || (authorities.isPresent() && noAuthorities)
              || (jwks.isPresent() && noJwks)
              || (review.isPresent() && noReview);
      return contradicts
          ? Optional.of("an option and its --no- exclude each other")
          : Optional.empty();
    }

    IssuerExceptions exceptions() throws IOException {
      return new IssuerExceptions(
          preset.map(id -> id.equals(NONE) ? "" : id),
          allowPrivate || noPrivate ? Optional.of(allowPrivate) : Optional.empty(),
          networks.isEmpty() && !noNetworks ? Optional.empty() : Optional.of(networks),
          keyHosts.isEmpty() && !noKeyHosts ? Optional.empty() : Optional.of(keyHosts),
          text(authorities, noAuthorities),
          text(jwks, noJwks),
          noReview ? Optional.of(Duration.ZERO) : review.flatMap(Lifetime::parse));
    }

    /** The text of a file, an empty one to clear what is there, or nothing to leave it. */
    private static Optional<String> text(Optional<Path> file, boolean clears) throws IOException {
      if (file.isPresent()) {
        // An empty file is a mistake, and must not clear what an empty text does.
        String text = Files.readString(file.get());
        return Optional.of(text.isEmpty() ? " " : text);
      }
      return clears ? Optional.of("") : Optional.empty();
    }
  }

  @Command(name = "add", description = "Registers an issuer, or changes what is named of it.")
  int add(@Parameters(paramLabel = "URL") String url, @Mixin Said said) throws IOException {
    Optional<String> problem = said.problem();
    if (problem.isPresent()) {
      terminal.say("slipway: " + problem.get());
      return Terminal.WRONG_USAGE;
    }
    return switch (Issuer.parse(url)) {
      case Malformed<Issuer>(var wrong) -> terminal.refuse(wrong);
      case Value<Issuer>(var issuer) -> add(issuer, said.exceptions());
    };
  }

  private int add(Issuer issuer, IssuerExceptions exceptions) {
    return switch (issuers.get().add(OPERATOR, issuer, exceptions)) {
      case Malformed<RegisteredIssuer>(var problem) -> terminal.refuse(problem);
      case Value<RegisteredIssuer>(var now) -> {
        terminal.say(issuer + ": registered, with the rules of " + now.rules().label());
        twin(issuer)
            .flatMap(issuers.get()::find)
            .ifPresent(twin ->
                terminal.say(
                    "There is also "
                        + twin.issuer()
                        + ": each takes only tokens whose iss is spelt exactly like it."));
        yield Terminal.DONE;
      }
    };
  }

  /** The issuer that people may mistake this one for. */
  private static Optional<Issuer> twin(Issuer issuer) {
    String text = issuer.text();
    String other = text.endsWith("/") ? text.substring(0, text.length() - 1) : text + "/";
    return Issuer.parse(other) instanceof Value<Issuer>(var twin)
        ? Optional.of(twin)
        : Optional.empty();
  }

  @Command(name = "list", description = "Lists issuers: address, rules, state, exceptions.")
  int list(@Option(names = "--json") boolean json) {
    terminal.rows(issuers.get().list().stream().map(IssuerCommand::row).toList(), json);
    return Terminal.DONE;
  }

  private static Map<String, Object> row(RegisteredIssuer issuer) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("url", issuer.issuer().text());
    row.put("preset", issuer.rules().id());
    row.put("enabled", issuer.isEnabled());
    row.put("allowPrivate", issuer.access().allowsPrivate());
    row.put("staticKeys", issuer.pasted().isPresent());
    row.put("byOperator", issuer.isByOperator());
    return row;
  }

  @Command(
      name = "disable",
      description = "Accepts its tokens no more; those it led to die at once.")
  int disable(@Parameters(paramLabel = "URL") String url) {
    return setEnabled(url, false);
  }

  @Command(name = "enable", description = "Accepts its tokens again.")
  int enable(@Parameters(paramLabel = "URL") String url) {
    return setEnabled(url, true);
  }

  private int setEnabled(String url, boolean enabled) {
    return switch (Issuer.parse(url)) {
      case Malformed<Issuer>(var problem) -> terminal.refuse(problem);
      case Value<Issuer>(var issuer) -> {
        if (!issuers.get().setEnabled(OPERATOR, issuer, enabled)) {
          yield terminal.refuse("there is no issuer " + issuer);
        }
        terminal.say(issuer + (enabled ? ": enabled" : ": disabled"));
        yield Terminal.DONE;
      }
    };
  }
}
