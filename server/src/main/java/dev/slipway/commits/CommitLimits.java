package dev.slipway.commits;

import dev.slipway.cards.FrontMatter;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.names.ByteCount;

/** How much one request may ask for. */
final class CommitLimits {

  /** Most files, deletions and copies in one commit. */
  static final int OPERATIONS = 25_000;

  /** Longest summary of a commit, in characters. */
  static final int SUMMARY_CHARACTERS = 4_096;

  /** Longest description of a commit, in characters. */
  static final int DESCRIPTION_CHARACTERS = 65_536;

  /** Longest path that is looked at, in characters; paths are measured in bytes after. */
  static final int PATH_CHARACTERS = 4_096;

  /** Longest word: a key, an encoding, a hash. */
  static final int WORD_CHARACTERS = 128;

  /** Longest text of one inline file, in bytes: base64 of the largest file that git keeps. */
  static final ByteCount INLINE_TEXT =
      new ByteCount((LfsRules.LARGEST_REGULAR.bytes() + 2) / 3 * 4);

  /** Longest body of a commit, and with it the total of its inline files as they come. */
  static final ByteCount COMMIT_BODY = ByteCount.mib(2_048);

  /** How much of a refused commit is still read, so that its sender sees the answer. */
  static final ByteCount DISCARDED = ByteCount.mib(128);

  /** Most files that one preupload asks about. */
  static final int PREUPLOAD_FILES = 1_000;

  /** Longest body of a preupload: a path, a sample and rules for each of so many files. */
  static final ByteCount PREUPLOAD_BODY = ByteCount.mib(16);

  /** Longest beginning of a file that a preupload shows, as base64; clients send 512 bytes. */
  static final int SAMPLE_CHARACTERS = 8_192;

  /** How much of a README is looked at, in characters: its metadata, with a margin. */
  static final int README_CHARACTERS = Math.toIntExact(FrontMatter.LIMIT.bytes()) + 1_024;

  /** Longest body that brings a README. */
  static final ByteCount README_BODY = ByteCount.mib(32);

  private CommitLimits() {}
}
