package dev.slipway.git.history;

import dev.slipway.names.CommitId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What a commit says.
 *
 * @param id its id
 * @param title the first line of its message
 * @param message what follows the title, without blank lines around it; may be empty
 * @param author who wrote it
 * @param committer who made the commit out of it, and when
 * @param parents in order; none for the first commit of a history
 */
public record CommitDetails(
    CommitId id,
    String title,
    String message,
    Signature author,
    Signature committer,
    List<CommitId> parents) {

  public CommitDetails {
    parents = List.copyOf(parents);
  }

  static CommitDetails of(RevCommit commit, RevWalk walk) throws IOException {
    walk.parseBody(commit);
    String whole = commit.getFullMessage().strip();
    int end = whole.indexOf('\n');
    String title = end < 0 ? whole : whole.substring(0, end).stripTrailing();
    String rest = end < 0 ? "" : whole.substring(end).strip();
    return new CommitDetails(
        JGitIds.commit(commit),
        title,
        rest,
        Signature.of(commit.getAuthorIdent()),
        Signature.of(commit.getCommitterIdent()),
        Arrays.stream(commit.getParents()).map(JGitIds::commit).toList());
  }
}
