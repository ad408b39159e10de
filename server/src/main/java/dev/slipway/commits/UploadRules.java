package dev.slipway.commits;

import dev.slipway.git.lfs.IgnoreRules;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoPath;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Decides how a file is uploaded: by the rules of the repository, then its size, then its look. */
final class UploadRules {

  /** Files that git and people must be able to read in any checkout. */
  private static final Set<String> ALWAYS_REGULAR =
      Set.of(LfsRules.FILE_NAME, IgnoreRules.FILE_NAME, "README.md");

  private final LfsRules rules;

  UploadRules(LfsRules rules) {
    this.rules = rules;
  }

  /** Whether no commit takes a file of this name and size, neither regular nor in LFS. */
  static boolean isRefused(RepoPath path, ByteCount size) {
    return ALWAYS_REGULAR.contains(path.fileName()) && size.exceeds(LfsRules.LARGEST_REGULAR);
  }

  /** How a file of this size, of which {@code sample} is the beginning, is uploaded. */
  UploadMode mode(RepoPath path, ByteCount size, byte[] sample) {
    if (size.equals(ByteCount.ZERO) || ALWAYS_REGULAR.contains(path.fileName())) {
      return UploadMode.REGULAR;
    }
    if (size.exceeds(LfsRules.LARGEST_REGULAR)) {
      return UploadMode.LFS; // whatever a rule says: no commit takes it otherwise
    }
    return switch (rules.of(path)) {
      case LFS -> UploadMode.LFS;
      case REGULAR -> UploadMode.REGULAR;
      case UNSPECIFIED -> isBinary(sample, size) ? UploadMode.LFS : UploadMode.REGULAR;
    };
  }

  /** A sample may end within a character; a whole file may not. */
  private static boolean isBinary(byte[] sample, ByteCount size) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(sample.length + 1);
    boolean isWhole = sample.length >= size.bytes();
    boolean isText = !decoder.decode(ByteBuffer.wrap(sample), text, isWhole).isError();
    return !isText || text.flip().chars().anyMatch(c -> c == 0);
  }
}
