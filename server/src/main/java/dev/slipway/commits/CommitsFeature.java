package dev.slipway.commits;

import dev.slipway.contents.RepoBlobStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.repos.Authors;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import dev.slipway.tokens.Tokens;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The door of the commits room. */
public final class CommitsFeature {

  private final PreuploadEndpoint preupload;
  private final CommitEndpoint commit;
  private final ValidateYamlEndpoint validateYaml = new ValidateYamlEndpoint();

  /**
   * Stands on these.
   *
   * @param spool a folder for inline files on their way into a pack
   */
  public CommitsFeature(
      Database database,
      RepoGit git,
      Tokens tokens,
      PublicUrl publicUrl,
      InstantSource time,
      Path spool) {
    HeldBlobs blobs = new HeldBlobs(database, new RepoBlobStore());
    MakeCommit commits = new MakeCommit(git, blobs, new Authors(publicUrl, time));
    preupload = new PreuploadEndpoint(git, blobs);
    commit = new CommitEndpoint(commits, tokens, publicUrl, spool);
  }

  /** {@code preupload}, {@code commit} and what stands in for pull requests. */
  public void register(RepoRoutes routes) {
    preupload.register(routes);
    commit.register(routes);
    PullRequestEndpoint.register(routes);
  }

  /** {@code validate-yaml}. */
  public List<Route> routes() {
    return validateYaml.routes();
  }
}
