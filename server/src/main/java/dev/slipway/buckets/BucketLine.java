package dev.slipway.buckets;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoPath;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.Optional;

/** One thing that a batch does to a bucket. */
sealed interface BucketLine {

  /** Where it is done. */
  RepoPath path();

  /** Puts a file that was uploaded to this bucket. */
  record Add(RepoPath path, XetHash file, Optional<Instant> modifiedAt) implements BucketLine {}

  /** Puts a file that another repository, or this one, has. */
  record Copy(RepoPath path, XetHash file, Optional<Instant> modifiedAt, RepoId from)
      implements BucketLine {}

  /** Removes what is at the path. */
  record Delete(RepoPath path) implements BucketLine {}
}
