package dev.slipway.git.history;

import dev.slipway.names.CommitId;
import dev.slipway.names.Revision;
import java.util.List;

/**
 * An address split into its revision and what follows.
 *
 * @param revision the reference or commit id that the address begins with
 * @param commit what it leads to
 * @param rest the remaining segments, perhaps none
 */
public record RevisionPath(Revision revision, CommitId commit, List<String> rest) {

  public RevisionPath {
    rest = List.copyOf(rest);
  }
}
