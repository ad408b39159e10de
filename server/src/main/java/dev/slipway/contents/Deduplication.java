package dev.slipway.contents;

import dev.slipway.contents.ReachStore.Place;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.shards.DedupAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says which chunks need not be sent: those of a xorb that lie around a chunk which the client has,
 * as far as the client may read them. What it may not read it does not learn of.
 */
public final class Deduplication {

  /** How long a client may rely on an answer; what it names then is kept at least so long. */
  static final Duration LIFETIME = Duration.ofHours(12);

  /** Most xorbs of an answer: some 4 GiB of files, described in some 3 MiB. */
  private static final int MOST_XORBS = 64;

  private final Database database;
  private final ReachStore reach;
  private final XetFileStore files;
  private final XorbShelf shelf;
  private final InstantSource time;

  Deduplication(
      Database database,
      ReachStore reach,
      XetFileStore files,
      XorbShelf shelf,
      InstantSource time) {
    this.database = database;
    this.reach = reach;
    this.files = files;
    this.shelf = shelf;
    this.time = time;
  }

  /**
   * The answer for a chunk, in the form of a shard; empty if the client reaches no such chunk.
   *
   * @param repo that the client writes to
   * @param mayRead whether the client may read the content of another repository
   */
  public Optional<byte[]> answer(RepoKey repo, XetHash chunk, Predicate<RepoKey> mayRead) {
    List<Place> places = database.read(tx -> reach.places(tx, chunk, repo));
    Map<RepoKey, Boolean> answers = new HashMap<>(Map.of(repo, true));
    Optional<Place> best =
        places.stream()
            .filter(place -> answers.computeIfAbsent(place.repo(), mayRead::test))
            .findFirst();
    return best.map(place -> answer(place.xorb(), readers(places, place.xorb(), answers, mayRead)));
  }

  private static Set<RepoKey> readers(
      List<Place> places, XetHash xorb, Map<RepoKey, Boolean> answers, Predicate<RepoKey> mayRead) {
    Set<RepoKey> readers = new LinkedHashSet<>();
    for (Place place : places) {
      if (place.xorb().equals(xorb) && answers.computeIfAbsent(place.repo(), mayRead::test)) {
        readers.add(place.repo());
      }
    }
    return readers;
  }

  /**
   * Clients ask for the first chunk of a file and one in a thousand others, so that an answer which
   * named one xorb alone would find a tenth of a large file.
   */
  private byte[] answer(XetHash xorb, Set<RepoKey> readers) {
    Spans reached =
        database.read(tx -> {
          Set<XetHash> named = new LinkedHashSet<>(List.of(xorb));
          named.addAll(files.neighbours(tx, xorb, readers, MOST_XORBS - 1));
          Spans spans = new Spans();
          reach.of(tx, readers, named).forEach(spans::add);
          return spans;
        });
    Instant now = time.instant();
    DedupAnswer answer = new DedupAnswer();
    reached.xorbs().forEach(each -> answer.add(shelf.index(each), reached.of(each)));
    return answer.bytes(now, now.plus(LIFETIME));
  }
}
