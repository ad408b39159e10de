package dev.slipway.git.storage;

import java.time.Instant;

/**
 * A row of the pack list. The bytes lie in the blob store, one blob a file.
 *
 * @param name unique in its repository, and never given out again
 * @param kind what made it
 * @param createdAt when, to the millisecond
 * @param objects how many objects it holds
 * @param files its files and their sizes
 */
public record Pack(
    PackName name, PackKind kind, Instant createdAt, long objects, PackFiles files) {}
