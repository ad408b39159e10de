package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.accounts.Account;
import dev.slipway.audit.AuditEvent;
import dev.slipway.console.Terminal;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.publishing.PublisherRegistry.Listed;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Database;
import dev.slipway.tokens.TokenSession;
import dev.slipway.trust.ClaimPolicy;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway publisher}: what the settings page does, for scripts. */
@Command(name = "publisher", description = "Adds, changes, lists and removes trusted publishers.")
public final class PublisherCommand {

  /** Before the name of an organisation: its publishers for several repositories. */
  private static final String ORG = "org:";

  /** Before the name of a user: their publishers for several repositories of their own. */
  private static final String USER = "user:";

  private final Supplier<PublisherRegistry> publishers;
  private final Supplier<PublisherSessions> sessions;
  private final Supplier<Database> database;
  private final Supplier<Targets> targets;
  private final InstantSource time;
  private final Terminal terminal;

  /** Works on what these supply once a command runs. */
  public PublisherCommand(
      Supplier<PublisherRegistry> publishers,
      Supplier<PublisherSessions> sessions,
      Supplier<Database> database,
      Supplier<Targets> targets,
      InstantSource time,
      Terminal terminal) {
    this.publishers = publishers;
    this.sessions = sessions;
    this.database = database;
    this.targets = targets;
    this.time = time;
    this.terminal = terminal;
  }

  @Command(name = "add", description = "Adds a publisher; prints its id, alone.")
  int add(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Option(names = "--issuer", required = true, paramLabel = "URL") String issuer,
      @Mixin PublisherOptions options) {
    if (Issuer.parse(issuer) instanceof Malformed<Issuer>(var problem)) {
      return terminal.refuse(problem);
    }
    PublisherChangeJson wanted = options.change(issuer, time.instant());
    if (wanted.claims() == null) {
      terminal.say("slipway: --claim is needed, once at least");
      return Terminal.WRONG_USAGE;
    }
    return onTarget(resource, change -> report(publishers.get().add(change, wanted.toNew()), true));
  }

  @Command(
      name = "edit",
      description = "Changes a publisher, and confirms it if it was suspended; the rest stays.")
  int edit(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Parameters(paramLabel = "ID") String id,
      @Mixin PublisherOptions options) {
    PublisherChangeJson wanted = options.change(null, time.instant());
    return onTarget(
        resource, change -> report(publishers.get().change(change, id, wanted::over), false));
  }

  @Command(name = "list", description = "Lists publishers: id, name, issuer, preset, claims, use.")
  int list(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Option(names = "--json") boolean json) {
    return rows(
        resource,
        json,
        target -> publishers.get().list(target).stream().map(PublisherCommand::row));
  }

  private static Map<String, Object> row(Listed listed) {
    Publisher publisher = listed.publisher();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", publisher.id());
    row.put("name", publisher.name());
    row.put("issuerUrl", publisher.issuer().text());
    row.put("preset", publisher.preset());
    row.put("claims", ClaimsText.print(publisher.claims()));
    row.put("readOnly", publisher.grant().isReadOnly());
    row.put("suspended", publisher.state().isSuspended());
    row.put("createdAt", publisher.history().createdAt().toString());
    row.put("createdBy", publisher.history().createdBy());
    row.put("lastUsedAt", publisher.history().lastUsedAt().map(Object::toString).orElse("never"));
    row.put("tokenLifetimeSeconds", publisher.grant().lifetime().toSeconds());
    row.put("refs", String.join(" ", publisher.grant().refs().patterns()));
    row.put("burnAfterCommit", publisher.grant().burnsAfterCommit());
    row.put(
        "maxTokenAgeSeconds",
        publisher.rule().maxAge().map(age -> String.valueOf(age.toSeconds())).orElse("none"));
    row.put("paused", publisher.state().isPaused());
    row.put("expiresAt", publisher.state().expiresAt().map(Object::toString).orElse("never"));
    row.put("pins", ClaimsText.print(publisher.pins().values()));
    row.put(
        "warning",
        String.join(" ", listed.notices().stream().map(notice -> notice.code().name()).toList()));
    row.put("version", publisher.history().version());
    row.put("repositories", listed.publisher().grant().repos().map(RepoScope::toString).orElse(""));
    row.put(
        "pendingUntil", publisher.state().pending().map(p -> p.until().toString()).orElse("none"));
    row.put("organization", listed.namespace().map(Namespace::text).orElse(""));
    return row;
  }

