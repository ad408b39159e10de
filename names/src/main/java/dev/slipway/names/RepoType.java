package dev.slipway.names;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of repository. All but buckets have git behind them. */
public enum RepoType {
  MODEL("model", "models", ""),
  DATASET("dataset", "datasets", "datasets/"),
  SPACE("space", "spaces", "spaces/"),
  KERNEL("kernel", "kernels", "kernels/"),
  /** Files in chunks by their path: without history, the last write wins. */
  BUCKET("bucket", "buckets", "buckets/");

  private static final List<RepoType> WITH_GIT =
      Stream.of(values()).filter(RepoType::hasGit).toList();

  private final String word;
  private final String plural;
  private final String prefix;

  RepoType(String word, String plural, String prefix) {
    this.word = word;
    this.plural = plural;
    this.prefix = prefix;
  }

  /** Those that have branches, tags and history. */
  public static List<RepoType> withGit() {
    return WITH_GIT;
  }

  /** Whether it has branches, tags and history. */
  public boolean hasGit() {
    return this != BUCKET;
  }

  /**
   * The word in request bodies: {@code model}, {@code dataset}, {@code space}, {@code kernel},
   * {@code bucket}.
   */
  public String word() {
    return word;
  }

  /**
   * The segment after {@code /api/}: {@code models}, {@code datasets}, {@code spaces}, {@code
   * kernels}, {@code buckets}.
   */
  public String plural() {
    return plural;
  }

  /**
   * What stands before {@code namespace/name} in web, git and resource addresses; empty for models.
   */
  public String prefix() {
    return prefix;
  }

  /** The type of a request body's word, if there is one. */
  public static Optional<RepoType> ofWord(String word) {
    for (RepoType type : values()) {
      if (type.word.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
