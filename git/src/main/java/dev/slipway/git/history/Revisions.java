package dev.slipway.git.history;

import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/** Finds the commit that a revision means. */
public final class Revisions {

  private static final Pattern FULL_ID = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern SHORT_ID = Pattern.compile("[0-9a-f]{7,39}");
  private static final String HEAD = "HEAD";
  private static final String REFS = "refs/";

  private final HubRepository repository;
  private final ObjectReader reader;

  /** Reads through {@code reader}, which it does not close. */
  public Revisions(HubRepository repository, ObjectReader reader) {
    this.repository = repository;
    this.reader = reader;
  }

  /** A full id before all, so that no branch can be named to stand before a commit. */
  public Optional<CommitId> resolve(Revision revision) throws IOException {
    String text = revision.text();
    if (text.equals(HEAD)) {
      return repository.ref(RefName.MAIN).map(GitRef::commit);
    }
    if (FULL_ID.matcher(text).matches()) {
      Optional<CommitId> commit = commit(ObjectId.fromString(text));
      if (commit.isPresent()) {
        return commit;
      }
    }
    Optional<CommitId> named = named(revision);
    return named.isEmpty() && SHORT_ID.matcher(text).matches() ? abbreviated(text) : named;
  }

  private Optional<CommitId> commit(AnyObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      return Optional.of(JGitIds.commit(walk.parseCommit(id)));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  private Optional<CommitId> named(Revision revision) {
    if (revision.text().startsWith(REFS)) {
      return switch (RefName.parse(revision.text())) {
        case Value<RefName>(var name) -> repository.ref(name).map(GitRef::commit);
        case Malformed<RefName> _ -> Optional.empty();
      };
    }
    return repository
        .ref(RefName.branch(revision))
        .or(() -> repository.ref(RefName.tag(revision)))
        .map(GitRef::commit);
  }

  /** Only if exactly one commit begins like this. */
  private Optional<CommitId> abbreviated(String text) throws IOException {
    List<CommitId> found = new ArrayList<>();
    for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(text))) {
      commit(id).filter(commit -> commit.hex().equals(id.name())).ifPresent(found::add);
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** The longest reference that the segments begin with; else the first segment alone. */
  public Optional<RevisionPath> longest(List<String> segments) throws IOException {
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    String whole = String.join("/", segments) + "/";
    Optional<GitRef> longest =
        nested(segments)
            .filter(ref -> whole.startsWith(written(ref, segments) + "/"))
            .max(Comparator.comparingInt(ref -> written(ref, segments).length()));
    if (longest.isPresent()) {
      return longest.map(ref -> split(ref, segments));
    }
    return first(segments);
  }

  /** The references whose names have more than one segment and begin with the first. */
  private Stream<GitRef> nested(List<String> segments) {
    String first = segments.getFirst() + "/";
    if (first.equals(REFS)) {
      return segments.size() < 3
          ? Stream.empty()
          : repository.refs(REFS + segments.get(1) + "/").stream();
    }
    return Stream.concat(
        repository.refs(RefName.BRANCHES + first).stream(),
        repository.refs(RefName.TAGS + first).stream());
  }

  private static String written(GitRef ref, List<String> segments) {
    boolean isWhole = segments.getFirst().equals("refs");
    return isWhole ? ref.name().text() : ref.name().shortName();
  }

  private static RevisionPath split(GitRef ref, List<String> segments) {
    String written = written(ref, segments);
    int used = (int) written.chars().filter(c -> c == '/').count() + 1;
    List<String> rest = segments.subList(used, segments.size());
    return new RevisionPath(new Revision(written), ref.commit(), rest);
  }

  private Optional<RevisionPath> first(List<String> segments) throws IOException {
    return switch (Revision.parse(segments.getFirst())) {
      case Value<Revision>(var revision) ->
          resolve(revision)
              .map(id -> new RevisionPath(revision, id, segments.subList(1, segments.size())));
      case Malformed<Revision> _ -> Optional.empty();
    };
  }
}
