package dev.slipway.blobs;

import dev.slipway.names.Ascii;
import dev.slipway.names.BlobId;
import dev.slipway.names.RepoKey;
import java.util.Locale;

/**
 * Where a blob lies in the store. Keys are built from checked parts only, so no text from outside
 * reaches a file system.
 *
 * @param text two to eight segments joined by {@code /}, each of {@code a-z0-9._-}, not starting
 *     with a dot
 */
public record BlobKey(String text) implements Comparable<BlobKey> {

  private static final String PARTS = "parts/";
  private static final int MAX_SEGMENTS = 8;
  private static final int MAX_SEGMENT_CHARACTERS = 128;

  public BlobKey {
    String[] segments = text.split("/", -1);
    if (segments.length < 2 || segments.length > MAX_SEGMENTS) {
      throw new IllegalArgumentException("a blob key has two to eight segments: " + text);
    }
    for (String segment : segments) {
      if (!isSegment(segment)) {
        throw new IllegalArgumentException("not a segment of a blob key: " + segment);
      }
    }
  }

  /** The bytes that have this SHA-256: a file of a repository, kept once for all of them. */
  public static BlobKey of(BlobId id) {
    return fanOut("blobs", id.hex());
  }

  /** One file of a git pack, for example {@code pack-1f.idx}. */
  public static BlobKey pack(RepoKey repo, String file) {
    return new BlobKey("packs/" + repo.hex() + "/" + file);
  }

  /** The xorb of this hash, 64 lower-case hexadecimal digits. */
  public static BlobKey xorb(String hash) {
    return fanOut("xorbs", hash);
  }

  /** One part, counted from 1, of an upload that comes in parts. */
  public static BlobKey part(String upload, int number) {
    return new BlobKey(PARTS + upload + "/" + String.format(Locale.ROOT, "%05d", number));
  }

  /**
   * Whether bytes that are published again take the place of the first ones. So with a part, whose
   * number says nothing of its bytes; every other key stands for the same bytes for ever.
   */
  public boolean isReplaceable() {
    return text.startsWith(PARTS);
  }

  private static BlobKey fanOut(String root, String hex) {
    return new BlobKey(root + "/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex);
  }

  private static boolean isSegment(String segment) {
    return !segment.isEmpty()
        && segment.length() <= MAX_SEGMENT_CHARACTERS
        && segment.charAt(0) != '.'
        && segment.chars().allMatch(BlobKey::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (Ascii.isLetterOrDigit(c) && !(c >= 'A' && c <= 'Z'))
        || c == '.'
        || c == '_'
        || c == '-';
  }

  @Override
  public int compareTo(BlobKey other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
