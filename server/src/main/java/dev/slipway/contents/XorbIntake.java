package dev.slipway.contents;

import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.XorbVerdict;
import dev.slipway.xet.hashing.XetHash;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes in xorbs: a repository reaches the chunks of one after every byte of it was checked. */
public final class XorbIntake {

  /** Clients ask for chunks whose hash this divides, wherever in a file they are. */
  private static final long ASKED_FOR = 1024;

  private final Database database;
  private final XorbStore xorbs;
  private final ReachStore reach;
  private final XorbShelf shelf;
  private final InstantSource time;

  XorbIntake(
      Database database, XorbStore xorbs, ReachStore reach, XorbShelf shelf, InstantSource time) {
    this.database = database;
    this.xorbs = xorbs;
    this.reach = reach;
    this.shelf = shelf;
    this.time = time;
  }

  /**
   * Reads a body to its end, or until something is wrong with it. Sending it again changes nothing.
   *
   * @param mayStill asked in the transaction that lets the repository reach the chunks
   * @throws IOException if {@code body} fails
   */
  public IntakeResult take(RepoKey repo, XetHash xorb, InputStream body, Predicate<Tx> mayStill)
      throws IOException {
    boolean isDamaged = database.read(tx -> xorbs.isDamaged(tx, xorb));
    return switch (shelf.put(xorb, body, isDamaged)) {
      case XorbVerdict.Refused(var reason) -> new IntakeResult.Refused(reason);
      case XorbVerdict.Genuine(var index) ->
          database.write(tx -> {
            if (isDamaged) {
              xorbs.checked(tx, xorb, Optional.empty(), time.instant());
            }
            return mayStill.test(tx) ? note(tx, repo, index) : new IntakeResult.NoLongerAllowed();
          });
    };
  }

  private IntakeResult note(Tx tx, RepoKey repo, XorbIndex index) {
    Instant now = time.instant();
    ChunkSpan all = new ChunkSpan(index.xorb(), 0, index.chunkCount());
    boolean isNew = !reach.includes(tx, repo, all);
    xorbs.insert(tx, index, now);
    reach.add(tx, repo, all, now);
    for (int i = 0; i < index.chunkCount(); i++) {
      XetHash chunk = index.chunk(i);
      if (i == 0 || Long.remainderUnsigned(chunk.lastWord(), ASKED_FOR) == 0) {
        xorbs.insertChunk(tx, chunk, index.xorb(), i);
      }
    }
    return new IntakeResult.Taken(isNew);
  }

  /**
   * Whether the repository reaches the whole xorb: uploaded it, or names every chunk of it. One
   * that is damaged does not count, so that it is sent again.
   */
  public boolean reaches(RepoKey repo, XetHash xorb) {
    return database.read(tx ->
        xorbs
            .chunkCount(tx, xorb)
            .filter(_ -> !xorbs.isDamaged(tx, xorb))
            .filter(count -> reach.includes(tx, repo, new ChunkSpan(xorb, 0, count)))
            .isPresent());
  }
}
