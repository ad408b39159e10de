package dev.slipway.git.storage;

import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase.PackSource;

/** What made a pack; readers look through the young kinds first. */
public enum PackKind {
  /** A commit made here. */
  COMMIT(PackSource.INSERT),
  /** A push. */
  PUSH(PackSource.RECEIVE),
  /** Several small packs joined. */
  COMPACTED(PackSource.COMPACT),
  /** Everything that branches and tags reach. */
  REACHABLE(PackSource.GC),
  /** Everything else that a reference reaches. */
  REACHABLE_REST(PackSource.GC_REST),
  /** What nothing reached when it was collected; kept for a while. */
  GARBAGE(PackSource.UNREACHABLE_GARBAGE);

  private final PackSource source;

  PackKind(PackSource source) {
    this.source = source;
  }

  PackSource source() {
    return source;
  }

  static PackKind of(PackSource source) {
    return switch (source) {
      case INSERT -> COMMIT;
      case RECEIVE -> PUSH;
      case COMPACT -> COMPACTED;
      case GC, GC_PART -> REACHABLE;
      case GC_REST, GC_REST_PART -> REACHABLE_REST;
      case UNREACHABLE_GARBAGE -> GARBAGE;
    };
  }
}
