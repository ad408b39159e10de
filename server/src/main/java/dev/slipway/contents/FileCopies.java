package dev.slipway.contents;

import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.Optional;

/** Gives a repository the files of another: no byte moves. Whether it may was asked before. */
public final class FileCopies {

  private final XetFileStore files;
  private final ReachStore reach;

  FileCopies(XetFileStore files, ReachStore reach) {
    this.files = files;
    this.reach = reach;
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
}
