package dev.slipway.lfs;

import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobPrefix;
import dev.slipway.blobs.BlobReceiver;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.BlobWriter;
import dev.slipway.blobs.Receipt;
import dev.slipway.blobs.StoredBlob;
import dev.slipway.contents.RepoBlobStore;
import dev.slipway.contents.RepoBlobStore.BlobFacts;
import dev.slipway.lfs.LfsTicket.PartOf;
import dev.slipway.lfs.TransferResult.Mismatch;
import dev.slipway.lfs.TransferResult.NoLongerValid;
import dev.slipway.lfs.TransferResult.NoSuchRepo;
import dev.slipway.lfs.TransferResult.NoSuchUpload;
import dev.slipway.lfs.TransferResult.PartStored;
import dev.slipway.lfs.TransferResult.Stored;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Sha256;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Receives objects, whole or in parts. Bytes are hashed while they stream; a repository holds an
 * object only after all of it is stored and is what was announced.
 */
final class Uploads {

  private static final int ID_BYTES = 16;
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int SWEEP_BATCH = 100;

  private final Database database;
  private final BlobStore blobs;
  private final RepoGate gate;
  private final UploadStore uploads = new UploadStore();
  private final RepoBlobStore held = new RepoBlobStore();
  private final RepoStore repos = new RepoStore();
  private final InstantSource time;
  private final SecureRandom random;

  Uploads(
      Database database, BlobStore blobs, RepoGate gate, InstantSource time, SecureRandom random) {
    this.database = database;
    this.blobs = blobs;
    this.gate = gate;
    this.time = time;
    this.random = random;
  }

  /**
   * Begins the uploads of a batch, which are one write of its sender's: nobody gets an address for
   * a token that died while the body came.
   */
  void announce(OpenRepo repo, String requestId) {
    database.write(tx -> {
      repo.confirmWrite(tx, "lfs.upload", requestId);
      return repo;
    });
  }

  /** Begins an upload in parts. */
  PartedUpload begin(OpenRepo repo, LfsObject object) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    PartedUpload upload =
        new PartedUpload(
            HexFormat.of().formatHex(id), object, PartedUpload.partSize(object.size()));
    database.write(tx -> {
      repo.confirm(tx, Permission.WRITE);
      uploads.insert(tx, upload, repo.repo().key(), time.instant());
      return upload;
    });
    return upload;
  }

  /** Receives a whole object. Sending it again changes nothing. */
  TransferResult receive(LfsTicket ticket, Caller caller, InputStream body) throws IOException {
    LfsObject object = ticket.object();
    return finish(
        ticket, caller, new BlobReceiver(blobs).receive(body, object.id(), object.size()));
  }

  private TransferResult finish(LfsTicket ticket, Caller caller, Receipt receipt) {
    return switch (receipt) {
      case Receipt.Stored _ -> hold(ticket, caller);
      case Receipt.WrongSize(var read) ->
          new Mismatch("the object has " + ticket.object().size() + ", but " + read + " came");
      case Receipt.WrongHash(var actual) ->
          new Mismatch("the object is " + ticket.object().id() + ", but " + actual + " came");
    };
  }

  /**
   * The bytes of somebody who lost the right to them meanwhile are nobody's; and the repository may
   * have been deleted.
   */
  private TransferResult hold(LfsTicket ticket, Caller caller) {
    BlobFacts facts = new BlobFacts(ticket.object().size(), time.instant());
    return database.write(tx -> {
      if (repos.find(tx, ticket.repo()).isEmpty()) {
        return new NoSuchRepo();
      }
      Optional<String> refusal = gate.refusal(tx, caller, ticket.repo(), Permission.WRITE);
      if (refusal.isPresent()) {
        return new NoLongerValid(refusal.get());
      }
      held.add(tx, ticket.repo(), ticket.object().id(), facts);
      ticket.upload().ifPresent(part -> uploads.delete(tx, part.upload()));
      return new Stored();
    });
  }

  /** Receives one part. Sending it again changes nothing. */
  TransferResult receivePart(PartOf part, InputStream body) throws IOException {
    Optional<PartedUpload> upload = database.read(tx -> uploads.find(tx, part.upload()));
    if (upload.isEmpty()) {
      return new NoSuchUpload();
    }
    ByteCount length = upload.get().length(part.number());
    MessageDigest sha256 = Sha256.begin();
    try (BlobWriter writer = blobs.begin()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long total = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        total += read;
        if (total > length.bytes()) {
          break;
        }
        sha256.update(buffer, 0, read);
        writer.write(buffer, 0, read);
      }
      if (total != length.bytes()) {
        return new Mismatch("part " + part.number() + " has " + length + ", not " + total);
      }
      writer.publish(BlobKey.part(part.upload(), part.number()));
    }
    return new PartStored(HexFormat.of().formatHex(sha256.digest()));
  }

  /** Puts the parts together. Asking again after it worked is no error. */
  TransferResult complete(LfsTicket ticket, Caller caller, String id) throws IOException {
    Optional<PartedUpload> upload = database.read(tx -> uploads.find(tx, id));
    if (upload.isEmpty()) {
      boolean done =
          database.read(tx -> held.size(tx, ticket.repo(), ticket.object().id())).isPresent();
      return done ? new Stored() : new NoSuchUpload();
    }
    Optional<Integer> missing = missingPart(upload.get());
    if (missing.isPresent()) {
      return new Mismatch("part " + missing.get() + " did not come");
    }
    TransferResult result;
    try (InputStream all = new PartsStream(blobs, upload.get())) {
      LfsObject object = ticket.object();
      result =
          finish(ticket, caller, new BlobReceiver(blobs).receive(all, object.id(), object.size()));
    }
    // Wrong parts go as well: the client's next try begins with none.
    removeParts(upload.get());
    return result;
  }

  private Optional<Integer> missingPart(PartedUpload upload) {
    for (int number = 1; number <= upload.parts(); number++) {
      if (blobs.size(BlobKey.part(upload.id(), number)).isEmpty()) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }

  private void removeParts(PartedUpload upload) {
    for (int number = 1; number <= upload.parts(); number++) {
      blobs.delete(BlobKey.part(upload.id(), number));
    }
  }

  /** Removes the parts of uploads that nobody completed. */
  void sweep() {
    var limit = time.instant().minus(LfsLimits.ABANDONED_AFTER);
    for (PartedUpload upload : database.read(tx -> uploads.olderThan(tx, limit, SWEEP_BATCH))) {
      removeParts(upload);
      database.write(tx -> {
        uploads.delete(tx, upload.id());
        return upload;
      });
    }
    sweepParts(limit);
  }

  /** A part is younger than its upload, whose row may be gone with its repository. */
  private void sweepParts(Instant limit) {
    try (Stream<StoredBlob> parts = blobs.list(BlobPrefix.PARTS)) {
      parts
          .filter(part -> part.publishedAt().isBefore(limit))
          .forEach(part -> blobs.delete(part.key()));
    }
  }
}
