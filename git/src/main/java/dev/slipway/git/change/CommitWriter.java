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
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

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
      return Optional.of(unlessReplayed(tip, draft, new CommitResult.Stale(tip.commit())));
    }
    ObjectId before = tree(tip.commit());
    return switch (draft.applyTo(before)) {
      case DraftTree.Applied.Impossible(var why) -> Optional.of(unlessReplayed(tip, draft, why));
      case DraftTree.Applied.Tree(var tree) when tree.equals(before) ->
          Optional.of(new CommitResult.Unchanged(tip.commit()));
      case DraftTree.Applied.Tree(var tree) -> land(tip, tree);
    };
  }

  /**
   * A client that lost the answer sends its commit again. Then the tip is what it asks for: by the
   * same author, with the same message, and with the tree that the draft makes of the tip's parent.
   */
  private CommitResult unlessReplayed(GitRef tip, DraftTree draft, CommitResult otherwise)
      throws IOException {
    Optional<CommitId> parent = parentOfOwn(tip.commit());
    if (parent.isEmpty() || !isAcceptable(parent.get())) {
      return otherwise;
    }
    ObjectId made = tree(tip.commit());
    return switch (draft.applyTo(tree(parent.get()))) {
      case DraftTree.Applied.Tree(var tree) when tree.equals(made) ->
          new CommitResult.Unchanged(tip.commit());
      case DraftTree.Applied.Tree _, DraftTree.Applied.Impossible _ -> otherwise;
    };
  }

  /** The parent of a commit that could be this very request, answered before. */
  private Optional<CommitId> parentOfOwn(CommitId tip) throws IOException {
    try (var reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit commit = walk.parseCommit(JGitIds.of(tip));
      PersonIdent author = commit.getAuthorIdent();
      boolean isOwn =
          commit.getParentCount() == 1
              && author != null
              && commit.getFullMessage().equals(request.message())
              && author.getName().equals(request.author().toJGit().getName())
              && author.getEmailAddress().equals(request.author().toJGit().getEmailAddress());
      return isOwn ? Optional.of(JGitIds.commit(commit.getParent(0))) : Optional.empty();
    }
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
    return switch (repository.land(List.of(move), Set.of(id))) {
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
