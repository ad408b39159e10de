package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.console.Terminal;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
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

  @Command(name = "add", description = "Registers an issuer, or changes what is named of it.")
  int add(
      @Parameters(paramLabel = "URL") String url,
      @Option(
              names = "--preset",
              paramLabel = "P",
              description = "The rules that bind everyone; none.")
          Optional<String> preset,
      @Option(
              names = "--allow-private",
              description = "Permits private addresses, http, IP literals and any port.")
          boolean allowPrivate,
      @Option(names = "--ca", paramLabel = "FILE", description = "Certificates that it may use.")
          Optional<Path> authorities,
      @Option(names = "--jwks", paramLabel = "FILE", description = "Its keys; nothing is fetched.")
          Optional<Path> jwks,
      @Option(names = "--no-allow-private") boolean noPrivate,
      @Option(names = "--no-ca") boolean noAuthorities,
      @Option(names = "--no-jwks") boolean noJwks)
      throws IOException {
    Optional<String> problem = problem(preset);
    if ((allowPrivate && noPrivate)
        || (authorities.isPresent() && noAuthorities)
        || (jwks.isPresent() && noJwks)) {
      problem = Optional.of("an option and its --no- exclude each other");
    }
    if (problem.isPresent()) {
      terminal.say("slipway: " + problem.get());
      return Terminal.WRONG_USAGE;
    }
    IssuerExceptions exceptions =
        new IssuerExceptions(
            preset.map(id -> id.equals(NONE) ? "" : id),
            allowPrivate || noPrivate ? Optional.of(allowPrivate) : Optional.empty(),
            text(authorities, noAuthorities),
            text(jwks, noJwks));
    return switch (Issuer.parse(url)) {
      case Malformed<Issuer>(var wrong) -> terminal.refuse(wrong);
      case Value<Issuer>(var issuer) -> add(issuer, exceptions);
    };
  }

  private static Optional<String> problem(Optional<String> preset) {
    List<String> known = Presets.all().stream().map(ProviderPreset::id).toList();
    return preset
        .filter(id -> !known.contains(id) && !id.equals(NONE))
        .map(_ -> "a preset is one of " + String.join(", ", known) + ", none");
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

  private int add(Issuer issuer, IssuerExceptions exceptions) {
    return switch (issuers.get().add(OPERATOR, issuer, exceptions)) {
      case Malformed<RegisteredIssuer>(var problem) -> terminal.refuse(problem);
      case Value<RegisteredIssuer>(var now) -> {
        terminal.say(issuer + ": registered, with the rules of " + now.rules().label());
        yield Terminal.DONE;
      }
    };
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
    row.put("allowPrivate", issuer.allowsPrivate());
    row.put("staticKeys", issuer.jwks().isPresent());
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
