package dev.slipway.lfs;

import dev.slipway.blobs.BlobStore;
import dev.slipway.contents.Contents;
import dev.slipway.contents.XetAddresses;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.signing.AddressSigner;
import dev.slipway.sql.Database;
import dev.slipway.tokens.Tokens;
import dev.slipway.xetstore.XetTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The door of the lfs room. */
public final class LfsFeature {

  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(30);

  private final BatchEndpoint batch;
  private final TransferEndpoint transfers;
  private final LockEndpoint locks;
  private final Uploads uploads;

  /** Where the rows and the bytes are. */
  public record Storage(Database database, BlobStore blobs, Contents contents) {}

  /** Who may: the address says by which token, the gate whether it still opens. */
  public record Door(AddressSigner signer, Tokens tokens, RepoGate gate, XetTokens xetTokens) {}

  /** Stands on these. */
  public LfsFeature(
      Storage storage, Door door, PublicUrl publicUrl, InstantSource time, SecureRandom random) {
    LfsAddresses addresses = new LfsAddresses(door.signer(), publicUrl);
    HeldObjects objects = new HeldObjects(storage.database());
    uploads = new Uploads(storage.database(), storage.blobs(), door.gate(), time, random);
    XetTransfer xet = new XetTransfer(door.xetTokens(), new XetAddresses(publicUrl));
    batch = new BatchEndpoint(objects, uploads, addresses, xet, publicUrl);
    transfers =
        new TransferEndpoint(uploads, storage.contents(), addresses, door.tokens(), door.gate());
    locks = new LockEndpoint(storage.database(), time, random);
  }

  /** {@code …/info/lfs/*}. */
  public void register(RepoRoutes routes) {
    batch.register(routes);
    locks.register(routes);
  }

  /** {@code /lfs/*}. */
  public List<Route> routes() {
    return transfers.routes();
  }

  /** Removes what abandoned uploads left. */
  public void schedule(Jobs jobs) {
    jobs.every(SWEEP_INTERVAL, "abandoned uploads", uploads::sweep);
  }
}
