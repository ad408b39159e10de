package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.io.IOException;
import java.io.InputStream;

/** Stored xorbs and their indexes. */
public interface XorbSource extends XorbIndexes {

  /**
   * The bytes of a piece of a stored xorb. The caller closes it, perhaps before its end.
   *
   * @throws IOException if it cannot be read
   */
  InputStream open(XetHash xorb, PackedRange range) throws IOException;
}
