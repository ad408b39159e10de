package dev.slipway.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/** What an answer carries behind its headers. */
public sealed interface Body {

  /** Nothing; {@code Content-Length: 0}. */
  record Empty() implements Body {}

  /** Bytes that are at hand. */
  record Bytes(byte[] bytes) implements Body {}

  /**
   * Bytes that are written as they come.
   *
   * @param length how many, if it is known; a writer that writes another number ends the connection
   * @param writer writes them once, and closes what it opened; not called for HEAD
   * @param unused closes what was opened for the writer, when the writer is not called
   */
  record Streamed(OptionalLong length, Writer writer, Runnable unused) implements Body {}

  /** Writes a body. */
  @FunctionalInterface
  interface Writer {

    /**
     * Writes the whole body.
     *
     * @throws IOException if the client went away or storage failed
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
