package dev.slipway.repos;

import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.sql.Tx;
import java.util.Optional;

/** What happens in the transaction that moves a reference, before and after it. */
public interface CatalogWork {

  /** Why references may not be moved so; empty if they may. Asked after {@link #before}. */
  default Optional<String> refusal(CatalogUpdate update) {
    return Optional.empty();
  }

  /** Checks and prepares; a reason refuses the update, and nothing of it stays. */
  default Optional<String> before(Tx tx, CatalogUpdate update) {
    return Optional.empty();
  }

  /** Writes what must stand beside the update: audit, times. */
  default void after(Tx tx, CatalogUpdate update) {
    // nothing but the update, unless somebody says more
  }
}
