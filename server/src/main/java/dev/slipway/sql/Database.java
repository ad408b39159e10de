package dev.slipway.sql;

import java.util.List;
import java.util.function.Function;

/** Where the hub's rows are. Safe for use by many threads. */
public interface Database extends AutoCloseable {

  /** Runs {@code work} against one consistent state; it must not write. */
  <T> T read(Function<Tx, T> work);

  /**
   * Runs {@code work} as one transaction: when this returns its changes are on disk, and if the
   * work throws, none of them is.
   */
  <T> T write(Function<Tx, T> work);

  /** Whether it answers a question that needs no table. */
  default boolean answers() {
    return read(tx -> tx.handle().createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
  }

  /**
   * What the database itself finds wrong with what it stores; empty if nothing. Reads everything,
   * which takes a while for each gigabyte.
   */
  List<String> damage();

  /** Which version its tables have. */
  TableVersion tables();

  /** Closes every connection. */
  @Override
  void close();
}
