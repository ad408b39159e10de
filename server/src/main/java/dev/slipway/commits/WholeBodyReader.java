package dev.slipway.commits;

import java.util.Optional;

/** Lines of a body that is read to its last byte, white space included, before they end. */
record WholeBodyReader(CommitReader lines, FingerprintBody body) implements CommitReader {

  @Override
  public Optional<CommitLine> next() {
    Optional<CommitLine> line = lines.next();
    if (line.isEmpty()) {
      body.readToTheEnd();
    }
    return line;
  }
}
