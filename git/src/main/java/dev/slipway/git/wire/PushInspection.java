package dev.slipway.git.wire;

import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;

/** Decides on a push when its objects are here and nothing of it is visible yet. */
final class PushInspection implements PreReceiveHook {

  private final HubRepository repository;
  private final PushRules rules;
  private boolean wasAsked;

  PushInspection(HubRepository repository, PushRules rules) {
    this.repository = repository;
    this.rules = rules;
  }

  /** Whether there was a command, whatever became of it. */
  boolean wasAsked() {
    return wasAsked;
  }

  @Override
  public void onPreReceive(ReceivePack receive, Collection<ReceiveCommand> commands) {
    wasAsked = true;
    rules.notice().ifPresent(receive::sendMessage);
    try {
      checkNames(receive, commands);
      List<ReceiveCommand> left =
          commands.stream().filter(command -> command.getResult() == Result.NOT_ATTEMPTED).toList();
      if (!left.isEmpty()) {
        checkContents(receive, left);
      }
    } catch (IOException e) {
      throw new GitStorageException("inspecting a push to " + repository.key(), e);
    }
  }

  private void checkNames(ReceivePack receive, Collection<ReceiveCommand> commands)
      throws IOException {
    Set<String> seen = new HashSet<>();
    for (ReceiveCommand command : commands) {
      String problem =
          seen.add(command.getRefName())
              ? problem(command, receive.getRevWalk())
              : "the push names this reference twice";
      if (!problem.isEmpty()) {
        command.setResult(Result.REJECTED_OTHER_REASON, problem);
      }
    }
  }

  private String problem(ReceiveCommand command, RevWalk walk) throws IOException {
    return switch (RefName.parse(command.getRefName())) {
      case Malformed<RefName>(var problem) -> problem;
      case Value<RefName>(var name) -> {
        String general = generalProblem(name, command.getType());
        String own = general.isEmpty() ? rules.refusal(name).orElse("") : general;
        yield own.isEmpty() ? targetProblem(name, command, walk) : own;
      }
    };
  }

  private static String generalProblem(RefName name, ReceiveCommand.Type type) {
    if (name.isPullRequest()) {
      boolean isMove =
          type == ReceiveCommand.Type.UPDATE || type == ReceiveCommand.Type.UPDATE_NONFASTFORWARD;
      return isMove ? "" : "pull requests are opened and closed on the hub";
    }
    if (!name.isBranch() && !name.isTag()) {
      return "this reference is read-only";
    }
    if (type == ReceiveCommand.Type.CREATE && name.ambiguity().isPresent()) {
      return name.ambiguity().get();
    }
    boolean isMainDeleted = name.equals(RefName.MAIN) && type == ReceiveCommand.Type.DELETE;
    return isMainDeleted ? "the default branch stays" : "";
  }

  private static String targetProblem(RefName name, ReceiveCommand command, RevWalk walk)
      throws IOException {
    if (command.getType() == ReceiveCommand.Type.DELETE) {
      return "";
    }
    RevObject target = walk.parseAny(command.getNewId());
    if (!(walk.peel(target) instanceof RevCommit)) {
      return "a reference leads to a commit";
    }
    return name.isTag() || target instanceof RevCommit ? "" : "a branch leads to a commit";
  }

  private void checkContents(ReceivePack receive, List<ReceiveCommand> commands)
      throws IOException {
    Map<ObjectId, String> problems = new ReceivedObjects(repository, rules).inspect();
    if (problems.isEmpty()) {
      if (rules.wantsCommits()) {
        repository.receive(new PushedCommits(repository).find(commands));
      }
      return;
    }
    Map<ObjectId, String> paths = new PushedPaths(repository).find(problems.keySet(), commands);
    problems.forEach(
        (object, problem) -> receive.sendMessage("error: " + paths.get(object) + " " + problem));
    ObjectId first = problems.keySet().iterator().next();
    String summary = paths.get(first) + " " + problems.get(first);
    // Which command brought which object is not known, and half a push helps nobody.
    commands.forEach(command -> command.setResult(Result.REJECTED_OTHER_REASON, summary));
  }
}
