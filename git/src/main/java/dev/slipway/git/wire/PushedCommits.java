package dev.slipway.git.wire;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.names.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/**
 * The commits to which no reference led before a push. One that is merely sent again is not among
 * them, nor one that the push leads to but did not make reachable.
 */
final class PushedCommits {

  private final HubRepository repository;

  PushedCommits(HubRepository repository) {
    this.repository = repository;
  }

  /** Those that these commands bring, the younger before the older. */
  List<CommitId> find(Collection<ReceiveCommand> commands) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      for (ReceiveCommand command : commands) {
        if (command.getType() != ReceiveCommand.Type.DELETE) {
          mark(walk, command.getNewId());
        }
      }
      for (GitRef ref : repository.refs("")) {
        walk.markUninteresting(walk.parseCommit(JGitIds.of(ref.commit())));
      }
      List<CommitId> found = new ArrayList<>();
      for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
        found.add(JGitIds.commit(commit));
      }
      return found;
    }
  }

  private static void mark(RevWalk walk, ObjectId id) throws IOException {
    RevObject target = walk.peel(walk.parseAny(id));
    if (target instanceof RevCommit commit) {
      walk.markStart(commit);
    }
  }
}
