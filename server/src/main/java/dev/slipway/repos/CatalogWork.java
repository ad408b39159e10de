package dev.slipway.repos;

import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.sql.Tx;
import java.util.Optional;

/** What happens in the transaction that moves a reference, before and after it. */
public interface CatalogWork {

  /** Checks and prepares; a reason refuses the update, and nothing of it stays. */
  Optional<String> before(Tx tx, CatalogUpdate update);

  /** Writes what must stand beside the update: audit, times. */
  void after(Tx tx, CatalogUpdate update);
}
