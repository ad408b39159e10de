package dev.slipway.sql;

import dev.slipway.sql.Boundaries.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Lets writers who come together share one flush: a thread of its own takes everything that waits,
 * runs each piece in a savepoint of its own, and commits once. A piece that throws is undone alone;
 * a commit that fails fails all of them.
 *
 * <p>The thread is one of the platform: a virtual one would hold its carrier, of which there are
 * few, while the disk writes.
 */
final class WriterQueue {

  private static final int MAX_BATCH = 64;

  private final Boundaries boundaries;
  private final Handle handle;
  private final BlockingQueue<Piece<?>> waiting = new LinkedBlockingQueue<>();
  private final Piece<Object> last = new Piece<>(_ -> "nothing");
  private final Thread writer;
  private volatile boolean isClosed;

  WriterQueue(Boundaries boundaries) {
    this.boundaries = boundaries;
    this.handle = boundaries.handle();
    this.writer = Thread.ofPlatform().daemon().name("database writer").start(this::write);
  }

  <T> T run(Function<Tx, T> work) {
    if (Thread.currentThread() == writer) {
      throw new IllegalStateException("a transaction inside a transaction");
    }
    Piece<T> piece = new Piece<>(work);
    waiting.add(piece);
    // Nobody takes what came after the last piece, unless the writer already has.
    if (isClosed && waiting.remove(piece)) {
      throw closed();
    }
    piece.await();
    return piece.result();
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the database is closed");
  }

  /** Runs what waits, and nothing that comes later. */
  void close() {
    if (!isClosed) {
      isClosed = true;
      waiting.add(last);
    }
    last.await();
  }

  private void write() {
    List<Piece<?>> batch = new ArrayList<>();
    try {
      while (!batch.contains(last)) {
        batch.clear();
        serve(batch);
      }
    } finally {
      // Whatever ends this thread, nobody waits for it.
      isClosed = true;
      waiting.drainTo(batch);
      batch.forEach(Piece::abandon);
    }
  }

  /** Even without memory the thread goes on: what it has taken fails, and what waits is next. */
  private void serve(List<Piece<?>> batch) {
    try {
      batch.add(taken());
      waiting.drainTo(batch, MAX_BATCH - 1);
      commit(batch);
    } catch (RuntimeException | Error e) {
      batch.forEach(piece -> piece.failed(e));
    } finally {
      batch.forEach(Piece::end);
    }
  }

  /** Whether the thread is there that writes. */
  boolean isServed() {
    return !isClosed && writer.isAlive();
  }

  private Piece<?> taken() {
    while (true) {
      try {
        return waiting.take();
      } catch (InterruptedException _) {
        // Only the last piece ends this thread.
      }
    }
  }

  private void commit(List<Piece<?>> batch) {
    try {
      boundaries.say(Word.BEGIN_WRITING);
      batch.forEach(this::run);
      boundaries.say(Word.COMMIT);
    } catch (RuntimeException | Error e) {
      rollBack(e);
      batch.forEach(piece -> piece.failed(e));
    }
  }

  private void run(Piece<?> piece) {
    boundaries.say(Word.BEGIN_PIECE);
    try {
      piece.run(new Tx(handle));
      boundaries.say(Word.END_PIECE);
    } catch (RuntimeException | Error e) {
      undo(e);
      piece.failed(e);
    }
  }

  /** Some errors make the database undo the whole transaction; then all pieces have failed. */
  private void undo(Throwable cause) {
    try {
      handle.execute("ROLLBACK TO piece");
      handle.execute("RELEASE piece");
    } catch (RuntimeException | Error e) {
      e.addSuppressed(cause);
      throw e;
    }
  }

  private void rollBack(Throwable cause) {
    try {
      handle.execute("ROLLBACK");
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  /** One caller's work. Touched by the writer until it ends, and by its caller afterwards. */
  private static final class Piece<T> {

    private final Function<Tx, T> work;
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable T value;
    private @Nullable Throwable failure;

    Piece(Function<Tx, T> work) {
      this.work = work;
    }

    void run(Tx tx) {
      value = work.apply(tx);
    }

    void failed(Throwable e) {
      if (failure == null) {
        failure = e;
      }
    }

    void end() {
      end.countDown();
    }

    /** Only what has not ended is told. */
    void abandon() {
      if (end.getCount() > 0) {
        failed(closed());
        end();
      }
    }

    void await() {
      boolean wasInterrupted = false;
      while (true) {
        try {
          end.await();
          break;
        } catch (InterruptedException _) {
          // What was begun is finished: who gives up now would not know whether it is written.
          wasInterrupted = true;
        }
      }
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
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
