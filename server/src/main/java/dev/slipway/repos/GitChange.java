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
 * @param receipt what is kept if the caller's token dies with this change; absent for changes that
 *     no token dies with
 */
public record GitChange(
    String action,
    String requestId,
    Map<String, String> details,
    CatalogWork extra,
    Optional<Receipt> receipt) {

  /**
   * What is kept of the one change of a token that dies with it, so that a client which did not
   * hear the answer can ask once more.
   */
  public interface Receipt {

    /** A push: git clients do not send one twice, they look what became of it. */
    Receipt OF_PUSH =
        new Receipt() {
          @Override
          public String request() {
            return "push";
          }

          @Override
          public String answer(CatalogUpdate update) {
            return "";
          }
        };

    /** What the request was, in a form that no other request has. */
    String request();

    /** What the client is told of the change. */
    String answer(CatalogUpdate update);
  }

  private static final CatalogWork NOTHING = new CatalogWork() {};

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
        };
    return with(action, requestId, Map.of(), checking);
  }

  /** A change with which something else is written; no token dies with it. */
  public static GitChange with(
      String action, String requestId, Map<String, String> details, CatalogWork extra) {
    return new GitChange(action, requestId, details, extra, Optional.empty());
  }

  /** The same as a change with which a token may die. */
  public GitChange leaving(Receipt left) {
    return new GitChange(action, requestId, details, extra, Optional.of(left));
  }

  /** A change of which the audit is all there is to write. */
  public static GitChange of(String action, String requestId) {
    return with(action, requestId, Map.of(), NOTHING);
  }
}
