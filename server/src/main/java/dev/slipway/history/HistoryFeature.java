package dev.slipway.history;

import dev.slipway.http.PublicUrl;
import dev.slipway.provenance.Provenance;
import dev.slipway.repos.Authors;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.time.InstantSource;

/** The door of the history room. */
public final class HistoryFeature {

  private final RefsEndpoint refs;
  private final BranchEndpoint branches;
  private final CommitsEndpoint commits;

  /** Stands on these. */
  public HistoryFeature(
      RepoGit repos, Provenance provenance, PublicUrl publicUrl, InstantSource time) {
    Authors authors = new Authors(publicUrl, time);
    refs = new RefsEndpoint(repos);
    branches = new BranchEndpoint(repos, authors);
    commits = new CommitsEndpoint(repos, provenance, publicUrl);
  }

  /** {@code refs}, {@code commits}, {@code branch}, {@code tag} and {@code super-squash}. */
  public void register(RepoRoutes routes) {
    refs.register(routes);
    branches.register(routes);
    commits.register(routes);
  }
}
