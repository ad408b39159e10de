package dev.slipway.git.storage;

import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed;

/**
 * The SHA-1 of any git object, as 40 lower-case hexadecimal digits: a file's content, a folder's
 * tree, a commit, an annotated tag.
 *
 * @param hex exactly 40 characters of {@code 0-9a-f}
 */
public record GitObjectId(String hex) implements Comparable<GitObjectId> {

  public GitObjectId {
    new CommitId(hex); // the same alphabet and length
  }

  /** Reads exactly 40 lower-case hexadecimal digits. */
  public static Parsed<GitObjectId> parse(String text) {
    return CommitId.parse(text).then(id -> Parsed.of(of(id)));
  }

  /** A commit's id, as that of an object among others. */
  public static GitObjectId of(CommitId commit) {
    return new GitObjectId(commit.hex());
  }

  /** This id, of which the caller knows that it is a commit's. */
  public CommitId asCommit() {
    return new CommitId(hex);
  }

  @Override
  public int compareTo(GitObjectId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
