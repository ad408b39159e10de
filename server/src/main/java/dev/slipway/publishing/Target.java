package dev.slipway.publishing;

import dev.slipway.access.UserId;
import dev.slipway.names.RepoKey;

/** What a publisher stands on. */
public sealed interface Target {

  /** A repository: its publishers' tokens write to it, or read it. */
  record OfRepo(RepoKey key) implements Target {}

  /** A user: the tokens read gated repositories that the user was let into. */
  record OfUser(UserId id) implements Target {}
}
