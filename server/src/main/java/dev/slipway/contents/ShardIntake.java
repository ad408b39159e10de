package dev.slipway.contents;

import dev.slipway.contents.RepoBlobStore.BlobFacts;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.xet.Term;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.shards.Shard;
import dev.slipway.xet.shards.ShardFile;
import dev.slipway.xet.shards.ShardVerdict;
import dev.slipway.xet.shards.ShardVerifier;
import dev.slipway.xet.shards.ShardXorb;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes in shards: nothing of one in which anything is wrong. The terms of each file are proven by
 * their verification hashes, and its SHA-256 is computed from its content, before a commit may name
 * it.
 */
public final class ShardIntake {

  /** How many files are noted in one transaction. */
  private static final int FILES_AT_ONCE = 500;

  /**
   * How much content, unpacked, one shard may bring to be read for its SHA-256. Chunks may be named
   * again and again, so that a small shard could ask for any amount of work.
   */
  private static final ByteCount MOST_CONTENT = ByteCount.mib(1024L * 1024);

  private final Database database;
  private final Rows rows;
  private final XorbShelf shelf;
  private final FileDigest digest;
  private final InstantSource time;

  /** The rows that a shard leaves. */
  record Rows(XorbStore xorbs, ReachStore reach, XetFileStore files, RepoBlobStore blobs) {}

  /** Is told how far it is; called often, and may write to the one who waits. */
  public interface Progress {

    /**
     * So many files of so many are checked; called while a long one is under way, too.
     *
     * @throws IOException if whoever waits is gone
     */
    void verified(int files, int all) throws IOException;
  }

  ShardIntake(
      Database database, Rows rows, XorbShelf shelf, FileDigest digest, InstantSource time) {
    this.database = database;
    this.rows = rows;
    this.shelf = shelf;
    this.digest = digest;
    this.time = time;
  }

  /**
   * Checks a shard and lets the repository have its files. Sending it again changes nothing.
   *
   * @param mayStill asked in the transaction that gives the files to the repository
   * @throws IOException if a stored xorb cannot be read, or {@code progress} throws one
   */
  public IntakeResult take(RepoKey repo, Shard shard, Progress progress, Predicate<Tx> mayStill)
      throws IOException {
    Set<XetHash> known = known(shard);
    ShardVerifier verifier =
        new ShardVerifier(
            xorb -> known.contains(xorb) ? shelf.find(xorb) : Optional.empty(),
            (xorb, start, end) -> reaches(repo, new ChunkSpan(xorb, start, end)));
    for (ShardXorb xorb : shard.xorbs()) {
      if (verifier.verify(xorb) instanceof ShardVerdict.Refused(var reason)) {
        return new IntakeResult.Refused(reason);
      }
    }
    if (contentOf(shard) > MOST_CONTENT.bytes()) {
      return new IntakeResult.Refused("the files of a shard have at most " + MOST_CONTENT);
    }
    Checking checking = new Checking(verifier, digests(shard), progress, shard.files().size());
    List<Checked> files = new ArrayList<>();
    for (ShardFile file : shard.files()) {
      Optional<String> flaw = checking.flaw(file);
      if (flaw.isPresent()) {
        return new IntakeResult.Refused(flaw.get());
      }
      if (file.terms().count() > 0) {
        files.add(checked(file));
      }
    }
    return note(repo, files, mayStill);
  }

  private boolean reaches(RepoKey repo, ChunkSpan span) {
    return database.read(tx -> rows.reach().includes(tx, repo, span));
  }

  /**
   * A few files at a time, so that others who write wait for no more than these. All are proven by
   * now, and a shard that is sent again changes nothing, so that it does no harm if a part is there
   * already.
   */
  private IntakeResult note(RepoKey repo, List<Checked> files, Predicate<Tx> mayStill) {
    IntakeResult result = new IntakeResult.Taken(true);
    for (int at = 0; at < files.size() && result instanceof IntakeResult.Taken; ) {
      List<Checked> some = files.subList(at, Math.min(at + FILES_AT_ONCE, files.size()));
      result =
          database.write(
              tx -> mayStill.test(tx) ? note(tx, repo, some) : new IntakeResult.NoLongerAllowed());
      at += some.size();
    }
    return result;
  }

  /** A file of which everything is proven, and the chunk by which others find it. */
  private record Checked(XetFile file, XetHash firstChunk) {}

  private Checked checked(ShardFile file) {
    Term first = file.terms().term(0);
    return new Checked(
        new XetFile(file.hash(), file.sha256(), file.terms()),
        shelf.index(first.xorb()).chunk(first.chunkStart()));
  }

  private static long contentOf(Shard shard) {
    return shard.files().stream().mapToLong(file -> file.terms().length().bytes()).sum();
  }

  private Set<XetHash> known(Shard shard) {
    Set<XetHash> named = new HashSet<>();
    shard.xorbs().forEach(xorb -> named.add(xorb.hash()));
    shard.files().forEach(file -> named.addAll(file.terms().xorbs()));
    return database.read(tx -> rows.xorbs().known(tx, named));
  }

  private Map<XetHash, BlobId> digests(Shard shard) {
    List<XetHash> files = shard.files().stream().map(ShardFile::hash).toList();
    return database.read(tx -> rows.files().digests(tx, files));
  }

  private IntakeResult note(Tx tx, RepoKey repo, List<Checked> files) {
    Instant now = time.instant();
    Spans spans = new Spans();
    for (Checked checked : files) {
      note(tx, repo, checked, now);
      spans.add(checked.file().terms());
    }
    spans.merged().forEach(span -> rows.reach().add(tx, repo, span, now));
    return new IntakeResult.Taken(true);
  }

  private void note(Tx tx, RepoKey repo, Checked checked, Instant now) {
    XetFile file = checked.file();
    Term first = file.terms().term(0);
    rows.files().insert(tx, repo, file, now);
    rows.xorbs().insertChunk(tx, checked.firstChunk(), first.xorb(), first.chunkStart());
    file.sha256()
        .ifPresent(blob ->
            rows.blobs().addChunked(tx, repo, blob, new BlobFacts(file.size(), now), file.hash()));
  }

  /** The files of one shard on their way. */
  private final class Checking {

    private final ShardVerifier verifier;
    private final Map<XetHash, BlobId> digests;
    private final Progress progress;
    private final int all;
    private int done;

    Checking(ShardVerifier verifier, Map<XetHash, BlobId> digests, Progress progress, int all) {
      this.verifier = verifier;
      this.digests = digests;
      this.progress = progress;
      this.all = all;
    }

    /** What is wrong with the file, if anything. */
    Optional<String> flaw(ShardFile file) throws IOException {
      if (verifier.verify(file) instanceof ShardVerdict.Refused(var reason)) {
        return Optional.of(reason);
      }
      if (file.sha256().isPresent() && !digest(file).equals(file.sha256().get())) {
        return Optional.of("file " + file.hash() + ": its content has another SHA-256");
      }
      done++;
      progress.verified(done, all);
      return Optional.empty();
    }

    /** It is computed once for each content. */
    private BlobId digest(ShardFile file) throws IOException {
      BlobId known = digests.get(file.hash());
      return known == null ? digest.of(file.terms(), () -> progress.verified(done, all)) : known;
    }
  }
}
