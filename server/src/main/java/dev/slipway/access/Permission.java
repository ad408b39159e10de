package dev.slipway.access;

/** What is asked of a repository. */
public enum Permission {
  /** To know that it exists: its description, tree, history, branches. */
  READ_METADATA,
  /** To read the bytes of its files: what a gate guards. */
  READ_CONTENT,
  /** To change its files, branches and tags. */
  WRITE,
  /** To change what was there before, as a squash does: its publishing policy holds here too. */
  REWRITE,
  /** To change its settings, publishers and guests, move it, delete it. */
  MANAGE,
  /** To loosen a rule that its owner made for it. */
  ADMINISTER
}
