package dev.slipway.buckets;

import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoPath;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;

/**
 * What is at a path of a bucket now.
 *
 * @param file the content; zero for an empty file
 * @param modifiedAt when the file was last changed where it came from
 * @param uploadedAt when it came here
 */
record BucketFile(
    RepoPath path, XetHash file, ByteCount size, Instant modifiedAt, Instant uploadedAt) {}
