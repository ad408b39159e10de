package dev.slipway.main;

import dev.slipway.commits.CommitsFeature;
import dev.slipway.gating.GatingFeature;
import dev.slipway.gitwire.GitwireFeature;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.lfs.LfsFeature;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import dev.slipway.signing.AddressSigner;
import dev.slipway.signing.SignerKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The rooms through which bytes and guests get into repositories: LFS, commits, git itself, the
 * gate.
 */
final class WritingRooms {

  private final LfsFeature lfs;
  private final CommitsFeature commits;

  WritingRooms(Foundation on, PeopleRooms people, ReposFeature repos) {
    RepoRoutes routes = repos.repoRoutes();
    lfs =
        new LfsFeature(
            new LfsFeature.Storage(on.database(), on.blobs()),
            new LfsFeature.Door(signer(on), people.tokens(), repos.gate()),
            on.publicUrl(),
            on.time(),
            on.random());
    lfs.register(routes);
    commits =
        new CommitsFeature(
            on.database(), repos.git(), on.publicUrl(), on.time(), on.settings().spoolFolder());
    commits.register(routes);
    new GitwireFeature(on.database(), repos.git(), on.publicUrl()).register(routes);
    new GatingFeature(
            on.database(),
            people.stores().accounts(),
            people.stores().audit(),
            on.publicUrl(),
            on.time(),
            on.random())
        .register(routes);
  }

  private static AddressSigner signer(Foundation on) {
    SignerKey key = new SignerKey(on.database(), on.blobs(), on.random());
    return new AddressSigner(key.bytes(), on.time());
  }

  /** Those that belong to no repository; the others are among the repositories' own. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>(lfs.routes());
    routes.addAll(commits.routes());
    return routes;
  }

  void schedule(Jobs jobs) {
    lfs.schedule(jobs);
  }
}
