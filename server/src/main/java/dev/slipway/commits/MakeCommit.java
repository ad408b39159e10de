package dev.slipway.commits;

import dev.slipway.commits.CommitLine.Header;
import dev.slipway.commits.CommitLine.Operation;
import dev.slipway.git.GitRepository;
import dev.slipway.git.change.CommitDraft;
import dev.slipway.git.change.CommitRequest;
import dev.slipway.git.change.CommitRequest.Parent;
import dev.slipway.git.change.CommitResult;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;
import dev.slipway.repos.Authors;
import dev.slipway.repos.GitChange;
import dev.slipway.repos.GitChange.Receipt;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import java.util.List;
import java.util.Optional;

/**
 * Makes a commit of lines as they come. Bytes go into a pack at once; the branch moves when the
 * last line was read, with its audit, or not at all.
 */
final class MakeCommit {

  private static final String ACTION = "repo.commit";

  private final RepoGit git;
  private final HeldBlobs blobs;
  private final Authors authors;

  MakeCommit(RepoGit git, HeldBlobs blobs, Authors authors) {
    this.git = git;
    this.blobs = blobs;
    this.authors = authors;
  }

  /**
   * What moves, and for which request.
   *
   * @param receipt what is left if the caller's token dies with the commit
   */
  record Target(OpenRepo repo, RefName branch, String requestId, Optional<Receipt> receipt) {}

  private GitChange change(Target target) {
    GitChange change =
        GitChange.unless(
            ACTION,
            target.requestId(),
            (tx, update) -> blobs.refusal(tx, target.repo(), update.pointers()));
    return target.receipt().map(change::leaving).orElse(change);
  }

  /** Reads the lines to their end, unless one of them cannot be. */
  CommitOutcome make(Target target, CommitReader lines) {
    Optional<String> refusal = target.repo().refusal(target.branch());
    if (refusal.isPresent()) {
      return new CommitOutcome.Refused(refusal.get());
    }
    try (GitRepository repository = git.change(target.repo(), change(target))) {
      Optional<GitRef> tip = repository.ref(target.branch());
      if (tip.isEmpty()) {
        return unlessGone(target, new CommitOutcome.NoSuchBranch());
      }
      try (CommitDraft draft = repository.draft()) {
        return fill(new Filled(target, repository, draft, tip.get()), lines);
      }
    }
  }

  private record Filled(Target target, GitRepository repository, CommitDraft draft, GitRef tip) {}

  private CommitOutcome fill(Filled filled, CommitReader lines) {
    DraftFiller filler =
        new DraftFiller(filled.draft(), blob -> blobs.size(filled.target().repo(), blob));
    Optional<Header> header = Optional.empty();
    int operations = 0;
    for (Optional<CommitLine> line = lines.next(); line.isPresent(); line = lines.next()) {
      Optional<CommitOutcome> problem = Optional.empty();
      switch (line.get()) {
        case Header read -> {
          header = Optional.of(read);
          problem = staleness(read, filled);
        }
        case Operation operation -> {
          operations++;
          problem =
              operations > CommitLimits.OPERATIONS
                  ? Optional.of(new CommitOutcome.TooManyOperations(CommitLimits.OPERATIONS))
                  : filler.apply(operation);
        }
      }
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    return commit(filled, header.orElseThrow());
  }

  /**
   * Said early, so that nobody uploads for nothing; what counts is asked when the branch moves. Who
   * names the parent of the tip may be sending again what became the tip: that shows at the end.
   */
  private static Optional<CommitOutcome> staleness(Header header, Filled filled) {
    CommitId tip = filled.tip().commit();
    return header
        .parent()
        .filter(
            parent -> !parent.equals(tip) && !parents(filled.repository(), tip).contains(parent))
        .map(_ -> new CommitOutcome.Stale(tip));
  }

  private static List<CommitId> parents(GitRepository repository, CommitId commit) {
    return repository.commit(commit).map(CommitDetails::parents).orElse(List.of());
  }

  private CommitOutcome commit(Filled filled, Header header) {
    Parent parent = header.parent().<Parent>map(Parent.OnlyTip::new).orElseGet(Parent.AnyTip::new);
    CommitRequest request =
        new CommitRequest(
            filled.target().branch(),
            authors.of(filled.target().repo().caller().actor()),
            header.message(),
            parent);
    return switch (filled.draft().commit(request)) {
      case CommitResult.Committed(var id, _) -> new CommitOutcome.Landed(id);
      case CommitResult.Unchanged(var tip) -> new CommitOutcome.Landed(tip);
      case CommitResult.Stale(var tip) -> new CommitOutcome.Stale(tip);
      case CommitResult.NoSuchBranch _ ->
          unlessGone(filled.target(), new CommitOutcome.NoSuchBranch());
      case CommitResult.NoSuchPath(var path) -> new CommitOutcome.NoSuchPath(path);
      case CommitResult.PathConflict(var path) ->
          new CommitOutcome.BadFile(path, new FileFlaw.InTheWay());
      case CommitResult.UnusableRules(var path, var problem) ->
          new CommitOutcome.BadFile(path, new FileFlaw.UnusableRules(problem));
      case CommitResult.Refused(var reason) ->
          unlessGone(filled.target(), new CommitOutcome.Refused(reason));
    };
  }

  /** A body may take an hour, and the repository be deleted meanwhile. */
  private CommitOutcome unlessGone(Target target, CommitOutcome outcome) {
    return git.isGone(target.repo()) ? new CommitOutcome.RepoGone() : outcome;
  }
}
