package dev.slipway.lfs;

import dev.slipway.access.TokenId;
import dev.slipway.names.RepoKey;
import java.util.Optional;

/**
 * What a signed address allows.
 *
 * @param token by which it was asked for: when that dies, so does the address
 * @param upload of which it is a part; empty for whole objects
 */
record LfsTicket(RepoKey repo, LfsObject object, Optional<TokenId> token, Optional<PartOf> upload) {

  /**
   * One part of an upload.
   *
   * @param number from 1; 0 for the address that completes it
   */
  record PartOf(String upload, int number) {}
}
