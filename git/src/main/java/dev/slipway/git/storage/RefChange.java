package dev.slipway.git.storage;

/** One step of an update: it holds only if the reference is what the change says it was. */
public sealed interface RefChange {

  /** Which reference changes. */
  RefName name();

  /** The reference did not exist. */
  record Created(GitRef ref) implements RefChange {
    @Override
    public RefName name() {
      return ref.name();
    }
  }

  /** The reference led to {@code from}, and leads to {@code to}. */
  record Moved(GitRef from, GitRef to) implements RefChange {
    public Moved {
      if (!from.name().equals(to.name())) {
        throw new IllegalArgumentException("a move keeps the name: " + from + ", " + to);
      }
    }

    @Override
    public RefName name() {
      return to.name();
    }
  }

  /** The reference led there, and is gone. */
  record Deleted(GitRef ref) implements RefChange {
    @Override
    public RefName name() {
      return ref.name();
    }
  }
}
