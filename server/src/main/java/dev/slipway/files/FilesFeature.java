package dev.slipway.files;

import dev.slipway.contents.Contents;
import dev.slipway.contents.XetAddresses;
import dev.slipway.http.PublicUrl;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;

/** The door of the files room. */
public final class FilesFeature {

  private final ResolveEndpoint files;
  private final TreeEndpoint trees;

  /** Stands on these. */
  public FilesFeature(RepoGit repos, Contents contents, PublicUrl publicUrl) {
    files = new ResolveEndpoint(repos, contents, new XetAddresses(publicUrl));
    trees = new TreeEndpoint(repos, contents, new NextPage(publicUrl));
  }

  /** {@code resolve}, {@code raw}, {@code tree} and {@code paths-info} of every repository. */
  public void register(RepoRoutes routes) {
    files.register(routes);
    trees.register(routes);
  }
}
