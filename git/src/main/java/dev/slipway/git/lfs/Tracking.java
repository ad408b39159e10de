package dev.slipway.git.lfs;

/** What rules say about a file. */
public enum Tracking {
  /** The file belongs in LFS. */
  LFS,
  /** The file was taken out of LFS on purpose, or has another filter. */
  REGULAR,
  /** No rule says anything. */
  UNSPECIFIED
}
