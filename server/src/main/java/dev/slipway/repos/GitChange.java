package dev.slipway.repos;

import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.sql.Tx;
import java.util.Map;
import java.util.Optional;

/**
 * A change that somebody is about to make to a repository's git, as the audit will tell it.
 *
 * @param action {@code repo.commit}, {@code repo.push}, …
 * @param details a few more words for the audit
 * @param extra what else happens in the same transaction
 */
public record GitChange(
    String action, String requestId, Map<String, String> details, CatalogWork extra) {

  private static final CatalogWork NOTHING =
      new CatalogWork() {
        @Override
        public Optional<String> before(Tx tx, CatalogUpdate update) {
          return Optional.empty();
        }

        @Override
        public void after(Tx tx, CatalogUpdate update) {
          // the audit is all there is to write
        }
      };

  public GitChange {
    details = Map.copyOf(details);
  }

  /** What may stand against a change, asked in its transaction. */
  public interface Check {

    /** Why it is refused, in a sentence for the caller. */
    Optional<String> refusal(Tx tx, CatalogUpdate update);
  }

  /** A change of which the audit is all there is to write, unless something stands against it. */
  public static GitChange unless(String action, String requestId, Check check) {
    CatalogWork checking =
        new CatalogWork() {
          @Override
          public Optional<String> before(Tx tx, CatalogUpdate update) {
            return check.refusal(tx, update);
          }

          @Override
          public void after(Tx tx, CatalogUpdate update) {
            // the audit is all there is to write
          }
        };
    return new GitChange(action, requestId, Map.of(), checking);
  }

  /** A change of which the audit is all there is to write. */
  public static GitChange of(String action, String requestId) {
    return new GitChange(action, requestId, Map.of(), NOTHING);
  }
}
