package dev.slipway.profiles;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.git.GitRepository;
import dev.slipway.profiles.ProfileStore.Stale;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Opening;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoGit;
import dev.slipway.sql.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes repositories again after their default branch moved, however it was moved, so that a
 * page of a list is one query. Lists follow a change within seconds.
 */
final class ProfileIndex {

  private static final Logger LOG = LoggerFactory.getLogger(ProfileIndex.class);

  /** How far back the frequent look goes; the rare one covers what was missed for longer. */
  private static final Duration RECENTLY = Duration.ofMinutes(15);

  private static final int BATCH = 100;
  private static final Caller HUB = new Caller(new Actor.Operator(), Optional.empty());

  private final Database database;
  private final ProfileStore store;
  private final RepoGate gate;
  private final RepoGit repos;
  private final InstantSource time;

  ProfileIndex(
      Database database, ProfileStore store, RepoGate gate, RepoGit repos, InstantSource time) {
    this.database = database;
    this.store = store;
    this.gate = gate;
    this.repos = repos;
    this.time = time;
  }

  /** Describes what changed lately. */
  void describeRecent() {
    describe(time.instant().minus(RECENTLY));
  }

  /** Describes whatever is not described as it is. */
  void describeAll() {
    describe(Instant.EPOCH);
  }

  private void describe(Instant since) {
    boolean goesOn = true;
    while (goesOn) {
      List<Stale> batch = database.read(tx -> store.stale(tx, since, BATCH));
      // What fails stays at the front of the queue; a batch of nothing else ends this round.
      goesOn = batch.stream().filter(this::describeOrLog).count() > 0 && batch.size() == BATCH;
    }
  }

  private boolean describeOrLog(Stale stale) {
    try {
      describe(stale);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("describing repository {} failed", stale.key(), e);
      return false;
    }
  }

  private void describe(Stale stale) {
    if (gate.open(HUB, stale.key(), Permission.READ_METADATA) instanceof Opening.Opened(var open)) {
      Card card = card(open, stale);
      database.write(tx -> {
        store.save(tx, stale, card);
        return card;
      });
    }
  }

  private Card card(OpenRepo open, Stale stale) {
    try (GitRepository git = repos.read(open)) {
      return CardReader.card(git, stale.head(), open.repo().id().type());
    } catch (IOException e) {
      throw new UncheckedIOException("reading the card of " + stale.key(), e);
    }
  }
}
