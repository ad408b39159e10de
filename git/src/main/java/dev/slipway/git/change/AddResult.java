package dev.slipway.git.change;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.names.ByteCount;

/** What a file turned out to be when it was added to a draft. */
public sealed interface AddResult {

  /** An ordinary file; it is part of the draft. */
  record Added(GitObjectId oid, ByteCount size) implements AddResult {}

  /**
   * The content is the text of a pointer, and part of the draft as one. The caller must make sure
   * that who commits may refer to this blob, exactly as for {@link CommitDraft#addPointer}.
   */
  record AddedPointer(LfsPointer pointer) implements AddResult {}

  /** The content is longer than this; nothing was added. */
  record TooLarge(ByteCount limit) implements AddResult {}

  /** The content begins like a pointer and is none; nothing was added. */
  record BrokenPointer() implements AddResult {}
}
