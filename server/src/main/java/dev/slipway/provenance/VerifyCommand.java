package dev.slipway.provenance;

import dev.slipway.console.Terminal;
import dev.slipway.git.LocalClone;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code slipway verify}: checks who wrote a commit, at the hub, or with {@code --statement} far
 * from it.
 */
@Command(
    name = "verify",
    description = {
      "Checks the signed statement of a commit: verify RESOURCE COMMIT at the hub;",
      "verify --statement FILE --keys FILE --git-dir DIR RESOURCE COMMIT anywhere."
    })
public final class VerifyCommand implements Callable<Integer> {

  private final Supplier<Provenance> provenance;
  private final InstantSource time;
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "RESOURCE",
      description = "The repository, under the name that it had when the commit was written.")
  private String resource = "";

  @Parameters(index = "1", paramLabel = "COMMIT")
  private String written = "";

  @Option(names = "--statement", description = "The envelope, as …/provenance/{commit} gives it.")
  private @Nullable Path statement;

  @Option(names = "--keys", description = "The hub's /.well-known/slipway/provenance-keys.json.")
  private @Nullable Path keys;

  @Option(names = "--git-dir", description = "A clone that has the commit.")
  private @Nullable Path gitDir;

  /** Works on what is supplied once the command runs at a hub. */
  public VerifyCommand(Supplier<Provenance> provenance, InstantSource time, Terminal terminal) {
    this.provenance = provenance;
    this.time = time;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (!(CommitId.parse(written) instanceof Value<CommitId>(var commit))) {
      return terminal.refuse("a commit is named by its 40 hexadecimal digits");
    }
    return switch (RepoId.parse(resource)) {
      case Malformed<RepoId>(var problem) -> terminal.refuse(problem);
      case Value<RepoId>(var id) -> verify(id, commit);
    };
  }

  private int verify(RepoId id, CommitId commit) throws IOException {
    if (statement == null && keys == null && gitDir == null) {
      return atHub(id, commit);
    }
    if (statement == null || keys == null || gitDir == null) {
      terminal.say("slipway: without a hub, --statement, --keys and --git-dir are all needed");
      return Terminal.WRONG_USAGE;
    }
    return offline(new Papers(statement, keys, gitDir), id, commit);
  }

  /** What stands in for a hub. */
  private record Papers(Path statement, Path keys, Path gitDir) {}

  private int atHub(RepoId id, CommitId commit) {
    return provenance
        .get()
        .find(id)
        .map(repo -> report(provenance.get().verify(repo.key(), commit), commit))
        .orElseGet(() -> terminal.refuse("there is no " + id.path()));
  }

  private int offline(Papers papers, RepoId id, CommitId commit) throws IOException {
    if (Files.size(papers.statement()) > Envelope.MAX_CHARACTERS) {
      return terminal.refuse(papers.statement() + " is no statement: it is too large");
    }
    Optional<byte[]> bytes = new LocalClone(papers.gitDir(), time).commitBytes(commit);
    if (bytes.isEmpty()) {
      return report(new Verdict.Unsound("the clone does not have the commit"), commit);
    }
    return switch (JwksJson.parse(Files.readAllBytes(papers.keys()))) {
      case Malformed<List<VerificationKey>>(var problem) -> terminal.refuse(problem);
      case Value<List<VerificationKey>>(var trusted) ->
          report(
              Verifier.verify(Files.readString(papers.statement()), trusted, commit, bytes.get())
                  .of(id, commit),
              commit);
    };
  }

  private int report(Verdict verdict, CommitId commit) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("commit", commit.hex());
    json.put("verified", verdict instanceof Verdict.Sound);
    json.put("problem", verdict.problem().orElse(null));
    if (verdict instanceof Verdict.Sound(var keyId, var signed)) {
      json.put("keyId", keyId);
      json.put("statement", signed);
      var exchange = signed.path("predicate").path("slipway_exchange");
      terminal.say("The commit " + commit + " was written by a trusted publisher's job:");
      terminal.say("  issuer  " + exchange.path("issuer").asString(""));
      terminal.say("  subject " + exchange.path("subject").asString(""));
      terminal.say("  run     " + invocation(signed));
    } else {
      terminal.say("Not verified: " + verdict.problem().orElse(""));
    }
    terminal.printJson(json);
    return verdict instanceof Verdict.Sound ? Terminal.DONE : Terminal.REFUSED;
  }

  private static String invocation(JsonNode statement) {
    return statement
        .path("predicate")
        .path("runDetails")
        .path("metadata")
        .path("invocationId")
        .asString("");
  }
}
