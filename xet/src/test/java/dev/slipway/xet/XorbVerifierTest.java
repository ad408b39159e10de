package dev.slipway.xet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class XorbVerifierTest {

  private static final int MIB = 1024 * 1024;

  private final XorbVerifier verifier = new XorbVerifier();
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();

  @Test
  void accepts_chunks_of_one_byte() throws IOException {
    var xorb = new XorbBytes().stored((byte) 1).stored((byte) 2).stored((byte) 3);

    assertThat(index(xorb.hash(), xorb.bytes()).chunkCount()).isEqualTo(3);
  }

  @Test
  void accepts_8192_chunks_and_refuses_one_more() throws IOException {
    var xorb = new XorbBytes();
    for (int i = 0; i < 8192; i++) {
      xorb.stored((byte) i);
    }
    byte[] most = xorb.bytes();
    byte[] more = new XorbBytes().append(most).stored((byte) 0).bytes();

    assertThat(index(xorb.hash(), most).chunkCount()).isEqualTo(8192);
    assertRefused("a xorb has at most 8192 chunks", more);
  }

  @Test
  void accepts_64_mib_of_stored_chunks_and_refuses_one_byte_more() throws IOException {
    byte[] chunk = new byte[128 * 1024];
    new SplittableRandom(1).nextBytes(chunk);
    var xorb = new XorbBytes();
    for (int i = 0; i < 512; i++) {
      xorb.stored(chunk);
    }
    byte[] most = xorb.bytes();
    byte[] more = new XorbBytes().append(most).stored((byte) 0).bytes();

    assertThat(index(xorb.hash(), most).unpackedLength().bytes()).isEqualTo(64L * MIB);
    assertRefused("a xorb has at most 64 MiB of unpacked bytes", more);
  }

  @Test
  void leaves_the_footer_of_old_clients_out_of_what_is_kept() throws IOException {
    var xorb = new XorbBytes().stored((byte) 1);
    byte[] chunks = xorb.bytes();
    byte[] body = xorb.append("XETBLOB and anything".getBytes(US_ASCII)).bytes();

    XorbIndex index = index(xorb.hash(), body);

    assertThat(stored.toByteArray()).isEqualTo(chunks);
    assertThat(index.packedLength().bytes()).isEqualTo(chunks.length);
  }

  @Test
  void refuses_a_footer_that_is_none() throws IOException {
    assertRefused(
        "a chunk header has an unknown version",
        new XorbBytes().stored((byte) 1).append("XETBLOT and".getBytes(US_ASCII)).bytes());
    assertRefused(
        "a chunk header has an unknown version",
        new XorbBytes()
            .stored((byte) 1)
            .append("XETBLOBS".substring(0, 6).getBytes(US_ASCII))
            .append(new byte[2])
            .bytes());
  }

  @Test
  void refuses_an_empty_xorb() throws IOException {
    assertRefused("a xorb has at least one chunk", new byte[0]);
    assertRefused("a xorb has at least one chunk", "XETBLOB".getBytes(US_ASCII));
  }

  @Test
  void refuses_chunks_of_impossible_lengths() throws IOException {
    byte[] tooLong = new byte[128 * 1024 + 1];
    assertRefused(
        "a chunk has between 1 byte and 128 KiB",
        new XorbBytes().packed(0, tooLong.length, tooLong).bytes());
    assertRefused(
        "a chunk has between 1 byte and 128 KiB",
        new XorbBytes().packed(0, 0, new byte[1]).bytes());
    assertRefused(
        "a chunk is packed into more bytes than that can take, or none",
        new XorbBytes().packed(1, 1, new byte[0]).bytes());
    assertRefused(
        "a chunk is packed into more bytes than that can take, or none",
        new XorbBytes().packed(1, 1, new byte[140_000]).bytes());
  }

  @Test
  void stops_reading_a_body_that_does_not_end() throws IOException {
    var xorb = new XorbBytes().stored((byte) 1).append("XETBLOB".getBytes(US_ASCII));
    var endless = new CountingZeros();

    XorbVerdict verdict =
        verifier.verify(
            XetHash.ZERO,
            new SequenceInputStream(new ByteArrayInputStream(xorb.bytes()), endless),
            stored);

    assertThat(verdict).isInstanceOf(XorbVerdict.Refused.class);
    assertThat(endless.count).isLessThan(66L * MIB);
  }

  @Test
  void reads_a_body_that_comes_in_drops() throws IOException {
    byte[] body = Vectors.file("xorbs/hello-4e39378b.xorb");
    var drops = new Drops(body);

    XorbVerdict verdict =
        verifier.verify(
            XetHash.parse("4e39378b9d359f118190557a1f44130219a54e5fcfa07bd96cf50b466fe651b1")
                .orThrow(),
            drops,
            stored);

    assertThat(verdict).isInstanceOf(XorbVerdict.Genuine.class);
    assertThat(stored.toByteArray()).isEqualTo(body);
  }

  @Test
  void blames_the_store_when_it_cannot_be_written() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(() ->
            verifier.verify(
                XetHash.ZERO,
                new ByteArrayInputStream(new XorbBytes().stored((byte) 1).bytes()),
                full))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("no space left");
  }

  private XorbIndex index(XetHash hash, byte[] body) throws IOException {
    XorbVerdict verdict = verifier.verify(hash, new ByteArrayInputStream(body), stored);
    assertThat(verdict).isInstanceOf(XorbVerdict.Genuine.class);
    return ((XorbVerdict.Genuine) verdict).index();
  }

  private void assertRefused(String reason, byte[] body) throws IOException {
    assertThat(verifier.verify(XetHash.ZERO, new ByteArrayInputStream(body), stored))
        .isEqualTo(new XorbVerdict.Refused(reason));
  }

  private static final class CountingZeros extends InputStream {

    private long count;

    @Override
    public int read() {
      count++;
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Arrays.fill(into, offset, offset + length, (byte) 0);
      count += length;
      return length;
    }
  }

  private static final class Drops extends ByteArrayInputStream {

    Drops(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, 1);
    }
  }
}
