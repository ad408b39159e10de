package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.blobs.BlobPrefix;
import dev.slipway.git.storage.PackKind;
import dev.slipway.names.CommitId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoMaintenanceTest {

  private static final int COMMITS = 30;

  @TempDir private Path folder;

  private static GitHouse crowded(Path folder) {
    GitHouse house = GitHouse.withMain(folder);
    for (int i = 0; i < COMMITS; i++) {
      String number = String.valueOf(i);
      house.commit(draft -> GitHouse.add(draft, "n.txt", number));
    }
    return house;
  }

  private static long files(GitHouse house) {
    try (var files = house.blobs.list(BlobPrefix.packs(GitHouse.KEY))) {
      return files.count();
    }
  }

  @Test
  void joins_many_packs_into_one_and_loses_nothing() {
    GitHouse house = crowded(folder);
    CommitId tip = house.main();

    boolean done = house.store.maintenance().compact(GitHouse.KEY, house.catalog);

    assertThat(done).isTrue();
    assertThat(house.catalog.packs()).hasSize(1);
    assertThat(house.catalog.packs().getFirst().kind()).isEqualTo(PackKind.COMPACTED);
    assertThat(house.text(tip, "n.txt")).isEqualTo(String.valueOf(COMMITS - 1));
    try (GitRepository repository = house.open()) {
      assertThat(repository.historyLength(tip)).isEqualTo(COMMITS + 1);
    }
  }

  @Test
  void lets_a_request_that_began_before_read_on() {
    GitHouse house = crowded(folder);
    CommitId tip = house.main();
    try (GitRepository before = house.open()) {
      before.historyLength(tip);

      house.store.maintenance().compact(GitHouse.KEY, house.catalog);

      assertThat(before.historyLength(tip)).isEqualTo(COMMITS + 1);
    }
  }

  @Test
  void removes_replaced_packs_after_the_grace_and_not_before() {
    GitHouse house = crowded(folder);
    RepoMaintenance maintenance = house.store.maintenance();
    maintenance.compact(GitHouse.KEY, house.catalog);
    long all = files(house);

    maintenance.removeReplaced(GitHouse.KEY, house.catalog);
    assertThat(files(house)).isEqualTo(all);

    house.pass(RepoMaintenance.GRACE.plus(Duration.ofSeconds(1)));
    maintenance.removeReplaced(GitHouse.KEY, house.catalog);
    assertThat(files(house)).isLessThan(all).isPositive();
    assertThat(house.text(house.main(), "n.txt")).isEqualTo(String.valueOf(COMMITS - 1));
  }

  @Test
  void does_nothing_while_somebody_else_is_at_it() {
    GitHouse house = crowded(folder);

    try (var lease = house.catalog.lease(Duration.ofMinutes(1)).orElseThrow()) {
      assertThat(lease).isNotNull();
      assertThat(house.store.maintenance().compact(GitHouse.KEY, house.catalog)).isFalse();
    }

    assertThat(house.catalog.packs()).hasSizeGreaterThan(COMMITS);
  }

  @Test
  void removes_all_that_is_left_of_a_deleted_repository() {
    GitHouse house = crowded(folder);

    house.store.maintenance().removeAll(GitHouse.KEY);

    assertThat(files(house)).isZero();
  }
}
