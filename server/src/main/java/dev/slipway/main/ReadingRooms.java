package dev.slipway.main;

import dev.slipway.contents.Contents;
import dev.slipway.files.FilesFeature;
import dev.slipway.history.HistoryFeature;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.profiles.ProfilesFeature;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import java.util.List;

/** The rooms in which repositories are read: their files, history and profiles. */
final class ReadingRooms {

  private final ProfilesFeature profiles;

  ReadingRooms(Foundation on, PeopleRooms people, ReposFeature repos, Contents contents) {
    RepoRoutes routes = repos.repoRoutes();
    new FilesFeature(repos.git(), contents, on.publicUrl()).register(routes);
    new HistoryFeature(repos.git(), on.publicUrl(), on.time()).register(routes);
    profiles =
        new ProfilesFeature(
            on.database(), people.stores().accounts(), repos, on.publicUrl(), on.time());
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
