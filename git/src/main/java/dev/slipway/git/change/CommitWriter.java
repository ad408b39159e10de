package dev.slipway.git.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.history.Trees;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.CommitId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** Moves a branch to a new commit, again and again until nobody else moved it in between. */
final class CommitWriter {

  private final HubRepository repository;
  private final ObjectInserter inserter;
  private final CommitRequest request;

  CommitWriter(HubRepository repository, ObjectInserter inserter, CommitRequest request) {
    this.repository = repository;
    this.inserter = inserter;
    this.request = request;
  }

  CommitResult write(DraftTree draft) throws IOException {
    while (true) {
      Optional<GitRef> tip = repository.ref(request.branch());
      if (tip.isEmpty()) {
        return new CommitResult.NoSuchBranch();
      }
      Optional<CommitResult> result = attempt(tip.get(), draft);
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  /** Empty if the branch moved meanwhile. */
  private Optional<CommitResult> attempt(GitRef tip, DraftTree draft) throws IOException {
    if (!isAcceptable(tip.commit())) {
      return Optional.of(new CommitResult.Stale(tip.commit()));
    }
    ObjectId before = tree(tip.commit());
    return switch (draft.applyTo(before)) {
      case DraftTree.Applied.Impossible(var why) -> Optional.of(why);
      case DraftTree.Applied.Tree(var tree) when tree.equals(before) ->
          Optional.of(new CommitResult.Unchanged(tip.commit()));
      case DraftTree.Applied.Tree(var tree) -> land(tip, tree);
    };
  }

  private boolean isAcceptable(CommitId tip) {
    return switch (request.parent()) {
      case CommitRequest.Parent.AnyTip _ -> true;
      case CommitRequest.Parent.OnlyTip(var commit) -> commit.equals(tip);
    };
  }

  private ObjectId tree(CommitId commit) throws IOException {
    try (var reader = repository.newObjectReader()) {
      return new Trees(reader).root(commit);
    }
  }

  private Optional<CommitResult> land(GitRef tip, ObjectId tree) throws IOException {
    CommitId id = JGitIds.commit(insert(tree, JGitIds.of(tip.commit())));
    inserter.flush();
    var move = new RefChange.Moved(tip, GitRef.to(request.branch(), id));
    return switch (repository.land(List.of(move))) {
      case UpdateResult.Updated _ -> Optional.of(new CommitResult.Committed(id, tip.commit()));
      case UpdateResult.RefMoved _ -> Optional.empty();
      case UpdateResult.Refused(var reason) -> Optional.of(new CommitResult.Refused(reason));
      case UpdateResult.NameConflict _ ->
          throw new IllegalStateException("a move creates no name: " + request.branch());
    };
  }

  private ObjectId insert(ObjectId tree, ObjectId parent) throws IOException {
    var commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentId(parent);
    commit.setAuthor(request.author().toJGit());
    commit.setCommitter(request.author().toJGit());
    commit.setEncoding(UTF_8);
    commit.setMessage(request.message());
    return inserter.insert(commit);
  }
}
