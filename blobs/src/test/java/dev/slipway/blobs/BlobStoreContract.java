package dev.slipway.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every blob store does; each implementation has a test class that extends this. */
public abstract class BlobStoreContract {

  private static final RepoKey REPO = new RepoKey("0123456789abcdef01234567");
  private static final BlobId HELLO =
      new BlobId("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

  @TempDir Path folder;

  /** The store under test, empty, the same one for a whole test. */
  protected abstract BlobStore store();

  @Test
  void gives_back_what_was_published() throws IOException {
    var key = BlobKey.pack(REPO, "pack-1.pack");

    publish(key, "hello");

    assertThat(read(key)).isEqualTo("hello");
    assertThat(store().size(key)).contains(new ByteCount(5));
  }

  @Test
  void shows_nothing_before_publishing() throws IOException {
    var key = BlobKey.pack(REPO, "pack-1.pack");

    try (BlobWriter writer = store().begin()) {
      writer.write("hello".getBytes(UTF_8));

      assertThat(store().open(key)).isEmpty();
    }

    assertThat(store().open(key)).isEmpty();
    assertThat(store().size(key)).isEmpty();
    assertThat(keys(BlobPrefix.PACKS)).isEmpty();
  }

  @Test
  void keeps_the_first_bytes_of_a_key() throws IOException {
    var key = BlobKey.pack(REPO, "pack-1.pack");

    publish(key, "first");
    publish(key, "second");

    assertThat(read(key)).isEqualTo("first");
  }

  @Test
  void replaces_the_bytes_of_a_part() throws IOException {
    var key = BlobKey.part("00ff", 1);

    publish(key, "first");
    try (var open = store().open(key).orElseThrow()) {
      publish(key, "second");

      assertThat(new String(open.readAllBytes(), UTF_8)).isEqualTo("first");
    }
    assertThat(read(key)).isEqualTo("second");
  }

  @Test
  void publishes_only_once_a_writer() throws IOException {
    try (BlobWriter writer = store().begin()) {
      writer.publish(BlobKey.pack(REPO, "a"));

      assertThatThrownBy(() -> writer.publish(BlobKey.pack(REPO, "b")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void takes_over_a_finished_file() throws IOException {
    var key = BlobKey.pack(REPO, "pack-1.pack");
    Path file = Files.writeString(folder.resolve("spooled"), "spooled bytes");

    store().publish(file, key);

    assertThat(read(key)).isEqualTo("spooled bytes");
    assertThat(file).doesNotExist();
  }

  @Test
  void reads_a_range_and_says_how_long_it_is() throws IOException {
    var key = BlobKey.pack(REPO, "digits");
    publish(key, "0123456789");

    try (BlobStream middle = store().open(key, 3, new ByteCount(4)).orElseThrow();
        BlobStream tail = store().open(key, 8, new ByteCount(100)).orElseThrow();
        BlobStream behind = store().open(key, 10, new ByteCount(1)).orElseThrow()) {
      assertThat(middle.length()).isEqualTo(new ByteCount(4));
      assertThat(middle).hasContent("3456");
      assertThat(tail.length()).isEqualTo(new ByteCount(2));
      assertThat(tail).hasContent("89");
      assertThat(behind.length()).isEqualTo(ByteCount.ZERO);
      assertThat(behind).isEmpty();
    }
  }

  @Test
  void gives_a_channel_over_the_whole_blob_or_none() throws IOException {
    var key = BlobKey.pack(REPO, "digits");
    publish(key, "0123456789");

    try (var channel = store().channel(key).orElse(null)) {
      if (channel != null) {
        assertThat(channel.size()).isEqualTo(10);
      }
    }

    assertThat(store().channel(BlobKey.pack(REPO, "missing"))).isEmpty();
  }

  @Test
  void keeps_a_blob_of_no_bytes() throws IOException {
    var key = BlobKey.pack(REPO, "empty");

    publish(key, "");

    assertThat(read(key)).isEmpty();
    assertThat(store().size(key)).contains(ByteCount.ZERO);
  }

  @Test
  void deletes_and_says_whether_there_was_something() throws IOException {
    var key = BlobKey.pack(REPO, "gone");
    publish(key, "x");

    assertThat(store().delete(key)).isTrue();
    assertThat(store().delete(key)).isFalse();
    assertThat(store().open(key)).isEmpty();
  }

  @Test
  void lists_what_lies_under_a_prefix_and_nothing_beside_it() throws IOException {
    var other = new RepoKey("ffffffffffffffffffffffff");
    publish(BlobKey.pack(REPO, "a"), "1");
    publish(BlobKey.pack(REPO, "b"), "22");
    publish(BlobKey.pack(other, "c"), "333");
    publish(BlobKey.of(HELLO), "hello");

    assertThat(keys(BlobPrefix.packs(REPO)))
        .containsExactlyInAnyOrder(BlobKey.pack(REPO, "a"), BlobKey.pack(REPO, "b"));
    assertThat(keys(BlobPrefix.PACKS)).hasSize(3);
    assertThat(keys(BlobPrefix.BLOBS)).containsExactly(BlobKey.of(HELLO));
    assertThat(keys(BlobPrefix.XORBS)).isEmpty();
  }

  @Test
  void publishes_one_key_from_many_threads() throws Exception {
    var key = BlobKey.of(HELLO);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          IntStream.range(0, 32)
              .<Future<?>>mapToObj(i -> threads.submit(() -> publishHello(key)))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(read(key)).isEqualTo("hello");
  }

  @Test
  void stores_what_has_the_announced_hash_and_size() throws IOException {
    var receipt = new BlobReceiver(store()).receive(bytes("hello"), HELLO, new ByteCount(5));

    assertThat(receipt).isEqualTo(new Receipt.Stored(BlobKey.of(HELLO)));
    assertThat(read(BlobKey.of(HELLO))).isEqualTo("hello");
  }

  @Test
  void refuses_another_hash() throws IOException {
    var receipt = new BlobReceiver(store()).receive(bytes("jello"), HELLO, new ByteCount(5));

    assertThat(receipt).isInstanceOf(Receipt.WrongHash.class);
    assertThat(store().size(BlobKey.of(HELLO))).isEmpty();
  }

  @Test
  void refuses_too_few_and_too_many_bytes() throws IOException {
    var receiver = new BlobReceiver(store());

    assertThat(receiver.receive(bytes("hell"), HELLO, new ByteCount(5)))
        .isEqualTo(new Receipt.WrongSize(new ByteCount(4)));
    assertThat(receiver.receive(bytes("hello, world"), HELLO, new ByteCount(5)))
        .isEqualTo(new Receipt.WrongSize(new ByteCount(6)));
    assertThat(keys(BlobPrefix.BLOBS)).isEmpty();
  }

  @Test
  void spares_young_staging_files() throws IOException {
    try (BlobWriter writer = store().begin()) {
      writer.write("hello".getBytes(UTF_8));

      store().sweepStaging(Duration.ofHours(1));
      writer.publish(BlobKey.of(HELLO));
    }

    assertThat(read(BlobKey.of(HELLO))).isEqualTo("hello");
  }

  private Void publishHello(BlobKey key) throws IOException {
    publish(key, "hello");
    return null;
  }

  private void publish(BlobKey key, String text) throws IOException {
    try (BlobWriter writer = store().begin()) {
      writer.write(text.getBytes(UTF_8));
      writer.publish(key);
    }
  }

  private String read(BlobKey key) throws IOException {
    try (BlobStream stream = store().open(key).orElseThrow()) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  private List<BlobKey> keys(BlobPrefix prefix) {
    try (var listing = store().list(prefix)) {
      return listing.map(StoredBlob::key).toList();
    }
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
