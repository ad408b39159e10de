package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.Terms;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes from a repository what it holds: what nobody else holds may be collected then. Whether it
 * may was asked before.
 */
public final class FileRemoval {

  /** How many blobs are removed by one statement; databases limit its parameters. */
  private static final int AT_ONCE = 500;

  private final HoldingStore holdings;
  private final ReachStore reach;

  FileRemoval(HoldingStore holdings, ReachStore reach) {
    this.holdings = holdings;
    this.reach = reach;
  }

  /** The repository holds these blobs no more, nor reaches what it had only for them. */
  public void remove(Tx tx, RepoKey repo, List<BlobId> blobs, Instant now) {
    Set<XetHash> xorbs = new HashSet<>();
    for (int at = 0; at < blobs.size(); at += AT_ONCE) {
      List<BlobId> some = blobs.subList(at, Math.min(at + AT_ONCE, blobs.size()));
      List<XetHash> files = holdings.allFiles(tx, repo, some);
      holdings.removeBlobs(tx, repo, some);
      if (!files.isEmpty()) {
        holdings.terms(tx, repo, files).forEach(terms -> xorbs.addAll(terms.xorbs()));
        holdings.removeFiles(tx, repo, files);
      }
    }
    xorbs.forEach(xorb -> reachOnlyForOthers(tx, repo, xorb, now));
  }

  /** What the uploads of this xorb let the repository reach beyond its files goes as well. */
  private void reachOnlyForOthers(Tx tx, RepoKey repo, XetHash xorb, Instant now) {
    holdings.removeReach(tx, repo, xorb);
    Spans left = new Spans();
    for (Terms terms : holdings.termsNeeding(tx, repo, xorb)) {
      left.add(terms);
    }
    left.merged().stream()
        .filter(span -> span.xorb().equals(xorb))
        .forEach(span -> reach.add(tx, repo, span, now));
  }
}
