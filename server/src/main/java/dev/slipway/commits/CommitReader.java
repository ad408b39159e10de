package dev.slipway.commits;

import java.util.Optional;

/**
 * The lines of a commit as they come, one at a time, none of them ever whole in memory. What is
 * malformed ends the request.
 */
sealed interface CommitReader permits NdjsonReader, OneObjectReader, WholeBodyReader {

  /** The next line; what it holds of a file is valid until the one after is read. */
  Optional<CommitLine> next();
}
