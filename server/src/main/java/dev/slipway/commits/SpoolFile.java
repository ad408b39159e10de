package dev.slipway.commits;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Bytes that are written once and read after: in memory while few, then in a local file. */
final class SpoolFile extends OutputStream {

  private static final int IN_MEMORY_BYTES = 64 * 1024;

  private final Path folder;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream out;

  /** Will keep its file in {@code folder}, if it needs one. */
  SpoolFile(Path folder) {
    this.folder = folder;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    try {
      target(count).write(bytes, offset, count);
    } catch (IOException e) {
      throw new UncheckedIOException("spooling a file of a commit", e);
    }
  }

  private OutputStream target(int count) throws IOException {
    OutputStream open = out;
    if (open != null) {
      return open;
    }
    if (memory.size() + count <= IN_MEMORY_BYTES) {
      return memory;
    }
    Path made = Files.createTempFile(folder, "commit-", ".part");
    file = made;
    OutputStream opened = Files.newOutputStream(made);
    out = opened;
    memory.writeTo(opened);
    return opened;
  }

  /** What was written; the caller closes it. Its failures are not those of a client. */
  InputStream open() {
    try {
      Path made = file;
      if (made == null) {
        return new ByteArrayInputStream(memory.toByteArray());
      }
      finish();
      return new LocalInput(new BufferedInputStream(Files.newInputStream(made)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a spooled file of a commit", e);
    }
  }

  private void finish() throws IOException {
    OutputStream open = out;
    if (open != null) {
      open.close();
    }
  }

  /** Forgets what was written, and is ready for more. */
  void clear() {
    memory = new ByteArrayOutputStream();
    Path made = file;
    try {
      finish();
      if (made != null) {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("deleting a spooled file of a commit", e);
    } finally {
      out = null;
      file = null;
    }
  }

  @Override
  public void close() {
    clear();
  }

  /** A local file, whose failure must not look like one of what it carries. */
  private static final class LocalInput extends FilterInputStream {

    LocalInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      try {
        return super.read();
      } catch (IOException e) {
        throw new UncheckedIOException("reading a spooled file of a commit", e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      try {
        return super.read(bytes, offset, count);
      } catch (IOException e) {
        throw new UncheckedIOException("reading a spooled file of a commit", e);
      }
    }
  }
}
