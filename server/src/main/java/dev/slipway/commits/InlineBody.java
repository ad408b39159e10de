package dev.slipway.commits;

import dev.slipway.http.BadRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The {@code content} of one line, as the text that came. Clients write it before they say how it
 * is encoded and where it belongs, so it waits here; a line that has more than a file may have is
 * still read to its end, because a client that is cut off never sees why.
 */
final class InlineBody implements AutoCloseable {

  /** How the bytes of a file are written as text. */
  enum Encoding {
    UTF_8,
    BASE64
  }

  private final SpoolFile spool;
  private long bytes;

  /** Will spool into {@code folder}. */
  InlineBody(Path folder) {
    spool = new SpoolFile(folder);
  }

  /** Takes the text of this member in place of what was there. */
  boolean read(MemberReader members, String member) {
    spool.clear();
    bytes = 0;
    Writer text = new OutputStreamWriter(new Counted(), StandardCharsets.UTF_8.newEncoder());
    try {
      boolean isThere = members.readText(member, new Strict(text));
      text.close();
      return isThere;
    } catch (CharacterCodingException _) {
      throw unpaired();
    } catch (IOException e) {
      throw new UncheckedIOException("spooling a file of a commit", e);
    }
  }

  private static BadRequest unpaired() {
    return new BadRequest("\"content\" has half of a surrogate pair");
  }

  /** Whether no file that git keeps could be so long. */
  boolean isTooLong() {
    return bytes > CommitLimits.INLINE_TEXT.bytes();
  }

  /** The bytes that the text means; reading fails with an IOException only if it is not base64. */
  InputStream open(Encoding encoding) {
    return switch (encoding) {
      case UTF_8 -> spool.open();
      case BASE64 -> new Base64Input(spool.open());
    };
  }

  @Override
  public void close() {
    spool.close();
  }

  /** Keeps what a file may have, and counts the rest. */
  private final class Counted extends java.io.OutputStream {

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] text, int offset, int count) {
      bytes += count;
      if (!isTooLong()) {
        spool.write(text, offset, count);
      }
    }
  }

  /** Tells a text that is no text from a broken disk. */
  private static final class Strict extends Writer {

    private final Writer to;

    Strict(Writer to) {
      this.to = to;
    }

    @Override
    public void write(char[] text, int offset, int count) throws IOException {
      try {
        to.write(text, offset, count);
      } catch (CharacterCodingException _) {
        throw unpaired();
      }
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    @Override
    public void close() throws IOException {
      to.close();
    }
  }

  /**
   * The bytes that base64 means, whole: the JDK's decoder ends at the padding and does not look at
   * what follows it.
   */
  private static final class Base64Input extends FilterInputStream {

    private final InputStream text;

    /** Decodes {@code text}, which it owns. */
    Base64Input(InputStream text) {
      super(Base64.getDecoder().wrap(text));
      this.text = text;
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      return checked(super.read(bytes, offset, count));
    }

    private int checked(int read) throws IOException {
      if (read < 0 && text.read() >= 0) {
        throw new IOException("base64 goes on behind its padding");
      }
      return read;
    }
  }
}
