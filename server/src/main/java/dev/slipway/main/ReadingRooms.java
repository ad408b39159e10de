package dev.slipway.main;

import dev.slipway.accounts.AccountStore;
import dev.slipway.blobs.BlobStore;
import dev.slipway.files.FilesFeature;
import dev.slipway.history.HistoryFeature;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.profiles.ProfilesFeature;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import dev.slipway.sql.Database;
import java.time.InstantSource;
import java.util.List;

/** The rooms in which repositories are read: their files, history and profiles. */
final class ReadingRooms {

  private final ProfilesFeature profiles;

  ReadingRooms(
      Database database,
      BlobStore blobs,
      AccountStore accounts,
      ReposFeature repos,
      PublicUrl publicUrl,
      InstantSource time) {
    RepoRoutes routes = repos.repoRoutes();
    new FilesFeature(repos.git(), database, blobs, publicUrl).register(routes);
    new HistoryFeature(repos.git(), publicUrl, time).register(routes);
    profiles = new ProfilesFeature(database, accounts, repos, publicUrl, time);
    profiles.register(routes);
  }

  /** Those that belong to no repository; the others are among the repositories' own. */
  List<Route> routes() {
    return profiles.routes();
  }

  void schedule(Jobs jobs) {
    profiles.schedule(jobs);
  }
}
