package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.util.Optional;

/** The indexes of the xorbs that the one who asks may use. */
@FunctionalInterface
public interface XorbIndexes {

  /** The index of a xorb, if there is one; asked once or more for each xorb that is needed. */
  Optional<XorbIndex> find(XetHash xorb);
}
