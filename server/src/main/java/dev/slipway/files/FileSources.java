package dev.slipway.files;

import dev.slipway.blobs.BlobStream;
import dev.slipway.git.GitRepository;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.names.ByteCount;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of what git itself has. */
final class FileSources {

  private FileSources() {}

  /** Part of a file as git has it; small enough to be read over. */
  static InputStream open(GitRepository git, GitObjectId oid, long offset, long length)
      throws IOException {
    BlobStream whole =
        git.openBlob(oid).orElseThrow(() -> new FileNotFoundException("object " + oid));
    whole.skipNBytes(offset);
    return new BlobStream(whole, new ByteCount(length));
  }
}
