package dev.slipway.copies;

import dev.slipway.audit.AuditStore;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.http.PublicUrl;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import dev.slipway.sql.Database;
import java.time.InstantSource;

/** The door of the copies room. */
public final class CopiesFeature {

  private final FileCopyEndpoint files;
  private final DuplicateEndpoint repositories;

  /** Where the rows are, and the clock that stamps them. */
  public record Ground(Database database, AuditStore audit, InstantSource time) {}

  /** Stands on these. */
  public CopiesFeature(
      Ground ground, ReposFeature repos, ContentsFeature contents, PublicUrl publicUrl) {
    files = new FileCopyEndpoint(new FileCopy(ground, repos.gate(), contents), publicUrl);
    repositories =
        new DuplicateEndpoint(
            repos.creation(),
            source -> new Estate(ground.database(), source, contents.copies(), ground.time()),
            publicUrl);
  }

  /** {@code …/lfs-files/duplicate} and {@code …/duplicate}. */
  public void register(RepoRoutes routes) {
    files.register(routes);
    repositories.register(routes);
  }
}
