package dev.slipway.repos;

import dev.slipway.access.Decision;
import dev.slipway.names.RepoId;

/** What came of creating, moving or deleting a repository. */
public sealed interface RepoResult {

  /** It is as asked; {@code repo} is its state now, or its last one if it was deleted. */
  record Done(Repo repo) implements RepoResult {}

  /** Another repository has this name. */
  record Taken(RepoId id) implements RepoResult {}

  /** The repository that it was asked for is closed to the caller, or is not there. */
  record Closed(Decision decision, RepoId id) implements RepoResult {}

  /** The caller may not put a repository there; {@code reason} is a sentence for them. */
  record NotAllowed(String reason) implements RepoResult {}
}
