package dev.slipway.xet.shards;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * A shard as it was uploaded: which files are made of what, and what the xorbs consist of. It takes
 * about as much memory as its bytes; the members of the lists are made when they are asked for.
 */
public final class Shard {

  private final List<ShardFile> files;
  private final List<ShardXorb> xorbs;

  Shard(ShardFileTable files, ShardXorbTable xorbs) {
    this.files = new View<>(files.count(), files::file);
    this.xorbs = new View<>(xorbs.count(), xorbs::xorb);
  }

  /** The files, in the shard's order. */
  public List<ShardFile> files() {
    return files;
  }

  /** The xorbs that the shard describes, which may be fewer than its files name. */
  public List<ShardXorb> xorbs() {
    return xorbs;
  }

  private static final class View<T> extends AbstractList<T> implements RandomAccess {

    private final int size;
    private final IntFunction<T> member;

    View(int size, IntFunction<T> member) {
      this.size = size;
      this.member = member;
    }

    @Override
    public T get(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return member.apply(index);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
