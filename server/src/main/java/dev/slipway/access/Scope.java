package dev.slipway.access;

/** What a person's token lets its holder do, at most what the person may do. */
public enum Scope {
  /** Everything that the person may do. */
  WRITE,
  /** Everything that the person may see. */
  READ,
  /**
   * Public repositories, and the gated ones that the person was let into; nothing private, no
   * writing.
   */
  GATED_REPOS
}
