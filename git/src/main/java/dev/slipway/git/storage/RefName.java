package dev.slipway.git.storage;

import dev.slipway.names.Parsed;
import dev.slipway.names.Revision;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The full name of a reference, for example {@code refs/heads/main}. {@code HEAD} is none: it
 * always means {@link #MAIN}.
 *
 * @param text {@code refs/}, then at least two segments that git allows
 */
public record RefName(String text) implements Comparable<RefName> {

  /** What the names of all branches begin with. */
  public static final String BRANCHES = "refs/heads/";

  /** What the names of all tags begin with. */
  public static final String TAGS = "refs/tags/";

  /** What the names of all pull requests begin with. */
  public static final String PULL_REQUESTS = "refs/pr/";

  /** The default branch. */
  public static final RefName MAIN = new RefName("refs/heads/main");

  private static final String ROOT = "refs/";
  private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-fA-F]{40}");

  public RefName {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not the name of a reference: " + text);
    }
  }

  /** Reads a full name. */
  public static Parsed<RefName> parse(String text) {
    return isWellFormed(text)
        ? Parsed.of(new RefName(text))
        : Parsed.malformed("the name of a reference begins with refs/");
  }

  /** The branch that is called so; {@code refs/heads/x} means the branch {@code x}. */
  public static RefName branch(Revision name) {
    String text = name.text();
    return new RefName(text.startsWith(BRANCHES) ? text : BRANCHES + text);
  }

  /** The tag that is called so; {@code refs/tags/x} means the tag {@code x}. */
  public static RefName tag(Revision name) {
    String text = name.text();
    return new RefName(text.startsWith(TAGS) ? text : TAGS + text);
  }

  private static boolean isWellFormed(String text) {
    int end = text.indexOf('/', ROOT.length());
    return text.startsWith(ROOT)
        && end > 0
        && isRevision(text.substring(ROOT.length(), end))
        && isRevision(text.substring(end + 1));
  }

  private static boolean isRevision(String text) {
    return switch (Revision.parse(text)) {
      case Parsed.Value<Revision> _ -> true;
      case Parsed.Malformed<Revision> _ -> false;
    };
  }

  /** Whether this is a branch. */
  public boolean isBranch() {
    return text.startsWith(BRANCHES);
  }

  /** Whether this is a tag. */
  public boolean isTag() {
    return text.startsWith(TAGS);
  }

  /** Whether this is the head of a pull request. */
  public boolean isPullRequest() {
    return text.startsWith(PULL_REQUESTS);
  }

  /** The name of a branch or tag without its beginning; any other name whole. */
  public String shortName() {
    if (isBranch()) {
      return text.substring(BRANCHES.length());
    }
    return isTag() ? text.substring(TAGS.length()) : text;
  }

  /**
   * Why a branch or tag should not be called so, if it should not: clients would take its name for
   * something else.
   */
  public Optional<String> ambiguity() {
    String name = shortName();
    if (name.equals("HEAD")) {
      return Optional.of("HEAD always means the default branch");
    }
    if (name.startsWith(ROOT)) {
      return Optional.of("a branch or tag whose own name begins with refs/ is taken for another");
    }
    return COMMIT_ID.matcher(name).matches()
        ? Optional.of("a branch or tag with the name of a commit is taken for the commit")
        : Optional.empty();
  }

  /** Whether git could not keep both: one would be a file where the other needs a folder. */
  public boolean conflictsWith(RefName other) {
    return text.startsWith(other.text + "/") || other.text.startsWith(text + "/");
  }

  @Override
  public int compareTo(RefName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
