package dev.slipway.git;

import static dev.slipway.git.GitHouse.ALICE;
import static dev.slipway.git.GitHouse.add;
import static dev.slipway.git.GitHouse.onTip;
import static dev.slipway.git.GitHouse.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.change.HistoryCopy;
import dev.slipway.git.change.RefEdits.IfExists;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.InMemoryCatalog;
import dev.slipway.git.storage.RefName;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history comes into another repository. */
class HistoryCopyTest {

  private static final RepoKey OTHER = new RepoKey("76543210fedcba9876543210");
  private static final LfsPointer HELD =
      new LfsPointer(new BlobId("ab".repeat(32)), new ByteCount(9));
  private static final LfsPointer SQUASHED =
      new LfsPointer(new BlobId("cd".repeat(32)), new ByteCount(9));

  @TempDir Path folder;
  private GitHouse house;
  private InMemoryCatalog other;
  private CommitId squashed;

  @BeforeEach
  void prepare() {
    house = GitHouse.withMain(folder);
    other = new InMemoryCatalog(house.clock);
    house.commit(draft -> {
      add(draft, "gone.txt", "gone");
      draft.addPointer(path("gone.bin"), SQUASHED);
    });
    house.commit(draft -> draft.deleteFile(path("gone.txt")));
    house.commit(draft -> draft.deleteFile(path("gone.bin")));
    squashed = house.main();
    try (GitRepository repository = house.open()) {
      repository.squash(RefName.MAIN, ALICE, "squashed");
      repository.createRef(new RefName("refs/pr/1"), house.main(), IfExists.KEEP);
    }
    house.commit(onTip("adds"), draft -> draft.addPointer(path("w.bin"), HELD));
    try (GitRepository repository = house.open()) {
      repository.createTag(new RefName("refs/tags/v1"), house.main(), ALICE, "one");
      repository.createRef(new RefName("refs/heads/dev"), house.main(), IfExists.KEEP);
    }
  }

  private GitRepository openOther() {
    return house.store.open(OTHER, other);
  }

  private UpdateResult copy() {
    try (GitRepository from = house.open();
        GitRepository to = openOther()) {
      HistoryCopy copy = to.copyOf(from);
      assertThat(copy.includes(HELD)).isTrue();
      assertThat(copy.includes(SQUASHED)).isFalse();
      assertThat(other.refs("")).isEmpty();
      return copy.land();
    }
  }

  @Test
  void has_the_same_commits_under_the_same_names() {
    assertThat(copy()).isInstanceOf(UpdateResult.Updated.class);

    assertThat(other.refs("").stream().map(GitRef::name).map(RefName::text))
        .containsExactly("refs/heads/dev", "refs/heads/main", "refs/tags/v1");
    assertThat(other.refs("refs/tags/")).isEqualTo(house.catalog.refs("refs/tags/"));
    try (GitRepository to = openOther()) {
      assertThat(to.history(house.main(), 0, 10))
          .extracting(CommitDetails::title)
          .containsExactly("adds", "squashed");
      assertThat(to.entry(house.main(), path("w.bin"))).isPresent();
    }
  }

  @Test
  void brings_nothing_that_no_branch_or_tag_reaches() {
    copy();

    try (GitRepository from = house.open();
        GitRepository to = openOther()) {
      assertThat(from.resolve(new Revision(squashed.hex()))).isPresent();
      assertThat(to.resolve(new Revision(squashed.hex()))).isEmpty();
    }
  }

  @Test
  void goes_its_own_way_after() {
    copy();
    CommitId before = house.main();

    house.commit(draft -> add(draft, "here", "x"));
    house.store.maintenance().removeAll(GitHouse.KEY);

    try (GitRepository to = openOther()) {
      assertThat(to.entry(before, path("w.bin"))).isPresent();
      assertThat(other.ref(RefName.MAIN).orElseThrow().commit()).isEqualTo(before);
    }
  }

  @Test
  void leaves_nothing_if_it_does_not_land() throws Exception {
    try (GitRepository from = house.open();
        GitRepository to = openOther()) {
      to.copyOf(from);
    }

    assertThat(other.packs()).isEmpty();
    try (var files = Files.list(folder.resolve("spool"))) {
      assertThat(files).isEmpty();
    }
  }
}
