package dev.slipway.contents;

import dev.slipway.contents.HoldingStore.Passage;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gives a repository the files of another: no byte moves. Whether it may was asked before. */
public final class FileCopies {

  /** How many blobs are copied by one statement; databases limit its parameters. */
  private static final int AT_ONCE = 500;

  private final XetFileStore files;
  private final ReachStore reach;
  private final HoldingStore holdings;

  FileCopies(XetFileStore files, ReachStore reach, HoldingStore holdings) {
    this.files = files;
    this.reach = reach;
    this.holdings = holdings;
  }

  /** How large a file is that the repository has in chunks. */
  public Optional<ByteCount> size(Tx tx, RepoKey repo, XetHash file) {
    return files.size(tx, repo, file);
  }

  /** Lets {@code to} have a file of {@code from}; false if there is none. */
  public boolean copy(Tx tx, RepoKey from, RepoKey to, XetHash file, Instant now) {
    Optional<XetFile> found = files.find(tx, from, file);
    found.ifPresent(copied -> {
      files.insert(tx, to, copied, now);
      Spans spans = new Spans();
      spans.add(copied.terms());
      spans.merged().forEach(span -> reach.add(tx, to, span, now));
    });
    return found.isPresent();
  }

  /**
   * Lets {@code to} hold blobs of {@code from}, however they are stored, and reach the chunks of
   * those that are in chunks. What {@code from} does not hold is left out.
   */
  public void copyBlobs(Tx tx, RepoKey from, RepoKey to, List<BlobId> blobs, Instant now) {
    Passage passage = new Passage(from, to, now);
    Spans spans = new Spans();
    for (int at = 0; at < blobs.size(); at += AT_ONCE) {
      List<BlobId> some = blobs.subList(at, Math.min(at + AT_ONCE, blobs.size()));
      holdings.copyBlobs(tx, passage, some);
      List<XetHash> chunked = holdings.files(tx, from, some);
      if (!chunked.isEmpty()) {
        holdings.copyFiles(tx, passage, chunked);
        holdings.terms(tx, to, chunked).forEach(spans::add);
      }
    }
    spans.merged().forEach(span -> reach.add(tx, to, span, now));
  }
}
