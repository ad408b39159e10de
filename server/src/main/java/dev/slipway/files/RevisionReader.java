package dev.slipway.files;

import dev.slipway.git.GitRepository;
import dev.slipway.git.history.RevisionPath;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Problem;
import dev.slipway.names.Ascii;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the commit that an address means. Python writes a revision as one segment ({@code
 * refs%2Fpr%2F1}), JavaScript leaves its slashes alone in some places ({@code tree/refs/pr/1/a}):
 * both are read. A revision that is not there ends the request with 404 {@code RevisionNotFound}.
 */
public final class RevisionReader {

  /** What is never the first half of a longer name: the common case needs no search. */
  private static final Set<String> DEFAULT_BRANCH = Set.of("main", "HEAD");

  private RevisionReader() {}

  /**
   * Splits decoded segments into a revision and the path behind it. A segment that contains slashes
   * was encoded by its client, and is a revision or (part of) a path by itself. Of several readings
   * the one counts whose revision is one segment, if there is what is asked for; else the one with
   * the longest reference.
   *
   * @param isThere whether the path behind a revision leads to what is asked for
   */
  public static RevisionPath split(
      GitRepository git, List<String> segments, Predicate<RevisionPath> isThere) {
    String first = segments.isEmpty() ? "" : segments.getFirst();
    List<String> plain = segments.stream().takeWhile(text -> text.indexOf('/') < 0).toList();
    if (plain.size() <= 1 || isDecided(first)) {
      return behindFirst(git, segments).orElseThrow(() -> notFound(first));
    }
    return behindFirst(git, segments)
        .filter(isThere)
        .orElseGet(() -> behindLongest(git, segments, plain));
  }

  private static Optional<RevisionPath> behindFirst(GitRepository git, List<String> segments) {
    Revision revision = revision(segments.isEmpty() ? "" : segments.getFirst());
    return git.resolve(revision)
        .map(commit -> new RevisionPath(revision, commit, segments.subList(1, segments.size())));
  }

  private static RevisionPath behindLongest(
      GitRepository git, List<String> segments, List<String> plain) {
    RevisionPath found = git.longestRef(plain).orElseThrow(() -> notFound(segments.getFirst()));
    List<String> rest = new ArrayList<>(found.rest());
    rest.addAll(segments.subList(plain.size(), segments.size()));
    return new RevisionPath(found.revision(), found.commit(), rest);
  }

  /** The commit of segments that are nothing but a revision. */
  public static CommitId whole(GitRepository git, List<String> segments) {
    String text = String.join("/", segments);
    return git.resolve(revision(text)).orElseThrow(() -> notFound(text));
  }

  private static boolean isDecided(String first) {
    return DEFAULT_BRANCH.contains(first)
        || CommitId.parse(Ascii.lowerCase(first)) instanceof Value<CommitId>(var _);
  }

  private static Revision revision(String text) {
    return switch (Revision.parse(text)) {
      case Value<Revision>(var revision) -> revision;
      case Malformed<Revision> _ -> throw notFound(text);
    };
  }

  private static BadRequest notFound(String text) {
    return new BadRequest(Problem.revisionNotFound(text));
  }
}
