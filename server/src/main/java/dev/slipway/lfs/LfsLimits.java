package dev.slipway.lfs;

import dev.slipway.names.ByteCount;
import java.time.Duration;

/** How much, and how long. */
final class LfsLimits {

  /** Most objects in one batch. */
  static final int MAX_OBJECTS = 1000;

  /** Largest object. */
  static final ByteCount MAX_OBJECT = new ByteCount(5L << 40);

  /** Objects above this size come in parts, if the client offers that. */
  static final ByteCount PARTS_ABOVE = ByteCount.mib(100);

  /** Smallest part, but for the last. */
  static final ByteCount MIN_PART = ByteCount.mib(20);

  /** Most parts of one object: each is an address in the answer. */
  static final int MAX_PARTS = 1000;

  /** How long an address for an upload works; slow lines take hours. */
  static final Duration UPLOAD_LIFETIME = Duration.ofHours(12);

  /** How long an address for a download works. */
  static final Duration DOWNLOAD_LIFETIME = Duration.ofHours(6);

  /** When parts that nobody completed are removed. */
  static final Duration ABANDONED_AFTER = Duration.ofHours(24);

  private LfsLimits() {}
}
