package dev.slipway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Lets writers who come together share one flush: whoever gets the fair lock runs everything that
 * waits, each piece in a savepoint of its own, and commits once. A piece that throws is undone
 * alone; a commit that fails fails all of them.
 */
final class WriterQueue {

  private static final int MAX_BATCH = 64;

  private final Handle handle;
  private final ReentrantLock lock = new ReentrantLock(/* fair= */ true);
  private final Queue<Piece<?>> waiting = new ConcurrentLinkedQueue<>();
  private boolean isClosed;

  WriterQueue(Handle handle) {
    this.handle = handle;
  }

  <T> T run(Function<Tx, T> work) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction inside a transaction");
    }
    Piece<T> piece = new Piece<>(work);
    waiting.add(piece);
    lock.lock();
    try {
      while (!piece.isDone()) {
        runBatch();
      }
    } finally {
      lock.unlock();
    }
    return piece.result();
  }

  void close() {
    lock.lock();
    isClosed = true;
    lock.unlock();
  }

  private void runBatch() {
    List<Piece<?>> batch = new ArrayList<>();
    for (Piece<?> piece = waiting.poll(); piece != null; piece = waiting.poll()) {
      batch.add(piece);
      if (batch.size() == MAX_BATCH) {
        break;
      }
    }
    try {
      if (isClosed) {
        throw new IllegalStateException("the database is closed");
      }
      handle.execute("BEGIN IMMEDIATE");
      batch.forEach(this::runPiece);
      handle.execute("COMMIT");
      batch.forEach(Piece::committed);
    } catch (RuntimeException | Error e) {
      rollBack(e);
      batch.forEach(piece -> piece.failed(e));
    }
  }

  private void runPiece(Piece<?> piece) {
    handle.execute("SAVEPOINT piece");
    try {
      piece.run(new Tx(handle));
      handle.execute("RELEASE piece");
    } catch (RuntimeException e) {
      handle.execute("ROLLBACK TO piece");
      handle.execute("RELEASE piece");
      piece.failed(e);
    }
  }

  private void rollBack(Throwable cause) {
    try {
      handle.execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** One caller's work. Touched under the lock, and by its caller after the lock was given back. */
  private static final class Piece<T> {

    private final Function<Tx, T> work;
    private @Nullable T value;
    private @Nullable Throwable failure;
    private boolean done;

    Piece(Function<Tx, T> work) {
      this.work = work;
    }

    void run(Tx tx) {
      value = work.apply(tx);
    }

    boolean isDone() {
      return done;
    }

    void committed() {
      done = true;
    }

    void failed(Throwable e) {
      if (failure == null) {
        failure = e;
      }
      done = true;
    }

    @SuppressWarnings("NullAway") // the value is null only if T is a type whose work returns null
    T result() {
      return switch (failure) {
        case null -> value;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException("work throws nothing checked", failure);
      };
    }
  }
}
