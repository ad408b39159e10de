package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.xet.Terms;
import dev.slipway.xet.hashing.XetHash;
import java.util.Optional;

/**
 * A file of a repository in chunks.
 *
 * @param sha256 of the content, if the hub has computed it; the files of buckets need none
 * @param terms where the content is
 */
public record XetFile(XetHash hash, Optional<BlobId> sha256, Terms terms) {

  /** How long the content is. */
  public ByteCount size() {
    return terms.length();
  }
}
