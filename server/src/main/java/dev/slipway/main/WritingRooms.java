package dev.slipway.main;

import dev.slipway.commits.CommitsFeature;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.copies.CopiesFeature;
import dev.slipway.gating.GatingFeature;
import dev.slipway.gitwire.GitwireFeature;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.lfs.LfsFeature;
import dev.slipway.lfsfiles.LfsFilesFeature;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import dev.slipway.signing.AddressSigner;
import dev.slipway.signing.SignerKey;
import dev.slipway.xetstore.XetStoreFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * The rooms through which bytes and guests get into repositories: the Xet store, LFS, commits, git
 * itself, the gate.
 */
final class WritingRooms {

  private final ContentsFeature contents;
  private final XetStoreFeature xetStore;
  private final LfsFeature lfs;
  private final CommitsFeature commits;

  WritingRooms(Foundation on, PeopleRooms people, ReposFeature repos) {
    RepoRoutes routes = repos.repoRoutes();
    AddressSigner signer = signer(on);
    contents = new ContentsFeature(on.database(), on.blobs(), on.time());
    xetStore =
        new XetStoreFeature(
            contents,
            new XetStoreFeature.Door(signer, people.tokens(), repos.gate()),
            repos.git(),
            on.publicUrl(),
            on.time());
    xetStore.register(routes);
    lfs =
        new LfsFeature(
            new LfsFeature.Storage(on.database(), on.blobs(), contents.contents()),
            new LfsFeature.Door(signer, people.tokens(), repos.gate(), xetStore.tokens()),
            on.publicUrl(),
            on.time(),
            on.random());
    lfs.register(routes);
    commits =
        new CommitsFeature(
            on.database(), repos.git(), on.publicUrl(), on.time(), on.settings().spoolFolder());
    commits.register(routes);
    new GitwireFeature(on.database(), repos.git(), on.publicUrl(), on.settings().spoolFolder())
        .register(routes);
    new LfsFilesFeature(on.database(), repos.git(), contents, on.publicUrl(), on.time())
        .register(routes);
    new CopiesFeature(
            new CopiesFeature.Ground(on.database(), people.stores().audit(), on.time()),
            repos,
            contents,
            on.publicUrl())
        .register(routes);
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

  ContentsFeature contents() {
    return contents;
  }

  /** Those that belong to no repository; the others are among the repositories' own. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>(lfs.routes());
    routes.addAll(xetStore.routes());
    routes.addAll(commits.routes());
    return routes;
  }

  void schedule(Jobs jobs) {
    lfs.schedule(jobs);
    contents.schedule(jobs);
  }
}
