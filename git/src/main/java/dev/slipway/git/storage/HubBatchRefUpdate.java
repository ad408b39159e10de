package dev.slipway.git.storage;

import dev.slipway.names.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.jspecify.annotations.Nullable;

/**
 * Applies the commands of a push in one transaction. Unless the push is atomic, a command that
 * cannot be applied is taken out and the others are tried again, still together.
 */
final class HubBatchRefUpdate extends BatchRefUpdate {

  private final HubRepository repository;

  HubBatchRefUpdate(HubRefDatabase refs, HubRepository repository) {
    super(refs);
    this.repository = repository;
  }

  @Override
  public void execute(RevWalk walk, ProgressMonitor monitor, List<String> options)
      throws IOException {
    Map<RefName, ReceiveCommand> left = new TreeMap<>();
    for (ReceiveCommand command : getCommands()) {
      if (command.getResult() == Result.NOT_ATTEMPTED) {
        left.put(new RefName(command.getRefName()), command);
      }
    }
    while (!left.isEmpty()) {
      List<RefChange> changes = changes(left, walk);
      if (changes.size() == left.size() && isSettled(left, changes)) {
        return;
      }
      dropFailed(left);
    }
  }

  @Override
  public void execute(RevWalk walk, ProgressMonitor monitor) throws IOException {
    execute(walk, monitor, List.of());
  }

  private List<RefChange> changes(Map<RefName, ReceiveCommand> left, RevWalk walk)
      throws IOException {
    List<RefChange> changes = new ArrayList<>();
    for (Map.Entry<RefName, ReceiveCommand> entry : left.entrySet()) {
      change(entry.getKey(), entry.getValue(), walk).ifPresent(changes::add);
    }
    return changes;
  }

  /** What the command does to the reference as it is now; empty if it is not what was expected. */
  private Optional<RefChange> change(RefName name, ReceiveCommand command, RevWalk walk)
      throws IOException {
    Optional<GitRef> now = repository.ref(name);
    boolean isCreation = command.getOldId().equals((AnyObjectId) ObjectId.zeroId());
    boolean isAsExpected =
        now.map(ref -> ref.target().hex().equals(command.getOldId().name())).orElse(isCreation);
    if (now.isEmpty() && command.getType() == ReceiveCommand.Type.DELETE) {
      command.setResult(Result.REJECTED_OTHER_REASON, "the reference does not exist");
      return Optional.empty();
    }
    if (!isAsExpected) {
      command.setResult(Result.LOCK_FAILURE);
      return Optional.empty();
    }
    if (command.getType() == ReceiveCommand.Type.DELETE) {
      return now.map(RefChange.Deleted::new);
    }
    GitRef next = next(name, command.getNewId(), walk);
    return Optional.of(
        now.<RefChange>map(ref -> new RefChange.Moved(ref, next))
            .orElseGet(() -> new RefChange.Created(next)));
  }

  private static GitRef next(RefName name, ObjectId id, RevWalk walk) throws IOException {
    RevObject commit = walk.peel(walk.parseAny(id));
    return new GitRef(name, new GitObjectId(id.name()), new CommitId(commit.name()));
  }

  private boolean isSettled(Map<RefName, ReceiveCommand> left, List<RefChange> changes) {
    switch (repository.land(changes)) {
      case UpdateResult.Updated _ -> {
        left.values().forEach(command -> command.setResult(Result.OK));
        return true;
      }
      case UpdateResult.RefMoved(var name) -> refuse(left, name, Result.LOCK_FAILURE, null);
      case UpdateResult.NameConflict(var name, var existing) ->
          refuse(left, name, Result.REJECTED_OTHER_REASON, existing + " exists");
      case UpdateResult.Refused(var reason) ->
          left.values().forEach(command -> command.setResult(Result.REJECTED_OTHER_REASON, reason));
    }
    return false;
  }

  private static void refuse(
      Map<RefName, ReceiveCommand> left, RefName name, Result result, @Nullable String reason) {
    ReceiveCommand command = left.get(name);
    if (command == null) {
      throw new IllegalStateException("the catalog refused a reference that nobody changes");
    }
    command.setResult(result, reason);
  }

  private void dropFailed(Map<RefName, ReceiveCommand> left) {
    if (isAtomic()) {
      ReceiveCommand.abort(left.values());
      left.clear();
      return;
    }
    left.values().removeIf(command -> command.getResult() != Result.NOT_ATTEMPTED);
  }
}
