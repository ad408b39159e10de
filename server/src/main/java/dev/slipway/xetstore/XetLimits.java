package dev.slipway.xetstore;

import dev.slipway.names.ByteCount;
import java.time.Duration;

/** How long things hold, and how much is done before a client is told anything. */
final class XetLimits {

  /**
   * How long a token of the store is said to hold. Clients renew by their own clock, half a minute
   * or a minute before; what they show later is refused for good.
   */
  static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  /** How much longer it does hold, because clocks differ. */
  static final Duration TOKEN_GRACE = Duration.ofMinutes(2);

  /** How long the address of a range holds; a client that comes later asks for a new one. */
  static final Duration ADDRESS_LIFETIME = Duration.ofHours(1);

  /** Content that is checked before the answer begins, so that its status can say what is wrong. */
  static final ByteCount CHECKED_AT_ONCE = ByteCount.mib(1024);

  /** Terms that are checked before the answer begins: each may be a read of its own. */
  static final int TERMS_CHECKED_AT_ONCE = 10_000;

  /** What the shards may take in memory that are read at one time; each takes twice its bytes. */
  static final ByteCount SHARDS_IN_MEMORY = ByteCount.mib(128);

  /** What the lists of terms may take that are told at one time. */
  static final ByteCount TERMS_IN_MEMORY = ByteCount.mib(48);

  /** How long a large request waits for others to end. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How often a client that waits for a long check is told how far it is. */
  static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

  private XetLimits() {}
}
