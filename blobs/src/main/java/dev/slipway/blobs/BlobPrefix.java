package dev.slipway.blobs;

import dev.slipway.names.RepoKey;

/**
 * A folder of keys, to list what lies in it at any depth.
 *
 * @param text the segments, with a slash at the end
 */
public record BlobPrefix(String text) {

  /** Every blob that a file of a repository names. */
  public static final BlobPrefix BLOBS = new BlobPrefix("blobs/");

  /** Every file of every pack. */
  public static final BlobPrefix PACKS = new BlobPrefix("packs/");

  /** Every xorb. */
  public static final BlobPrefix XORBS = new BlobPrefix("xorbs/");

  /** Every part of every upload that comes in parts. */
  public static final BlobPrefix PARTS = new BlobPrefix("parts/");

  public BlobPrefix {
    new BlobKey(text + "x");
  }

  /** The files of one repository's packs. */
  public static BlobPrefix packs(RepoKey repo) {
    return new BlobPrefix("packs/" + repo.hex() + "/");
  }

  /** The parts of one upload. */
  public static BlobPrefix parts(String upload) {
    return new BlobPrefix("parts/" + upload + "/");
  }

  @Override
  public String toString() {
    return text;
  }
}