  @Command(
      name = "accept-rename",
      description = "Takes over the name that the repository has now at its provider.")
  int acceptRename(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Parameters(paramLabel = "ID") String id) {
    return onTarget(resource, change -> report(publishers.get().acceptRename(change, id), false));
  }

  @Command(name = "remove", description = "Removes a publisher; the tokens it led to die at once.")
  int remove(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Parameters(paramLabel = "ID") String id) {
    return onTarget(resource, change -> report(publishers.get().remove(change, id), false));
  }

  @Command(
      name = "sessions",
      description = "Lists the jobs that hold tokens: session, publisher, subject, tokens, times.")
  int sessions(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Option(names = "--json") boolean json) {
    return rows(
        resource, json, target -> sessions.get().list(target).stream().map(PublisherCommand::row));
  }

  private static Map<String, Object> row(TokenSession session) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", session.id());
    row.put("publisher", session.publisherId());
    row.put("issuerUrl", session.issuer().text());
    row.put("subject", session.subject().text());
    row.put("tokens", session.tokens());
    row.put("createdAt", session.createdAt().toString());
    row.put("expiresAt", session.expiresAt().toString());
    row.put("lastUsedAt", session.lastUsedAt().map(Object::toString).orElse("never"));
    return row;
  }

  @Command(
      name = "revoke",
      description = "Ends a session: its tokens die at once, and its ID token gives no more.")
  int revoke(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Parameters(paramLabel = "SESSION") String session) {
    return onTarget(
        resource,
        change ->
            sessions.get().revoke(change, session)
                ? Terminal.DONE
                : terminal.refuse("there is no such session here"));
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
      case PublisherResult.NotAllowed(var reason) -> terminal.refuse(reason);
      case PublisherResult.NotFound _ -> terminal.refuse("there is no such publisher here");
    };
  }

  private void warn(Publisher publisher) {
    if (publishers.get().look(publisher).policy() instanceof Value<ClaimPolicy>(var policy)) {
      policy
          .strength()
          .reasons()
          .forEach(reason -> terminal.say("This publisher is weak: " + reason.sentence()));
    }
  }

  private int rows(
      String resource, boolean json, Function<Target, Stream<Map<String, Object>>> found) {
    return onTarget(
        resource,
        change -> {
          terminal.rows(found.apply(change.target()).toList(), json);
          return Terminal.DONE;
        });
  }

  private int onTarget(String text, Function<Change, Integer> work) {
    if (text.startsWith(ORG)) {
      return onNamespace(text.substring(ORG.length()), Account.Kind.ORG, work);
    }
    if (text.startsWith(USER)) {
      return onNamespace(text.substring(USER.length()), Account.Kind.USER, work);
    }
    return switch (Resource.parse(text)) {
      case Malformed<Resource>(var problem) -> terminal.refuse(problem);
      case Value<Resource>(var resource) ->
          onFound(database.get().read(tx -> targets.get().find(tx, resource)), text, work);
    };
  }

  private int onNamespace(String text, Account.Kind kind, Function<Change, Integer> work) {
    return switch (Namespace.parse(text)) {
      case Malformed<Namespace>(var problem) -> terminal.refuse(problem);
      case Value<Namespace>(var name) ->
          onFound(
              database.get().read(tx -> targets.get().namespace(tx, name, kind)),
              kind.word() + " " + text,
              work);
    };
  }

  private int onFound(Optional<Found> found, String text, Function<Change, Integer> work) {
    return found
        .map(there ->
            work.apply(
                new Change(
                    new Caller(new Actor.Operator(), Optional.empty()),
                    there.target(),
                    Optional.of(there.owner()),
                    there.name(),
                    AuditEvent.COMMAND_LINE)))
        .orElseGet(() -> terminal.refuse("there is no " + text));
  }
}
