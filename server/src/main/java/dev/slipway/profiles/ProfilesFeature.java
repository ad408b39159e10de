package dev.slipway.profiles;

import dev.slipway.accounts.AccountStore;
import dev.slipway.files.NextPage;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.ReposFeature;
import dev.slipway.sql.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The door of the profiles room. */
public final class ProfilesFeature {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  private final ProfileEndpoint profiles;
  private final RepoListEndpoint lists;
  private final OwnedReposEndpoint owned;
  private final ProfileIndex index;

  /** Stands on these. */
  public ProfilesFeature(
      Database database,
      AccountStore accounts,
      ReposFeature repos,
      PublicUrl publicUrl,
      InstantSource time) {
    ProfileStore store = new ProfileStore();
    profiles = new ProfileEndpoint(repos.git(), database, store);
    NextPage nextPage = new NextPage(publicUrl);
    lists = new RepoListEndpoint(database, new RepoListStore(), nextPage);
    owned = new OwnedReposEndpoint(database, new RepoListStore(), accounts, nextPage);
    index = new ProfileIndex(database, store, repos.gate(), repos.git(), time);
  }

  /** The info object of every repository. */
  public void register(RepoRoutes routes) {
    profiles.register(routes);
  }

  /** The lists, and what belongs to no repository. */
  public List<Route> routes() {
    return Stream.of(lists.routes(), owned.routes(), new LegacyEndpoint().routes())
        .flatMap(List::stream)
        .toList();
  }

  /** Keeps what lists show up to date. */
  public void schedule(Jobs jobs) {
    jobs.soon("describe all repositories", index::describeAll);
    jobs.every(LOOK_EVERY, "describe changed repositories", index::describeRecent);
    jobs.every(SWEEP_EVERY, "describe all repositories", index::describeAll);
  }
}
