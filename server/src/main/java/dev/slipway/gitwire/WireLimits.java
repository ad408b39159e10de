package dev.slipway.gitwire;

import dev.slipway.names.ByteCount;

/** How much one request of a git client may bring. */
final class WireLimits {

  /** Longest request of a fetch, inflated: what the client wants and has, some 50 bytes each. */
  static final ByteCount FETCH_REQUEST = ByteCount.mib(64);

  /** How much of it waits in memory; the rest of a longer one is in a file. */
  static final ByteCount FETCH_REQUEST_IN_MEMORY = ByteCount.mib(1);

  /** The largest pack of a push. */
  static final ByteCount PACK = ByteCount.mib(4_096);

  /** Longest request of a push, inflated: the pack, and the commands before it. */
  static final ByteCount PUSH_REQUEST = new ByteCount(PACK.bytes() + ByteCount.mib(4).bytes());

  private WireLimits() {}
}
