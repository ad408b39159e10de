package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.audit.AuditEvent;
import dev.slipway.console.Terminal;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.sql.Database;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code slipway publisher}: what the settings page does, for scripts. */
@Command(name = "publisher", description = "Adds, lists and removes trusted publishers.")
public final class PublisherCommand {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Supplier<PublisherRegistry> publishers;
  private final Supplier<Database> database;
  private final Supplier<Targets> targets;
  private final Terminal terminal;

  /** Works on what these supply once a command runs. */
  public PublisherCommand(
      Supplier<PublisherRegistry> publishers,
      Supplier<Database> database,
      Supplier<Targets> targets,
      Terminal terminal) {
    this.publishers = publishers;
    this.database = database;
    this.targets = targets;
    this.terminal = terminal;
  }

  @Command(name = "add", description = "Adds a publisher; prints its id, alone.")
  int add(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Option(names = "--issuer", required = true, paramLabel = "URL") String issuer,
      @Option(
              names = "--claim",
              required = true,
              paramLabel = "NAME=VALUE",
              description = "May stand several times; NAME:=JSON for a boolean or a number.")
          List<String> claims,
      @Option(names = "--name", defaultValue = "") String name,
      @Option(names = "--preset") Optional<String> preset,
      @Option(names = "--read-only", description = "Its tokens only read.") boolean readOnly,
      @Option(names = "--unlock-trigger", paramLabel = "EVENT") List<String> triggers) {
    Map<String, ClaimValue> values = new LinkedHashMap<>();
    for (String claim : claims) {
      if (!(claim(claim) instanceof Value<Map.Entry<String, ClaimValue>>(var entry))) {
        terminal.say("slipway: --claim is NAME=VALUE or NAME:=JSON, not " + claim);
        return Terminal.WRONG_USAGE;
      }
      if (values.put(entry.getKey(), entry.getValue()) != null) {
        terminal.say("slipway: --claim names " + entry.getKey() + " twice");
        return Terminal.WRONG_USAGE;
      }
    }
    Set<String> unlocked = triggers == null ? Set.of() : Set.copyOf(triggers);
    return switch (Issuer.parse(issuer)) {
      case Malformed<Issuer>(var problem) -> terminal.refuse(problem);
      case Value<Issuer>(var parsed) ->
          onTarget(
              resource,
              change ->
                  report(
                      publishers
                          .get()
                          .add(
                              change,
                              new NewPublisher(parsed, preset, name, values, unlocked, readOnly)),
                      true));
    };
  }

  private static Parsed<Map.Entry<String, ClaimValue>> claim(String text) {
    // A name may hold colons and slashes, but no equals sign.
    int equals = text.indexOf('=');
    if (equals < 1) {
      return Parsed.malformed("no name");
    }
    boolean isJson = text.charAt(equals - 1) == ':';
    String name = text.substring(0, isJson ? equals - 1 : equals);
    String value = text.substring(equals + 1);
    return isJson
        ? json(value).then(parsed -> Parsed.of(Map.entry(name, parsed)))
        : Parsed.of(Map.entry(name, new ClaimValue.Text(value)));
  }

  private static Parsed<ClaimValue> json(String text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      Optional<ClaimValue> claim = value == null ? Optional.empty() : ClaimsText.value(value);
      return claim.isPresent() ? Parsed.of(claim.get()) : Parsed.malformed("not a claim's value");
    } catch (JacksonException _) {
      return Parsed.malformed("not JSON");
    }
  }

  @Command(name = "list", description = "Lists publishers: id, name, issuer, preset, claims, use.")
  int list(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Option(names = "--json") boolean json) {
    return onTarget(
        resource,
        change -> {
          List<Publisher> found = publishers.get().list(change.target());
          terminal.rows(found.stream().map(PublisherCommand::row).toList(), json);
          return Terminal.DONE;
        });
  }

  private static Map<String, Object> row(Publisher publisher) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", publisher.id());
    row.put("name", publisher.name());
    row.put("issuerUrl", publisher.issuer().text());
    row.put("preset", publisher.preset());
    row.put("claims", ClaimsText.print(publisher.claims()));
    row.put("readOnly", publisher.isReadOnly());
    row.put("suspended", publisher.isSuspended());
    row.put("createdAt", publisher.createdAt().toString());
    row.put("createdBy", publisher.createdBy());
    row.put("lastUsedAt", publisher.lastUsedAt().map(Object::toString).orElse("never"));
    return row;
  }

  @Command(name = "remove", description = "Removes a publisher; the tokens it led to die at once.")
  int remove(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Parameters(paramLabel = "ID") String id) {
    return onTarget(resource, change -> report(publishers.get().remove(change, id), false));
  }

  private int report(PublisherResult result, boolean isNew) {
    return switch (result) {
      case PublisherResult.Done(var publisher) -> {
        if (isNew) {
          terminal.print(publisher.id());
          warn(publisher);
        }
        yield Terminal.DONE;
      }
      case PublisherResult.Refused(var reason) -> terminal.refuse(reason);
      case PublisherResult.NotFound _ -> terminal.refuse("there is no such publisher here");
    };
  }

  private void warn(Publisher publisher) {
    if (publishers.get().policy(publisher) instanceof Value<ClaimPolicy>(var policy)
        && !policy.weaknesses().isEmpty()) {
      terminal.say("This publisher is weak: name a branch or an environment as well.");
    }
  }

  private int onTarget(String text, Function<Change, Integer> work) {
    return switch (Resource.parse(text)) {
      case Malformed<Resource>(var problem) -> terminal.refuse(problem);
      case Value<Resource>(var resource) ->
          database
              .get()
              .read(tx -> targets.get().find(tx, resource))
              .map(found ->
                  work.apply(
                      new Change(
                          new Caller(new Actor.Operator(), Optional.empty()),
                          found.target(),
                          Optional.of(found.owner()),
                          found.name(),
                          AuditEvent.COMMAND_LINE)))
              .orElseGet(() -> terminal.refuse("there is no " + text));
    };
  }
}
