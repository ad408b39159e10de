package dev.slipway.attempts;

import dev.slipway.attempts.AttemptJson.ListJson;
import dev.slipway.attempts.AttemptLog.Excerpt;
import dev.slipway.attempts.AttemptStore.Page;
import dev.slipway.console.Terminal;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Targets;
import dev.slipway.sql.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway publisher attempts}: what CI jobs asked for a resource, and why not. */
@Command(
    name = "attempts",
    description =
        "Lists what CI jobs asked for: id, outcome, severity, how often, when last, whose job,"
            + " reasons, issuer.")
public final class AttemptsCommand implements Callable<Integer> {

  private final Supplier<AttemptLog> log;
  private final Supplier<Database> database;
  private final Supplier<Targets> targets;
  private final Terminal terminal;

  @Parameters(paramLabel = "RESOURCE")
  private String resource = "";

  @Option(names = "--json", description = "Prints everything, publisher by publisher.")
  private boolean json;

  /** Works on what these supply once the command runs. */
  public AttemptsCommand(
      Supplier<AttemptLog> log,
      Supplier<Database> database,
      Supplier<Targets> targets,
      Terminal terminal) {
    this.log = log;
    this.database = database;
    this.targets = targets;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return switch (Resource.parse(resource)) {
      case Malformed<Resource>(var problem) -> terminal.refuse(problem);
      case Value<Resource>(var parsed) -> print(parsed);
    };
  }

  private int print(Resource parsed) {
    return database
        .get()
        .read(tx -> targets.get().find(tx, parsed))
        .map(found -> print(log.get().list(found.target(), new Page(AttemptEndpoint.MAX_ROWS, 0))))
        .orElseGet(() -> terminal.refuse("there is no " + resource));
  }

  private int print(Excerpt excerpt) {
    if (json) {
      terminal.printJson(ListJson.of(excerpt).attempts());
      return Terminal.DONE;
    }
    terminal.rows(excerpt.attempts().stream().map(AttemptsCommand::row).toList(), false);
    if (excerpt.needingAttention() > 0) {
      terminal.say(
          excerpt.needingAttention()
              + " of them are of workloads that a publisher names, and none was let in since.");
    }
    return Terminal.DONE;
  }

  private static Map<String, Object> row(LoggedAttempt attempt) {
    AttemptJson shown = AttemptJson.of(attempt);
    List<String> reasons = shown.reasons();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", shown.id());
    row.put("outcome", shown.dryRun() ? "dry run, " + shown.outcome() : shown.outcome());
    row.put("severity", shown.severity());
    row.put("count", shown.count());
    row.put("lastAt", shown.lastAt());
    row.put(
        "anchor",
        attempt
            .source()
            .anchor()
            .map(anchor -> Shown.of(anchor.claim()) + "=" + Shown.of(anchor.value()))
            .orElse("unknown"));
    row.put("reasons", reasons.isEmpty() ? "none" : String.join(" ", reasons));
    row.put("issuerUrl", shown.issuerUrl());
    return row;
  }
}
