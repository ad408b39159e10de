package dev.slipway.xet.shards;

import dev.slipway.names.BlobId;
import dev.slipway.xet.Terms;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.XetHash;
import java.util.Optional;

/**
 * What a shard says of one file; nothing of it is proven before {@link ShardVerifier} has said so,
 * and the SHA-256 not even then.
 */
public final class ShardFile {

  private final XetHash hash;
  private final Terms terms;
  private final HashList proofs;
  private final XetHash sha256;

  /**
   * @param proofs the verification hash of each term, or none at all
   * @param sha256 zero if the shard does not say, or if the file is empty
   */
  ShardFile(XetHash hash, Terms terms, HashList proofs, XetHash sha256) {
    this.hash = hash;
    this.terms = terms;
    this.proofs = proofs;
    this.sha256 = sha256;
  }

  /** The file hash; zero for the empty file. */
  public XetHash hash() {
    return hash;
  }

  /** Where the content is; no terms for the empty file. */
  public Terms terms() {
    return terms;
  }

  /** The SHA-256 that the content is said to have; none for the empty file. */
  public Optional<BlobId> sha256() {
    // Clients convert the digest as if it were a Xet hash, so its text as such is the digest's.
    return sha256.equals(XetHash.ZERO)
        ? Optional.empty()
        : Optional.of(new BlobId(sha256.toString()));
  }

  HashList proofs() {
    return proofs;
  }
}
