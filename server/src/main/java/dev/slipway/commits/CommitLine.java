package dev.slipway.commits;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import java.io.InputStream;
import java.util.Optional;

/** One line of a commit. */
sealed interface CommitLine {

  /** What the commit says of itself, and the commit that the branch must be at. */
  record Header(String summary, String description, Optional<CommitId> parent)
      implements CommitLine {

    /** The message as git keeps it. */
    String message() {
      return description.isEmpty() ? summary : summary + "\n\n" + description;
    }
  }

  /** A line that changes something. */
  sealed interface Operation extends CommitLine {}

  /**
   * A file whose bytes come in the line.
   *
   * @param former where it was until now, if it is renamed
   * @param content valid until the next line is read
   */
  record InlineFile(RepoPath path, Optional<RepoPath> former, Content content)
      implements Operation {}

  /** The text of an inline file and how to read it. */
  record Content(InlineBody body, InlineBody.Encoding encoding) {

    /** The file's bytes; reading fails with an IOException only if they are wrongly encoded. */
    InputStream open() {
      return body.open(encoding);
    }
  }

  /**
   * A file whose bytes were uploaded before.
   *
   * @param former where it was until now, if it is renamed
   * @param size as the client says, if it does
   */
  record LfsFile(RepoPath path, Optional<RepoPath> former, BlobId blob, Optional<ByteCount> size)
      implements Operation {}

  /** A file that goes. */
  record DeletedFile(RepoPath path) implements Operation {}

  /** A folder that goes, with all that lies in it. */
  record DeletedFolder(RepoPath path) implements Operation {}

  /** A file or folder that goes. */
  record DeletedEntry(RepoPath path) implements Operation {}
}
