package dev.slipway.git.change;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.util.TemporaryBuffer;

/**
 * Puts contents into a pack as they come. Git writes the length first, so a content of unknown
 * length waits in memory while it is short and in a local file when it is not.
 */
final class BlobInserter {

  private static final int IN_MEMORY_BYTES = 128 * 1024;
  private static final int BUFFER_BYTES = 32 * 1024;

  private final ObjectInserter inserter;
  private final Path spool;

  BlobInserter(ObjectInserter inserter, Path spool) {
    this.inserter = inserter;
    this.spool = spool;
  }

  /**
   * @throws IOException only if {@code content} fails
   */
  AddResult insert(InputStream content, ByteCount limit) throws IOException {
    var buffer = new TemporaryBuffer.LocalFile(spool.toFile(), IN_MEMORY_BYTES);
    try {
      if (!isWithin(limit.bytes(), content, buffer)) {
        return new AddResult.TooLarge(limit);
      }
      return insert(buffer);
    } finally {
      buffer.destroy();
    }
  }

  private static boolean isWithin(long limit, InputStream content, TemporaryBuffer buffer)
      throws IOException {
    byte[] chunk = new byte[BUFFER_BYTES];
    long left = limit;
    for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
      left -= read;
      if (left < 0) {
        return false;
      }
      spool(buffer, chunk, read);
    }
    return true;
  }

  private static void spool(TemporaryBuffer buffer, byte[] chunk, int count) {
    try {
      buffer.write(chunk, 0, count);
    } catch (IOException e) {
      throw new GitStorageException("spooling a file", e);
    }
  }

  private AddResult insert(TemporaryBuffer buffer) {
    try {
      buffer.close();
      if (buffer.length() < LfsPointer.SUSPECT_BYTES) {
        return insertShort(buffer.toByteArray());
      }
      try (InputStream in = buffer.openInputStream()) {
        return added(inserter.insert(Constants.OBJ_BLOB, buffer.length(), in), buffer.length());
      }
    } catch (IOException e) {
      throw new GitStorageException("adding a file to a pack", e);
    }
  }

  private AddResult insertShort(byte[] content) throws IOException {
    if (LfsPointer.isBroken(content)) {
      return new AddResult.BrokenPointer();
    }
    ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
    return switch (LfsPointer.parse(content)) {
      case Value<LfsPointer>(var pointer) -> new AddResult.AddedPointer(pointer);
      case Malformed<LfsPointer> _ -> added(id, content.length);
    };
  }

  private static AddResult added(ObjectId id, long size) {
    return new AddResult.Added(JGitIds.object(id), new ByteCount(size));
  }
}
