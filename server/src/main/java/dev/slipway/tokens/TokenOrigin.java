package dev.slipway.tokens;

import dev.slipway.names.Issuer;
import dev.slipway.names.Subject;

/**
 * Where an exchanged token comes from.
 *
 * @param publisherId the publisher whose claims matched; its removal deletes the token
 * @param publisherVersion how often that had been edited, from 1
 * @param sessionId what the tokens of one ID token share; they are revoked together
 */
public record TokenOrigin(
    String publisherId, long publisherVersion, String sessionId, Issuer issuer, Subject subject) {}
