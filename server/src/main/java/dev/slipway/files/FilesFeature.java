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
  private final SafetensorsEndpoint safetensors;

  /** Stands on these. */
  public FilesFeature(RepoGit repos, Contents contents, PublicUrl publicUrl) {
    files = new ResolveEndpoint(repos, contents, new XetAddresses(publicUrl));
    trees = new TreeEndpoint(repos, contents, new NextPage(publicUrl));
    safetensors = new SafetensorsEndpoint(repos, contents);
  }

  /**
   * {@code resolve}, {@code raw}, {@code tree}, {@code paths-info} and {@code safetensors-metadata}
   * of every repository.
   */
  public void register(RepoRoutes routes) {
    files.register(routes);
    trees.register(routes);
    safetensors.register(routes);
  }
}
