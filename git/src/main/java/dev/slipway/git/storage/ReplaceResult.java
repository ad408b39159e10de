package dev.slipway.git.storage;

/** What came of replacing packs. */
public sealed interface ReplaceResult {

  /** The new packs are live, the old ones are not. */
  record Replaced() implements ReplaceResult {}

  /** Somebody else replaced this pack before; nothing happened. */
  record AlreadyReplaced(PackName pack) implements ReplaceResult {}
}
