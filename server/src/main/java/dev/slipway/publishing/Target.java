package dev.slipway.publishing;

import dev.slipway.access.UserId;
import dev.slipway.names.RepoKey;

/** What a publisher stands on. */
public sealed interface Target {

  /** The key of the row that it stands for. */
  default String row() {
    return switch (this) {
      case OfRepo(var key) -> key.hex();
      case OfUser(var user) -> user.hex();
      case OfNamespace(var account) -> account.hex();
    };
  }

  /** A repository: its publishers' tokens write to it, or read it. */
  record OfRepo(RepoKey key) implements Target {}

  /** A user: the tokens read gated repositories that the user was let into. */
  record OfUser(UserId id) implements Target {}

  /** A namespace: the tokens write to the one of its repositories that they were asked for. */
  record OfNamespace(UserId account) implements Target {}
}
