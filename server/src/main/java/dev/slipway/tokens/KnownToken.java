package dev.slipway.tokens;

import dev.slipway.access.UserId;

/**
 * A token of which only the existence is sure.
 *
 * @param owner the account in whose log its end stands
 * @param target the user or repository that it is for, as people write it
 */
record KnownToken(LiveToken token, UserId owner, String target) {}
