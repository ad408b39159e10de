package dev.slipway.blobs;

import dev.slipway.names.ByteCount;
import java.time.Instant;

/**
 * One line of a listing.
 *
 * @param key where it lies
 * @param size how many bytes it has
 * @param publishedAt when it became visible; a sweep of orphans spares what is young
 */
public record StoredBlob(BlobKey key, ByteCount size, Instant publishedAt) {}
