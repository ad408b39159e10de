package dev.slipway.copies;

import dev.slipway.access.Permission;
import dev.slipway.contents.FileCopies;
import dev.slipway.contents.RepoBlobStore;
import dev.slipway.contents.RepoBlobStore.BlobQuery;
import dev.slipway.contents.RepoBlobStore.ListedBlob;
import dev.slipway.git.change.HistoryCopy;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.names.BlobId;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoCreation;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a duplicate gets of the large files that its source holds: those that its history refers to.
 * What was uploaded there and never committed, or is in no commit any more, stays there.
 */
final class Estate implements RepoCreation.Belongings {

  private static final int PAGE = 10_000;

  private final Database database;
  private final OpenRepo source;
  private final FileCopies copies;
  private final InstantSource time;
  private final RepoBlobStore store = new RepoBlobStore();
  private final List<BlobId> needed = new ArrayList<>();
  private Optional<RepoKey> heir = Optional.empty();

  Estate(Database database, OpenRepo source, FileCopies copies, InstantSource time) {
    this.database = database;
    this.source = source;
    this.copies = copies;
    this.time = time;
  }

  @Override
  public void choose(RepoKey duplicate, HistoryCopy history) {
    heir = Optional.of(duplicate);
    String after = "";
    List<ListedBlob> page;
    do {
      BlobQuery query = new BlobQuery(after, Optional.empty(), PAGE);
      page = database.read(tx -> store.list(tx, source.repo().key(), query));
      for (ListedBlob blob : page) {
        if (history.includes(new LfsPointer(blob.id(), blob.held().size()))) {
          needed.add(blob.id());
        }
        after = blob.id().hex();
      }
    } while (page.size() == PAGE);
  }

  /** Packing a long history takes its time, in which the source may have closed. */
  @Override
  public Optional<String> before(Tx tx, CatalogUpdate update) {
    source.confirm(tx, Permission.READ_CONTENT);
    return Optional.empty();
  }

  @Override
  public void after(Tx tx, CatalogUpdate update) {
    copies.copyBlobs(tx, source.repo().key(), heir.orElseThrow(), needed, time.instant());
  }
}
