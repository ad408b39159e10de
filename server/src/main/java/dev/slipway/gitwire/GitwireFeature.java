package dev.slipway.gitwire;

import dev.slipway.contents.RepoBlobStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoProblem;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.nio.file.Path;

/** The door of the gitwire room. */
public final class GitwireFeature {

  private final GitwireEndpoint endpoint;

  /**
   * Stands on these.
   *
   * @param spool a folder for long requests until they are answered
   */
  public GitwireFeature(Database database, RepoGit git, PublicUrl publicUrl, Path spool) {
    RepoProblem problems = new RepoProblem(publicUrl);
    endpoint = new GitwireEndpoint(database, git, new RepoBlobStore(), problems, spool);
  }

  /** {@code info/refs}, {@code git-upload-pack}, {@code git-receive-pack}. */
  public void register(RepoRoutes routes) {
    endpoint.register(routes);
  }
}
