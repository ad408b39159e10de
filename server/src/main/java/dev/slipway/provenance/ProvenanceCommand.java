package dev.slipway.provenance;

import dev.slipway.console.Terminal;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoId;
import dev.slipway.repos.Repo;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway provenance}: what jobs wrote, and the keys that say so. */
@Command(name = "provenance", description = "Lists what CI jobs wrote; shows and rotates the keys.")
public final class ProvenanceCommand {

  private final Supplier<Provenance> provenance;
  private final Terminal terminal;

  /** Works on what is supplied once a command runs. */
  public ProvenanceCommand(Supplier<Provenance> provenance, Terminal terminal) {
    this.provenance = provenance;
    this.terminal = terminal;
  }

  @Command(name = "list", description = "Commits that jobs wrote, youngest first.")
  int list(
      @Parameters(paramLabel = "RESOURCE") String resource,
      @Option(names = "--since", paramLabel = "2026-01-31T00:00:00Z") Optional<String> since,
      @Option(names = "--json") boolean json) {
    Instant from;
    try {
      from = since.map(Instant::parse).orElse(Instant.EPOCH);
    } catch (DateTimeParseException _) {
      return terminal.refuse("--since is a time such as 2026-01-31T00:00:00Z");
    }
    return switch (RepoId.parse(resource)) {
      case Malformed<RepoId>(var problem) -> terminal.refuse(problem);
      case Value<RepoId>(var id) ->
          provenance
              .get()
              .find(id)
              .map(repo -> list(repo, from, json))
              .orElseGet(() -> terminal.refuse("there is no " + resource));
    };
  }

  private int list(Repo repo, Instant since, boolean json) {
    List<Map<String, Object>> rows =
        provenance.get().list(repo.key(), since).stream().map(ProvenanceCommand::row).toList();
    terminal.rows(rows, json);
    return Terminal.DONE;
  }

  private static Map<String, Object> row(StatementStore.Line line) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("commit", line.commit().hex());
    row.put("at", line.statement().createdAt().toString());
    row.put("issuer", line.statement().issuer().text());
    row.put("subject", line.statement().subject().text());
    row.put("publisher", line.statement().publisher());
    row.put("session", line.statement().session());
    row.put("run", line.statement().runUrl());
    return row;
  }

  @Command(name = "keys", description = "Prints the public keys, retired ones too, as a key set.")
  int keys() {
    terminal.printJson(JwksJson.of(provenance.get().keys()));
    return Terminal.DONE;
  }

  @Command(name = "rotate-key", description = "Retires the signing key; prints the new one's id.")
  int rotate() {
    terminal.print(provenance.get().rotate().id());
    return Terminal.DONE;
  }
}
