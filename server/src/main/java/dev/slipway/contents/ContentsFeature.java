package dev.slipway.contents;

import dev.slipway.blobs.BlobStore;
import dev.slipway.contents.ShardIntake.Rows;
import dev.slipway.jobs.Jobs;
import dev.slipway.sql.Database;
import java.time.Duration;
import java.time.InstantSource;

/** The door of the contents room. */
public final class ContentsFeature {

  /** A xorb at most every so often, so that reading over costs no one who waits. */
  private static final Duration SCRUB_INTERVAL = Duration.ofSeconds(10);

  private final XorbShelf shelf;
  private final Contents contents;
  private final XorbIntake xorbIntake;
  private final ShardIntake shardIntake;
  private final Deduplication deduplication;
  private final FileCopies copies;
  private final FileRemoval removal;
  private final Scrub scrub;

  /** Stands on these. */
  public ContentsFeature(Database database, BlobStore blobs, InstantSource time) {
    XorbStore xorbs = new XorbStore();
    ReachStore reach = new ReachStore();
    XetFileStore files = new XetFileStore();
    DamageLog damage = new DamageLog(database, xorbs, time);
    shelf = new XorbShelf(blobs, damage);
    contents = new Contents(database, blobs, shelf, files, damage);
    xorbIntake = new XorbIntake(database, xorbs, reach, shelf, time);
    shardIntake =
        new ShardIntake(
            database,
            new Rows(xorbs, reach, files, new RepoBlobStore()),
            shelf,
            new FileDigest(shelf),
            time);
    deduplication = new Deduplication(database, reach, files, shelf, time);
    HoldingStore holdings = new HoldingStore();
    copies = new FileCopies(files, reach, holdings);
    removal = new FileRemoval(holdings, reach);
    scrub = new Scrub(database, xorbs, shelf, damage, time);
  }

  /** The bytes of what repositories hold. */
  public Contents contents() {
    return contents;
  }

  /** The stored xorbs. */
  public XorbShelf xorbs() {
    return shelf;
  }

  /** How xorbs come in. */
  public XorbIntake xorbIntake() {
    return xorbIntake;
  }

  /** How shards come in. */
  public ShardIntake shardIntake() {
    return shardIntake;
  }

  /** What need not come in. */
  public Deduplication deduplication() {
    return deduplication;
  }

  /** How files get from one repository into another. */
  public FileCopies copies() {
    return copies;
  }

  /** How a repository gives files up. */
  public FileRemoval removal() {
    return removal;
  }

  /** Whether what is stored is still what came in. */
  public Scrub scrub() {
    return scrub;
  }

  /** Reads over what is stored. */
  public void schedule(Jobs jobs) {
    jobs.every(SCRUB_INTERVAL, "reading stored xorbs over", scrub::next);
  }
}
