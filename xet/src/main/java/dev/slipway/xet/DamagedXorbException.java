package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;

/** What is stored of a xorb is not what was accepted: a chunk has changed, is cut, or is gone. */
public final class DamagedXorbException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient XetHash xorb;

  DamagedXorbException(XetHash xorb, String problem) {
    super("reading xorb %s: %s".formatted(xorb, problem));
    this.xorb = xorb;
  }

  /** Which xorb. */
  public XetHash xorb() {
    return xorb;
  }
}
