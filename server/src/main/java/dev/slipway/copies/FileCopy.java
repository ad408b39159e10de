package dev.slipway.copies;

import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.audit.AuditEvent;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.contents.FileCopies;
import dev.slipway.contents.RepoBlobStore;
import dev.slipway.contents.RepoBlobStore.HeldBlob;
import dev.slipway.names.BlobId;
import dev.slipway.names.RepoId;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Opening;
import dev.slipway.repos.RepoGate;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets a repository hold files of another, so that a commit there may name them: no byte moves, and
 * of the chunks only those of the files are reached.
 */
final class FileCopy {

  private static final String ACTION = "repo.copy_lfs_files";

  private final CopiesFeature.Ground ground;
  private final RepoGate gate;
  private final FileCopies copies;
  private final RepoBlobStore blobs = new RepoBlobStore();

  FileCopy(CopiesFeature.Ground ground, RepoGate gate, ContentsFeature contents) {
    this.ground = ground;
    this.gate = gate;
    this.copies = contents.copies();
  }

  /**
   * A file that is wanted.
   *
   * @param chunked the hash under which the source has it in chunks, if the client says it
   */
  record WantedFile(BlobId blob, Optional<XetHash> chunked) {}

  /** What came of it. */
  sealed interface Outcome {

    /**
     * All of the files are there but those that are {@code missing}.
     *
     * @param allowed what the target's gate said; it may have warned
     */
    record Copied(List<BlobId> missing, Decision.Allowed allowed) implements Outcome {}

    /** The target is not open to the caller for writing, or is not there. */
    record Closed(Decision decision, RepoId target) implements Outcome {}
  }

  /** Copies what the source holds, in one transaction with the audit. */
  Outcome copy(OpenRepo source, RepoId target, List<WantedFile> files, String requestId) {
    return ground
        .database()
        .write(tx -> {
          source.confirm(tx, Permission.READ_CONTENT);
          return switch (open(tx, source, target)) {
            case Opening.Opened(var opened) -> copied(tx, source, opened, files, requestId);
            case Opening.Closed(var decision) -> new Outcome.Closed(decision, target);
            case Opening.Moved(var to) ->
                throw new IllegalStateException("a present name redirects: " + to);
          };
        });
  }

  /** A former name leads to it as well; one step is enough, because names do not chain. */
  private Opening open(Tx tx, OpenRepo source, RepoId target) {
    Opening opening = gate.open(tx, source.caller(), target, Permission.WRITE);
    return opening instanceof Opening.Moved(var to)
        ? gate.open(tx, source.caller(), to, Permission.WRITE)
        : opening;
  }

  private Outcome copied(
      Tx tx, OpenRepo source, OpenRepo target, List<WantedFile> files, String requestId) {
    target.confirmWrite(tx, ACTION, requestId);
    Map<BlobId, HeldBlob> held =
        blobs.held(
            tx, source.repo().key(), files.stream().map(WantedFile::blob).distinct().toList());
    List<BlobId> missing = new ArrayList<>();
    List<BlobId> there = new ArrayList<>();
    for (WantedFile file : files) {
      (isHeld(file, held) ? there : missing).add(file.blob());
    }
    if (!there.isEmpty()) {
      copies.copyBlobs(
          tx, source.repo().key(), target.repo().key(), there, ground.time().instant());
      ground.audit().append(tx, event(source, target, there, requestId));
    }
    return new Outcome.Copied(missing, target.allowed());
  }

  private static boolean isHeld(WantedFile file, Map<BlobId, HeldBlob> held) {
    HeldBlob blob = held.get(file.blob());
    return blob != null && (file.chunked().isEmpty() || file.chunked().equals(blob.file()));
  }

  private static AuditEvent event(
      OpenRepo source, OpenRepo target, List<BlobId> blobs, String requestId) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("from", source.repo().id().path());
    details.put("files", blobs.stream().map(BlobId::hex).collect(Collectors.joining(" ")));
    return target.event(ACTION, requestId, details);
  }
}
