package dev.slipway.repos;

import dev.slipway.access.Decision;
import dev.slipway.names.RepoId;

/** What came of asking for a repository. */
public sealed interface Opening {

  /** It is open for what was asked. */
  record Opened(OpenRepo repo) implements Opening {}

  /** It is called otherwise now, and the caller may know. */
  record Moved(RepoId to) implements Opening {}

  /** It is not open to this caller; {@link Decision.Hidden} also if there is none. */
  record Closed(Decision decision) implements Opening {}
}
