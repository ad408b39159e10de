package dev.slipway.names;

import java.util.Optional;

/** The kinds of repository that have git behind them. */
public enum RepoType {
  MODEL("model", "models", ""),
  DATASET("dataset", "datasets", "datasets/"),
  SPACE("space", "spaces", "spaces/"),
  KERNEL("kernel", "kernels", "kernels/");

  private final String word;
  private final String plural;
  private final String prefix;

  RepoType(String word, String plural, String prefix) {
    this.word = word;
    this.plural = plural;
    this.prefix = prefix;
  }

  /** The word in request bodies: {@code model}, {@code dataset}, {@code space}, {@code kernel}. */
  public String word() {
    return word;
  }

  /**
   * The segment after {@code /api/}: {@code models}, {@code datasets}, {@code spaces}, {@code
   * kernels}.
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
