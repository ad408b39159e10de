package dev.slipway.names;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The place of a file or folder in a repository: segments joined by {@code /}, none empty, and
 * nothing that a checkout on any file system could read as something else.
 *
 * @param text at least one segment, each at most 255 bytes of UTF-8; no {@code .}, {@code ..} or
 *     {@code .git} in any spelling that NTFS or HFS+ folds to it; no backslash, no control
 *     character
 */
public record RepoPath(String text) implements Comparable<RepoPath> {

  /** Longest segment, in bytes of UTF-8: what file systems allow. */
  public static final int MAX_SEGMENT_BYTES = 255;

  /** Longest path, in bytes of UTF-8. */
  public static final int MAX_BYTES = 4096;

  private static final Set<String> NAVIGATION = Set.of("", ".", "..");

  public RepoPath {
    String problem = problem(text);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Reads a path as a client writes it, with no slash at either end. */
  public static Parsed<RepoPath> parse(String text) {
    String problem = problem(text);
    return problem.isEmpty() ? Parsed.of(new RepoPath(text)) : Parsed.malformed(problem);
  }

  private static String problem(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "a path has at most " + MAX_BYTES + " bytes";
    }
    for (String segment : text.split("/", -1)) {
      String problem = segmentProblem(segment);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String segmentProblem(String segment) {
    if (NAVIGATION.contains(segment)) {
      return "a path has no empty segment, no \".\" and no \"..\"";
    }
    if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
      return "each segment of a path has at most " + MAX_SEGMENT_BYTES + " bytes";
    }
    if (segment.codePoints().anyMatch(RepoPath::isForbidden)) {
      return "a path has no backslash, no control character and no unpaired surrogate";
    }
    return isDotGit(segment) ? "a path has no segment \".git\"" : "";
  }

  private static boolean isForbidden(int c) {
    return c == '\\' || Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF);
  }

  /**
   * HFS+ ignores these; NTFS drops final dots and spaces, reads {@code git~1} and {@code .git:x}.
   */
  private static boolean isDotGit(String segment) {
    StringBuilder visible = new StringBuilder();
    segment.codePoints().filter(c -> !isIgnoredByHfs(c)).forEach(visible::appendCodePoint);
    String name = Ascii.lowerCase(visible.toString());
    int stream = name.indexOf(':');
    if (stream >= 0) {
      name = name.substring(0, stream);
    }
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    name = name.substring(0, end);
    return name.equals(".git") || name.equals("git~1");
  }

  private static boolean isIgnoredByHfs(int c) {
    return (c >= 0x200C && c <= 0x200F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x206A && c <= 0x206F)
        || c == 0xFEFF;
  }

  /** The last segment. */
  public String fileName() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Whether this path lies in {@code folder}, at any depth; a path does not lie in itself. */
  public boolean isUnder(RepoPath folder) {
    return text.startsWith(folder.text + "/");
  }

  @Override
  public int compareTo(RepoPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
