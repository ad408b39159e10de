package dev.slipway.buckets;

import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.contents.FileCopies;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes what is in a bucket: all that can be done of a batch in one transaction with its audit.
 */
final class BucketChanges {

  private static final String ACTION = "bucket.batch";

  private final Database database;
  private final Rows rows;
  private final FileCopies files;
  private final RepoGate gate;
  private final InstantSource time;

  /** The rows that a batch changes. */
  record Rows(BucketStore buckets, RepoStore repos, AuditStore audit) {}

  BucketChanges(Database database, Rows rows, FileCopies files, RepoGate gate, InstantSource time) {
    this.database = database;
    this.rows = rows;
    this.files = files;
    this.gate = gate;
    this.time = time;
  }

  /** Applies the lines, and gives those that could not be: all others were, together. */
  List<Failure> apply(OpenRepo bucket, List<BucketLine> lines, String requestId) {
    return database.write(tx -> {
      RepoKey key = bucket.repo().key();
      bucket.confirmWrite(tx, ACTION, requestId);
      Batch batch = new Batch(tx, key, bucket.caller(), time.instant());
      lines.forEach(batch::apply);
      batch.putRest();
      rows.repos().touch(tx, key, time.instant());
      rows.audit().append(tx, event(bucket, batch, lines.size(), requestId));
      return List.copyOf(batch.failures);
    });
  }

  private static AuditEvent event(OpenRepo bucket, Batch batch, int lines, String requestId) {
    return bucket.event(
        ACTION,
        requestId,
        Map.of("lines", String.valueOf(lines), "failed", String.valueOf(batch.failures.size())));
  }

  /** A file that is to be at a path, and how large it is. */
  private record Placed(BucketLine.Add add, ByteCount size) {}

  /** A line that could not be done, and why. */
  record Failure(String path, String reason) {}

  /** A file that the bucket was given from another repository. */
  private record Copied(RepoKey from, XetHash file) {}

  /** One batch on its way. */
  private final class Batch {

    private final Tx tx;
    private final RepoKey bucket;
    private final Caller caller;
    private final Instant now;
    private final Map<RepoId, Optional<RepoKey>> sources = new HashMap<>();
    private final Set<Copied> copied = new HashSet<>();
    private final Map<RepoPath, Placed> obstructed = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();

    Batch(Tx tx, RepoKey bucket, Caller caller, Instant now) {
      this.tx = tx;
      this.bucket = bucket;
      this.caller = caller;
      this.now = now;
    }

    void apply(BucketLine line) {
      switch (line) {
        case BucketLine.Impossible(var path, var reason) -> failures.add(new Failure(path, reason));
        case BucketLine.Delete(var path) -> {
          obstructed.remove(path);
          rows.buckets().delete(tx, bucket, path);
        }
        case BucketLine.Add add -> {
          Optional<ByteCount> size = size(add.file());
          if (size.isEmpty()) {
            fail(add.path(), "the file was not uploaded to this bucket");
          } else {
            put(add, size.get());
          }
        }
        case BucketLine.Copy copy -> copy(copy);
      }
    }

    private Optional<ByteCount> size(XetHash file) {
      return file.equals(XetHash.ZERO) ? Optional.of(ByteCount.ZERO) : files.size(tx, bucket, file);
    }

    private void copy(BucketLine.Copy copy) {
      Optional<RepoKey> source = sources.computeIfAbsent(copy.from(), this::source);
      boolean isThere =
          source
              .filter(from ->
                  copy.file().equals(XetHash.ZERO)
                      || copied.contains(new Copied(from, copy.file()))
                      || copyOnce(from, copy.file()))
              .isPresent();
      if (isThere) {
        put(
            new BucketLine.Add(copy.path(), copy.file(), copy.modifiedAt()),
            size(copy.file()).orElseThrow());
      } else {
        fail(copy.path(), "there is no such file in " + copy.from());
      }
    }

    /** However often it is named: its terms are written once. */
    private boolean copyOnce(RepoKey from, XetHash file) {
      boolean isThere = files.copy(tx, from, bucket, file, now);
      if (isThere) {
        copied.add(new Copied(from, file));
      }
      return isThere;
    }

    /**
     * Whoever may not read it does not learn that it is there. A former name leads to it as well.
     */
    private Optional<RepoKey> source(RepoId from) {
      return switch (gate.open(tx, caller, from, Permission.READ_CONTENT)) {
        case Opened(var open) -> Optional.of(open.repo().key());
        case Moved(var to) ->
            gate.open(tx, caller, to, Permission.READ_CONTENT) instanceof Opened(var open)
                ? Optional.of(open.repo().key())
                : Optional.empty();
        case Closed _ -> Optional.empty();
      };
    }

    /** A line behind this one may make room: clients write what they delete last. */
    private void put(BucketLine.Add add, ByteCount size) {
      Placed placed = new Placed(add, size);
      if (rows.buckets().conflict(tx, bucket, add.path()).isPresent()) {
        obstructed.put(add.path(), placed);
      } else {
        obstructed.remove(add.path());
        put(placed);
      }
    }

    private void put(Placed placed) {
      BucketLine.Add add = placed.add();
      rows.buckets()
          .put(
              tx,
              bucket,
              new BucketFile(
                  add.path(), add.file(), placed.size(), add.modifiedAt().orElse(now), now));
    }

    /** Puts what was in the way of something that is gone now; the rest is not done. */
    void putRest() {
      obstructed
          .values()
          .forEach(placed -> {
            RepoPath path = placed.add().path();
            Optional<String> other = rows.buckets().conflict(tx, bucket, path);
            if (other.isEmpty()) {
              put(placed);
            } else {
              fail(path, "a file and a folder cannot have one name: there is " + other.get());
            }
          });
    }

    private void fail(RepoPath path, String reason) {
      failures.add(new Failure(path.text(), reason));
    }
  }
}
