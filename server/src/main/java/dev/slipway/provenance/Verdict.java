package dev.slipway.provenance;

import dev.slipway.names.CommitId;
import dev.slipway.names.RepoId;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What became of checking a statement. */
public sealed interface Verdict {

  /** Every check passed; {@code statement} is what was signed. */
  record Sound(String keyId, JsonNode statement) implements Verdict {}

  /** The first check that failed. */
  record Unsound(String reason) implements Verdict {}

  /**
   * The same for a commit of this very repository: whoever pushes somebody's commit to a repository
   * of his own gets a statement about it as well.
   */
  default Verdict of(RepoId repo, CommitId commit) {
    return switch (this) {
      case Sound(_, var statement)
          when !isNamed(statement, Statement.nameOf(repo.path(), commit)) ->
          new Unsound("the statement is about another repository than " + repo.path());
      case Sound _, Unsound _ -> this;
    };
  }

  private static boolean isNamed(JsonNode statement, String name) {
    return StreamSupport.stream(statement.path("subject").spliterator(), false)
        .anyMatch(subject -> subject.path("name").asString("").equals(name));
  }

  /** Why not, if not. */
  default Optional<String> problem() {
    return this instanceof Unsound(var reason) ? Optional.of(reason) : Optional.empty();
  }
}
