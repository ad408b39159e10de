package dev.slipway.tokens;

/**
 * What is left of a token that died with its one change.
 *
 * @param request the request that made the change, in a form that no other request has
 * @param answer what the client was told
 */
public record BurntToken(String request, String answer) {}
