package dev.slipway.files;

import dev.slipway.blobs.BlobStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;

/** The door of the files room. */
public final class FilesFeature {

  private final ResolveEndpoint files;
  private final TreeEndpoint trees;

  /** Stands on these. */
  public FilesFeature(RepoGit repos, Database database, BlobStore blobs, PublicUrl publicUrl) {
    files = new ResolveEndpoint(repos, new FileSources(database, blobs));
    trees = new TreeEndpoint(repos, new NextPage(publicUrl));
  }

  /** {@code resolve}, {@code raw}, {@code tree} and {@code paths-info} of every repository. */
  public void register(RepoRoutes routes) {
    files.register(routes);
    trees.register(routes);
  }
}
