package dev.slipway.tokens;

import dev.slipway.names.Issuer;
import dev.slipway.names.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * The access tokens that came of one ID token and live.
 *
 * @param id 24 lower-case hexadecimal digits
 * @param publisherId the publisher that let the ID token in
 * @param createdAt when the first of them was made
 * @param expiresAt when the last of them ends
 * @param lastUsedAt when one of them was used last, to within a few seconds
 * @param tokens how many there are
 */
public record TokenSession(
    String id,
    String publisherId,
    Issuer issuer,
    Subject subject,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> lastUsedAt,
    int tokens) {}
