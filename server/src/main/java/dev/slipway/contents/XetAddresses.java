package dev.slipway.contents;

import dev.slipway.http.PublicUrl;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.xet.hashing.XetHash;

/** Where clients that speak Xet find what they need. */
public record XetAddresses(PublicUrl publicUrl) {

  /** Where the store is, below the public address. */
  public static final String ROOT = "/xet";

  /** The address of the store, without a slash at the end: clients append theirs. */
  public String store() {
    return publicUrl.at(ROOT);
  }

  /** Where a token for reading at this commit is given out. */
  public String readToken(RepoId repo, CommitId commit) {
    return publicUrl.at(repo.apiPath() + "/xet-read-token/" + commit.hex());
  }

  /** Where a token for reading a bucket is given out. */
  public String readToken(RepoId bucket) {
    if (bucket.type() != RepoType.BUCKET) {
      throw new IllegalArgumentException("a repository's tokens are for a commit: " + bucket);
    }
    return publicUrl.at(bucket.apiPath() + "/xet-read-token");
  }

  /**
   * Where a token for writing is given out.
   *
   * @param revision percent-encoded
   */
  public String writeToken(RepoId repo, String revision) {
    return publicUrl.at(repo.apiPath() + "/xet-write-token/" + revision);
  }

  /** Where a file's chunks are listed. */
  public String reconstruction(XetHash file) {
    return store() + "/v1/reconstructions/" + file;
  }

  /** The {@code Link} header of a file: where its token is, and where its chunks. */
  public String links(String readToken, XetHash file) {
    return "<%s>; rel=\"xet-auth\", <%s>; rel=\"xet-reconstruction-info\""
        .formatted(readToken, reconstruction(file));
  }
}
