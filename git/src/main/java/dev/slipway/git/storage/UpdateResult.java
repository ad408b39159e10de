package dev.slipway.git.storage;

/** What came of an update; in every case but the first, nothing of it happened. */
public sealed interface UpdateResult {

  /** All of it is durable. */
  record Updated() implements UpdateResult {}

  /** This reference is no longer, or not yet, what its change said it was. */
  record RefMoved(RefName name) implements UpdateResult {}

  /** A reference that exists stands where this one would need a folder, or the other way round. */
  record NameConflict(RefName name, RefName existing) implements UpdateResult {}

  /** The server will not have it, for a reason that the person who asked may read. */
  record Refused(String reason) implements UpdateResult {}
}
