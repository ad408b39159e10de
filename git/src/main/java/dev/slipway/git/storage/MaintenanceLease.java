package dev.slipway.git.storage;

/**
 * The right to maintain a repository, held by one process at a time until it is closed or its time
 * is over. It saves double work; it protects nothing, because replacing packs checks by itself.
 */
public interface MaintenanceLease extends AutoCloseable {

  @Override
  void close();
}
