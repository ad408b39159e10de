package dev.slipway.buckets;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoPath;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.Optional;

/** One thing that a batch does to a bucket. */
sealed interface BucketLine {

  /** Puts a file that was uploaded to this bucket. */
  record Add(RepoPath path, XetHash file, Optional<Instant> modifiedAt) implements BucketLine {}

  /** Puts a file that another repository, or this one, has. */
  record Copy(RepoPath path, XetHash file, Optional<Instant> modifiedAt, RepoId from)
      implements BucketLine {}

  /** Removes what is at the path. */
  record Delete(RepoPath path) implements BucketLine {}

  /** Cannot be done, because of how it was written; {@code path} is as it came. */
  record Impossible(String path, String reason) implements BucketLine {}
}
