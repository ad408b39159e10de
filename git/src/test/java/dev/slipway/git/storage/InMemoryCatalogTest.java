package dev.slipway.git.storage;

import java.time.InstantSource;

class InMemoryCatalogTest extends GitCatalogContract {

  private final GitCatalog catalog = new InMemoryCatalog(InstantSource.system());

  @Override
  protected GitCatalog catalog() {
    return catalog;
  }
}
