package dev.slipway.lfsfiles;

import dev.slipway.contents.ContentsFeature;
import dev.slipway.files.NextPage;
import dev.slipway.http.PublicUrl;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.time.InstantSource;

/** The door of the lfsfiles room. */
public final class LfsFilesFeature {

  private final ListEndpoint lists;
  private final RemovalEndpoint removals;

  /** Stands on these. */
  public LfsFilesFeature(
      Database database,
      RepoGit git,
      ContentsFeature contents,
      PublicUrl publicUrl,
      InstantSource time) {
    lists = new ListEndpoint(database, git, new NextPage(publicUrl));
    removals = new RemovalEndpoint(new Removal(git, contents, time));
  }

  /** {@code …/lfs-files}. */
  public void register(RepoRoutes routes) {
    lists.register(routes);
    removals.register(routes);
  }
}
