package dev.slipway.xetstore;

import dev.slipway.access.Permission;
import dev.slipway.access.TokenId;
import dev.slipway.names.RepoKey;
import java.util.Optional;

/**
 * What a token of the store lets its holder do: read one repository, or write to it as well.
 *
 * @param token by which it was asked for: when that dies, so does this; absent for anonymous
 *     readers
 */
record XetGrant(RepoKey repo, boolean mayWrite, Optional<TokenId> token) {

  boolean includes(Permission wanted) {
    return mayWrite || wanted == Permission.READ_CONTENT;
  }
}
