package dev.slipway.buckets;

import dev.slipway.audit.AuditStore;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.contents.XetAddresses;
import dev.slipway.files.NextPage;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import java.time.InstantSource;
import java.util.List;

/** The door of the buckets room. */
public final class BucketsFeature {

  private final BucketEndpoint buckets;
  private final BucketFileEndpoint files;
  private final BatchEndpoint batches;

  /** The rows of other rooms that a batch changes, and who may. */
  public record Ground(RepoStore repos, AuditStore audit, RepoGate gate) {}

  /** Stands on these. */
  public BucketsFeature(
      Database database,
      Ground ground,
      ContentsFeature contents,
      PublicUrl publicUrl,
      InstantSource time) {
    BucketStore store = new BucketStore();
    buckets = new BucketEndpoint(database, store, new NextPage(publicUrl));
    files =
        new BucketFileEndpoint(database, store, contents.contents(), new XetAddresses(publicUrl));
    batches =
        new BatchEndpoint(
            new BucketChanges(
                database,
                new BucketChanges.Rows(store, ground.repos(), ground.audit()),
                contents.copies(),
                ground.gate(),
                time));
  }

  /** {@code /api/buckets/{id}/*} and {@code /buckets/{id}/resolve/*}. */
  public void register(RepoRoutes routes) {
    buckets.register(routes);
    files.register(routes);
    batches.register(routes);
  }

  /** {@code /api/buckets/{ns}}. */
  public List<Route> routes() {
    return buckets.routes();
  }
}
