package dev.slipway.lfs;

import dev.slipway.names.ByteCount;

/**
 * An object that comes in parts of one size, but for the last.
 *
 * @param id random, lower-case hexadecimal
 */
record PartedUpload(String id, LfsObject object, ByteCount partSize) {

  /** The size of the parts that an object is asked for in. */
  static ByteCount partSize(ByteCount object) {
    long even = (object.bytes() + LfsLimits.MAX_PARTS - 1) / LfsLimits.MAX_PARTS;
    return new ByteCount(Math.max(LfsLimits.MIN_PART.bytes(), even));
  }

  /** How many parts. */
  int parts() {
    return Math.toIntExact((object.size().bytes() + partSize.bytes() - 1) / partSize.bytes());
  }

  /** How long part {@code number} is, counted from 1. */
  ByteCount length(int number) {
    long before = (number - 1) * partSize.bytes();
    return new ByteCount(Math.min(partSize.bytes(), object.size().bytes() - before));
  }
}
