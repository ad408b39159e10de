package dev.slipway.xet.packing;

import java.util.Objects;

/**
 * A piece of an array, to be read or to be filled.
 *
 * @param end behind the last byte
 */
record Span(byte[] bytes, int start, int end) {

  Span {
    Objects.checkFromToIndex(start, end, bytes.length);
  }

  int length() {
    return end - start;
  }
}
