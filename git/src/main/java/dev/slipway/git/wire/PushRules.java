package dev.slipway.git.wire;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.ByteCount;
import java.util.Optional;
import java.util.Set;

/** What the server has to say about one push, on behalf of the one who pushes. */
public interface PushRules {

  /** The largest file that may come outside LFS. */
  ByteCount maxFile();

  /** The largest pack that may come. */
  ByteCount maxPack();

  /** A line that the one who pushes is shown, whatever comes of the push. */
  default Optional<String> notice() {
    return Optional.empty();
  }

  /**
   * Whether anybody wants to know which commits the push brings: to find them takes a walk through
   * the history.
   */
  default boolean wantsCommits() {
    return false;
  }

  /**
   * Why this reference may not be created, moved or deleted, in words for the one who pushes; empty
   * if it may. Not asked for what is refused to everybody: names outside branches, tags and pull
   * requests, and deleting the default branch.
   */
  Optional<String> refusal(RefName name);

  /**
   * Those of the pointers whose blobs were never uploaded, or to which the one who pushes has no
   * right: for both the push is refused, in the same words.
   */
  Set<LfsPointer> missing(Set<LfsPointer> pointers);
}
