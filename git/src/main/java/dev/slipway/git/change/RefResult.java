package dev.slipway.git.change;

import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefName;

/** What came of creating or deleting a reference; in every case but the first, nothing changed. */
public sealed interface RefResult {

  /** It leads there now; or led there, if it was deleted. */
  record Done(GitRef ref) implements RefResult {}

  /** There is one of this name already. */
  record Exists(GitRef ref) implements RefResult {}

  /** There is none of this name. */
  record NoSuchRef() implements RefResult {}

  /** Git cannot keep it beside this one. */
  record NameConflict(RefName existing) implements RefResult {}

  /** The default branch is never deleted. */
  record MainStays() implements RefResult {}

  /** The catalog would not have it. */
  record Refused(String reason) implements RefResult {}
}
