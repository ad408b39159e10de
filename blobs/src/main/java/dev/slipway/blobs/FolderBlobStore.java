package dev.slipway.blobs;

import dev.slipway.names.ByteCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Blobs as files of one folder. A blob is written in {@code .staging}, synced, renamed to its place
 * on the same file system, and the folder is synced: a power cut leaves all of it or nothing.
 */
public final class FolderBlobStore implements BlobStore {

  private final Path root;
  private final Path staging;
  private final InstantSource clock;

  /** Creates the folder if it is not there. */
  public FolderBlobStore(Path root, InstantSource clock) {
    this.root = root.toAbsolutePath().normalize();
    this.staging = this.root.resolve(".staging");
    this.clock = clock;
    try {
      Files.createDirectories(staging);
    } catch (IOException e) {
      throw new BlobStoreException("creating the blob folder " + root, e);
    }
  }

  @Override
  public BlobWriter begin() {
    try {
      return new FolderBlobWriter(this, Files.createTempFile(staging, "blob-", ".part"));
    } catch (IOException e) {
      throw new BlobStoreException("beginning a blob", e);
    }
  }

  @Override
  public void publish(Path file, BlobKey key) {
    try {
      DurableFiles.sync(file);
      if (!Files.getFileStore(file).equals(Files.getFileStore(root))) {
        copyAcross(file, key);
      } else {
        moveIn(file, key);
      }
    } catch (IOException e) {
      throw new BlobStoreException("publishing " + key, e);
    }
  }

  private void copyAcross(Path file, BlobKey key) throws IOException {
    try (BlobWriter writer = begin()) {
      Files.copy(file, writer);
      writer.publish(key);
    }
    Files.delete(file);
  }

  /** Moves a synced file to its place; whoever was there first stays, if the key says so. */
  void moveIn(Path file, BlobKey key) throws IOException {
    Path target = path(key);
    Path folder = folder(target);
    DurableFiles.createFolder(root, folder);
    if (key.isReplaceable()) {
      rename(file, target);
    } else {
      link(file, target);
    }
    // Also when another writer was first: its rename may not be durable yet, and ours promises it.
    DurableFiles.sync(folder);
  }

  /** A second name and then no first one: unlike a rename, this never replaces what is there. */
  private void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileAlreadyExistsException _) {
      // The first bytes of a key stay.
    } catch (UnsupportedOperationException e) {
      throw new IOException("the blob folder must be on a file system with links: " + root, e);
    }
    Files.delete(file);
  }

  private void rename(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the blob folder must be one file system: " + root, e);
    }
  }

  @Override
  public Optional<BlobStream> open(BlobKey key) {
    return open(key, 0, new ByteCount(Long.MAX_VALUE));
  }

  @Override
  public Optional<BlobStream> open(BlobKey key, long offset, ByteCount length) {
    if (offset < 0) {
      throw new IllegalArgumentException("an offset is not negative: " + offset);
    }
    return channel(key).map(channel -> stream(channel, key, offset, length));
  }

  private static BlobStream stream(
      FileChannel channel, BlobKey key, long offset, ByteCount length) {
    try {
      long available = Math.max(0, channel.size() - offset);
      channel.position(offset);
      InputStream source = Channels.newInputStream(channel);
      return new BlobStream(source, new ByteCount(Math.min(available, length.bytes())));
    } catch (IOException e) {
      throw new BlobStoreException("opening " + key, e);
    }
  }

  @Override
  public Optional<FileChannel> channel(BlobKey key) {
    try {
      return Optional.of(FileChannel.open(path(key), StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BlobStoreException("opening " + key, e);
    }
  }

  @Override
  public Optional<ByteCount> size(BlobKey key) {
    try {
      return Optional.of(new ByteCount(Files.size(path(key))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BlobStoreException("measuring " + key, e);
    }
  }

  @Override
  public boolean delete(BlobKey key) {
    try {
      return Files.deleteIfExists(path(key));
    } catch (IOException e) {
      throw new BlobStoreException("deleting " + key, e);
    }
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the stream is the caller's to close
  public Stream<StoredBlob> list(BlobPrefix prefix) {
    Path start = root.resolve(prefix.text());
    if (!Files.isDirectory(start)) {
      return Stream.empty();
    }
    try {
      return Files.walk(start).flatMap(this::stored);
    } catch (IOException e) {
      throw new BlobStoreException("listing " + prefix, e);
    }
  }

  private Stream<StoredBlob> stored(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return Stream.empty();
      }
      var key = new BlobKey(root.relativize(file).toString().replace('\\', '/'));
      Instant published = attributes.lastModifiedTime().toInstant();
      return Stream.of(new StoredBlob(key, new ByteCount(attributes.size()), published));
    } catch (NoSuchFileException e) {
      return Stream.empty(); // deleted while we were listing
    } catch (IOException e) {
      throw new BlobStoreException("listing " + file, e);
    }
  }

  @Override
  public void sweepStaging(Duration untouchedFor) {
    Instant limit = clock.instant().minus(untouchedFor);
    try (Stream<Path> files = Files.list(staging)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sweep(file, limit);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BlobStoreException("sweeping the staging folder", e);
    }
  }

  private static void sweep(Path file, Instant limit) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Published or discarded since the folder was read: nothing left to sweep.
    }
  }

  private Path path(BlobKey key) {
    return root.resolve(key.text());
  }

  private Path folder(Path target) {
    Path folder = target.getParent();
    return folder == null ? root : folder;
  }
}
