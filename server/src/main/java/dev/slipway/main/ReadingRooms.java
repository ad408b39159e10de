package dev.slipway.main;

import dev.slipway.buckets.BucketsFeature;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.files.FilesFeature;
import dev.slipway.history.HistoryFeature;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.profiles.ProfilesFeature;
import dev.slipway.provenance.Provenance;
import dev.slipway.provenance.ProvenanceFeature;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import java.util.List;
import java.util.stream.Stream;

/** The rooms in which repositories are read: their files, history and profiles; and buckets. */
final class ReadingRooms {

  private final ProfilesFeature profiles;
  private final BucketsFeature buckets;
  private final ProvenanceFeature provenance;

  ReadingRooms(Foundation on, PeopleRooms people, ReposFeature repos, ContentsFeature contents) {
    RepoRoutes routes = repos.repoRoutes();
    new FilesFeature(repos.git(), contents.contents(), on.publicUrl()).register(routes);
    buckets =
        new BucketsFeature(
            on.database(),
            new BucketsFeature.Ground(
                people.stores().repos(), people.stores().audit(), repos.gate()),
            contents,
            on.publicUrl(),
            on.time());
    buckets.register(routes);
    provenance =
        new ProvenanceFeature(
            on.database(),
            people.stores().repos(),
            people.provenanceKeys(),
            repos.git()::commitBytes);
    provenance.register(routes);
    new HistoryFeature(repos.git(), provenance.provenance(), on.publicUrl(), on.time())
        .register(routes);
    profiles =
        new ProfilesFeature(
            on.database(), people.stores().accounts(), repos, on.publicUrl(), on.time());
    profiles.register(routes);
  }

  /** Those that belong to no repository; the others are among the repositories' own. */
  List<Route> routes() {
    return Stream.of(profiles.routes(), buckets.routes(), provenance.routes())
        .flatMap(List::stream)
        .toList();
  }

  Provenance provenance() {
    return provenance.provenance();
  }

  void schedule(Jobs jobs) {
    profiles.schedule(jobs);
  }
}
