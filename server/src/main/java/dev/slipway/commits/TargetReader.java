package dev.slipway.commits;

import dev.slipway.git.storage.RefName;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Problem;
import dev.slipway.http.Request;
import dev.slipway.names.Ascii;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.Revision;

/** Reads the revision at the end of an address: one encoded segment, or several as they are. */
final class TargetReader {

  private static final String HEAD = "HEAD";
  private static final String REFS = "refs/";

  private TargetReader() {}

  /** The revision, or 404. */
  static Revision revision(Request request) {
    String text = text(request);
    return switch (Revision.parse(text)) {
      case Value<Revision>(var revision) -> revision;
      case Malformed<Revision> _ -> throw new BadRequest(Problem.revisionNotFound(text));
    };
  }

  private static String text(Request request) {
    String text = String.join("/", request.rest());
    return text.substring(0, Math.min(text.length(), Revision.MAX_CHARACTERS));
  }

  /** What a commit moves: a branch or a pull request; 400 for what never moves. */
  static RefName branch(Request request) {
    Revision revision = revision(request);
    if (revision.text().equals(HEAD)) {
      return RefName.MAIN;
    }
    if (CommitId.parse(Ascii.lowerCase(revision.text())) instanceof Value<CommitId>) {
      throw new BadRequest("a commit goes onto a branch, not onto a commit");
    }
    RefName name =
        revision.text().startsWith(REFS) ? reference(revision) : RefName.branch(revision);
    if (!name.isBranch() && !name.isPullRequest()) {
      throw new BadRequest("a commit goes onto a branch; " + name + " is none");
    }
    return name;
  }

  private static RefName reference(Revision revision) {
    return switch (RefName.parse(revision.text())) {
      case Value<RefName>(var name) -> name;
      case Malformed<RefName> _ -> throw new BadRequest(Problem.revisionNotFound(revision.text()));
    };
  }
}
