package dev.slipway.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What makes files and folders outlive a power cut. */
final class DurableFiles {

  private static final Object CREATING = new Object();

  private DurableFiles() {}

  /** Waits until the file's bytes, or the folder's entries, are on the medium. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Creates {@code folder} below {@code root}, syncing the parent of each folder it makes. Under
   * one lock, so that nobody builds on a folder that another thread has made but not yet synced.
   */
  static void createFolder(Path root, Path folder) throws IOException {
    synchronized (CREATING) {
      Path made = root;
      for (Path segment : root.relativize(folder)) {
        Path parent = made;
        made = parent.resolve(segment);
        if (!Files.isDirectory(made)) {
          createIn(parent, made);
        }
      }
    }
  }

  private static void createIn(Path parent, Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Another process made it; what counts is that it is durable.
    }
    sync(parent);
  }
}
