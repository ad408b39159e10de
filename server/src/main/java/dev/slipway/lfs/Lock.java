package dev.slipway.lfs;

import java.time.Instant;

/**
 * A file that somebody keeps for themselves.
 *
 * @param owner who, for comparison; {@code ownerName} is for people
 */
record Lock(String id, String path, String owner, String ownerName, Instant lockedAt) {}
