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
import dev.slipway.settings.SettingsChanges;
import dev.slipway.settings.SettingsFeature;
import dev.slipway.signing.AddressSigner;
import dev.slipway.xetstore.XetStoreFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * The rooms through which bytes and guests get into repositories: the Xet store, LFS, commits, git
 * itself, the gate; and the settings that say who may.
 */
final class WritingRooms {

  private final ContentsFeature contents;
  private final XetStoreFeature xetStore;
  private final LfsFeature lfs;
  private final CommitsFeature commits;
  private final SettingsFeature settings;

  WritingRooms(Foundation on, PeopleRooms people, ReposFeature repos) {
    RepoRoutes routes = repos.repoRoutes();
    AddressSigner signer = people.signer();
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
            on.database(),
            repos.git(),
            people.tokens(),
            on.publicUrl(),
            on.time(),
            on.settings().spoolFolder());
    commits.register(routes);
    new GitwireFeature(on.database(), repos.git(), on.publicUrl(), on.settings().spoolFolder())
        .register(routes);
    new LfsFilesFeature(on.database(), repos.git(), contents, on.publicUrl(), on.time())
        .register(routes);
    ReposFeature.Stores rows = people.stores();
    new CopiesFeature(
            new CopiesFeature.Ground(on.database(), rows.audit(), on.time()),
            repos,
            contents,
            on.publicUrl())
        .register(routes);
    gating(on, rows).register(routes);
    settings = settings(on, rows, repos);
    settings.register(routes);
  }

  private static SettingsFeature settings(
      Foundation on, ReposFeature.Stores rows, ReposFeature repos) {
    return new SettingsFeature(
        on.database(),
        new SettingsFeature.Stores(rows.repos(), rows.accounts(), rows.audit()),
        repos.gate(),
        on.time());
  }

  private static GatingFeature gating(Foundation on, ReposFeature.Stores rows) {
    return new GatingFeature(
        on.database(), rows.accounts(), rows.audit(), on.publicUrl(), on.time(), on.random());
  }

  ContentsFeature contents() {
    return contents;
  }

  SettingsChanges settings() {
    return settings.changes();
  }

  /** Those that belong to no repository; the others are among the repositories' own. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>(lfs.routes());
    routes.addAll(xetStore.routes());
    routes.addAll(commits.routes());
    routes.addAll(settings.routes());
    return routes;
  }

  void schedule(Jobs jobs) {
    lfs.schedule(jobs);
    contents.schedule(jobs);
  }
}
