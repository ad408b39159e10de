package dev.slipway.gitwire;

import dev.slipway.access.Actor;
import dev.slipway.contents.RepoBlobStore;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.RefName;
import dev.slipway.git.wire.PushRules;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.OpenRepo;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of one push: what refers to a blob must refer to one that the repository holds. */
final class HeldPushRules implements PushRules {

  /** How many blobs one query asks for; databases limit its parameters. */
  private static final int BLOBS_A_QUERY = 1_000;

  private final Database database;
  private final RepoBlobStore blobs;
  private final OpenRepo open;
  private final RepoKey repo;

  HeldPushRules(Database database, RepoBlobStore blobs, OpenRepo open) {
    this.database = database;
    this.blobs = blobs;
    this.open = open;
    this.repo = open.repo().key();
  }

  @Override
  public ByteCount maxFile() {
    return LfsRules.LARGEST_REGULAR;
  }

  @Override
  public ByteCount maxPack() {
    return WireLimits.PACK;
  }

  /** A job's commits are witnessed as the job's. */
  @Override
  public boolean wantsCommits() {
    return open.caller().actor() instanceof Actor.Workload;
  }

  @Override
  public Optional<String> notice() {
    return open.allowed().warning();
  }

  /** Whoever may write may move and delete every branch and tag, but for tokens of some alone. */
  @Override
  public Optional<String> refusal(RefName name) {
    return open.refusal(name);
  }

  @Override
  public Set<LfsPointer> missing(Set<LfsPointer> pointers) {
    Map<BlobId, ByteCount> held = held(pointers.stream().map(LfsPointer::blob).toList());
    Set<LfsPointer> missing = new HashSet<>(pointers);
    missing.removeIf(pointer -> pointer.size().equals(held.get(pointer.blob())));
    return missing;
  }

  /** What was held when the push was inspected may be gone when it lands. */
  Optional<String> refusalToLand(Tx tx, CatalogUpdate update) {
    return blobs
        .missing(tx, repo, update.pointers().stream().map(LfsPointer::blob).toList())
        .map(blob -> blob + " was deleted from this repository meanwhile.");
  }

  private Map<BlobId, ByteCount> held(List<BlobId> all) {
    Map<BlobId, ByteCount> held = new HashMap<>();
    List<BlobId> left = new ArrayList<>(all);
    while (!left.isEmpty()) {
      List<BlobId> some = left.subList(0, Math.min(BLOBS_A_QUERY, left.size()));
      held.putAll(database.read(tx -> blobs.sizes(tx, repo, List.copyOf(some))));
      some.clear();
    }
    return held;
  }
}
