package dev.slipway.git;

import static dev.slipway.git.GitHouse.add;
import static dev.slipway.git.GitHouse.onTip;
import static dev.slipway.git.GitHouse.onlyOn;
import static dev.slipway.git.GitHouse.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.blobs.BlobPrefix;
import dev.slipway.git.change.AddResult;
import dev.slipway.git.change.CommitRequest;
import dev.slipway.git.change.CommitResult;
import dev.slipway.git.change.CommitResult.Committed;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreeQuery;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.Pack;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.Revision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitDraftTest {

  private static final LfsPointer POINTER =
      new LfsPointer(new BlobId("ab".repeat(32)), new ByteCount(5_000_000_000L));

  @TempDir Path folder;
  private GitHouse house;

  @BeforeEach
  void createRepository() {
    house = GitHouse.withMain(folder);
  }

  @Test
  void begins_with_the_rules_of_the_hub() {
    try (GitRepository repository = house.open()) {
      var commit = repository.commit(house.main()).orElseThrow();

      assertThat(commit.title()).isEqualTo("initial commit");
      assertThat(commit.parents()).isEmpty();
      assertThat(house.text(commit.id(), ".gitattributes"))
          .startsWith("*.7z filter=lfs diff=lfs merge=lfs -text\n");
    }
  }

  @Test
  void commits_files_on_the_tip() {
    CommitId before = house.main();

    var result =
        house.commit(
            onTip("Add two\n\nfiles"),
            draft -> {
              add(draft, "README.md", "# Hello");
              add(draft, "a/b/c.txt", "deep");
            });

    assertThat(result).isEqualTo(new Committed(house.main(), before));
    assertThat(house.text(house.main(), "a/b/c.txt")).isEqualTo("deep");
    try (GitRepository repository = house.open()) {
      var commit = repository.commit(house.main()).orElseThrow();
      assertThat(commit.title()).isEqualTo("Add two");
      assertThat(commit.message()).isEqualTo("files");
      assertThat(commit.author()).isEqualTo(GitHouse.ALICE);
      assertThat(commit.parents()).containsExactly(before);
    }
  }

  @Test
  void makes_no_commit_when_nothing_changes() {
    house.commit(draft -> add(draft, "a.txt", "same"));
    CommitId tip = house.main();
    int packs = house.catalog.packs().size();

    var result = house.commit(draft -> add(draft, "a.txt", "same"));

    assertThat(result).isEqualTo(new CommitResult.Unchanged(tip));
    assertThat(house.catalog.packs()).hasSize(packs);
  }

  @Test
  void refuses_a_stale_parent_and_leaves_nothing() {
    CommitId old = house.main();
    house.commit(draft -> add(draft, "a.txt", "1"));
    CommitId tip = house.main();
    long files = published();

    var result = house.commit(onlyOn(old), draft -> add(draft, "b.txt", "2"));

    assertThat(result).isEqualTo(new CommitResult.Stale(tip));
    assertThat(house.main()).isEqualTo(tip);
    assertThat(published()).isEqualTo(files);
    assertThat(folder.resolve("spool")).isEmptyDirectory();
    assertThat(house.commit(onlyOn(tip), draft -> add(draft, "b.txt", "2")))
        .isInstanceOf(Committed.class);
  }

  @Test
  void answers_a_commit_that_comes_again_with_the_tip() {
    house.commit(draft -> {
      add(draft, "old.txt", "1");
      add(draft, "gone/x.txt", "2");
    });
    CommitId before = house.main();
    GitHouse.Draft edits =
        draft -> {
          draft.deleteFile(path("old.txt"));
          add(draft, "new.txt", "1");
          draft.deleteFolder(path("gone"));
        };
    house.commit(onlyOn(before), edits);
    CommitId tip = house.main();

    assertThat(house.commit(onlyOn(before), edits)).isEqualTo(new CommitResult.Unchanged(tip));
    assertThat(house.commit(onTip("m"), edits)).isEqualTo(new CommitResult.Unchanged(tip));

    assertThat(folder.resolve("spool")).isEmptyDirectory();
    assertThat(house.commit(onTip("other"), edits)).isInstanceOf(CommitResult.NoSuchPath.class);
    assertThat(house.commit(onlyOn(before), draft -> add(draft, "new.txt", "3")))
        .isEqualTo(new CommitResult.Stale(tip));
    assertThat(house.main()).isEqualTo(tip);
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void needs_an_existing_branch() {
    var request =
        new CommitRequest(
            RefName.branch(new Revision("other")),
            GitHouse.ALICE,
            "m",
            new CommitRequest.Parent.AnyTip());

    assertThat(house.commit(request, draft -> add(draft, "a", "1")))
        .isEqualTo(new CommitResult.NoSuchBranch());
  }

  @Test
  void deletes_files_and_folders_and_what_becomes_empty() {
    house.commit(draft -> {
      add(draft, "keep.txt", "1");
      add(draft, "a/b/c.txt", "2");
      add(draft, "d/e.txt", "3");
      add(draft, "d/f/g.txt", "4");
    });

    house.commit(draft -> {
      draft.deleteFile(path("a/b/c.txt"));
      draft.deleteFolder(path("d/f"));
      draft.deleteEntry(path("d/e.txt"));
    });

    assertThat(paths()).containsExactly(".gitattributes", "keep.txt");
  }

  @Test
  void says_which_path_there_is_nothing_at() {
    house.commit(draft -> add(draft, "a/b.txt", "1"));

    assertThat(house.commit(draft -> draft.deleteFile(path("a/x.txt"))))
        .isEqualTo(new CommitResult.NoSuchPath(path("a/x.txt")));
    assertThat(house.commit(draft -> draft.deleteFile(path("a"))))
        .isEqualTo(new CommitResult.NoSuchPath(path("a")));
    assertThat(house.commit(draft -> draft.deleteFolder(path("a/b.txt"))))
        .isEqualTo(new CommitResult.NoSuchPath(path("a/b.txt")));
    assertThat(house.commit(draft -> draft.copy(path("x"), house.main(), path("y"))))
        .isEqualTo(new CommitResult.NoSuchPath(path("x")));
  }

  @Test
  void says_where_a_file_and_a_folder_collide() {
    house.commit(draft -> add(draft, "a/b.txt", "1"));

    assertThat(house.commit(draft -> add(draft, "a", "2")))
        .isEqualTo(new CommitResult.PathConflict(path("a")));
    assertThat(house.commit(draft -> add(draft, "a/b.txt/c", "2")))
        .isEqualTo(new CommitResult.PathConflict(path("a/b.txt")));
  }

  @Test
  void applies_edits_in_their_order() {
    house.commit(draft -> add(draft, "a/b.txt", "1"));

    var result =
        house.commit(draft -> {
          draft.deleteFolder(path("a"));
          add(draft, "a", "now a file");
          draft.copy(path("a/b.txt"), house.main(), path("c.txt"));
        });

    assertThat(result).isInstanceOf(Committed.class);
    assertThat(house.text(house.main(), "a")).isEqualTo("now a file");
    assertThat(house.text(house.main(), "c.txt")).isEqualTo("1");
  }

  @Test
  void gives_pointers_a_rule_only_if_no_rule_covers_them() {
    house.commit(draft -> {
      draft.addPointer(path("model.safetensors"), POINTER);
      draft.addPointer(path("weights/my file.weird"), POINTER);
    });

    assertThat(house.text(house.main(), ".gitattributes"))
        .endsWith(
            "*tfevents* filter=lfs diff=lfs merge=lfs -text\n"
                + "weights/my[[:space:]]file.weird filter=lfs diff=lfs merge=lfs -text\n");
    assertThat(house.catalog.pointers()).containsExactly(POINTER);
    String once = house.text(house.main(), ".gitattributes");
    house.commit(draft -> add(draft, "other.txt", "x"));
    assertThat(house.text(house.main(), ".gitattributes")).isEqualTo(once);
  }

  @Test
  void shows_the_real_size_of_a_file_in_lfs() {
    house.commit(draft -> draft.addPointer(path("a.bin"), POINTER));

    try (GitRepository repository = house.open()) {
      var entry = (FileEntry) repository.entry(house.main(), path("a.bin")).orElseThrow();
      assertThat(entry.size()).isEqualTo(POINTER.size());
      assertThat(entry.pointer()).contains(POINTER);
    }
  }

  @Test
  void tells_pointers_from_files_and_from_what_is_neither() throws IOException {
    try (GitRepository repository = house.open();
        var draft = repository.draft()) {
      assertThat(draft.add(path("p.bin"), stream(POINTER.bytes()), GitHouse.LIMIT))
          .isEqualTo(new AddResult.AddedPointer(POINTER));
      byte[] broken = "version https://git-lfs.github.com/spec/v1\nsize 1\n".getBytes(UTF_8);
      assertThat(draft.add(path("q.bin"), stream(broken), GitHouse.LIMIT))
          .isEqualTo(new AddResult.BrokenPointer());
      assertThat(draft.add(path("r.txt"), stream("r".getBytes(UTF_8)), GitHouse.LIMIT))
          .isInstanceOf(AddResult.Added.class);
    }
  }

  @Test
  void takes_a_file_of_exactly_the_limit_and_reads_no_more_of_a_larger_one() throws IOException {
    var limit = ByteCount.kib(300);
    var endless = new Endless();
    try (GitRepository repository = house.open();
        var draft = repository.draft()) {
      assertThat(draft.add(path("a"), stream(new byte[300 * 1024]), limit))
          .isInstanceOf(AddResult.Added.class);
      assertThat(draft.add(path("b"), stream(new byte[300 * 1024 + 1]), limit))
          .isEqualTo(new AddResult.TooLarge(limit));
      assertThat(draft.add(path("c"), endless, limit)).isEqualTo(new AddResult.TooLarge(limit));
      assertThat(endless.given).isLessThan(400 * 1024);
    }
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void rewrites_only_the_folders_that_changed() {
    house.commit(draft -> {
      for (int i = 0; i < 50; i++) {
        add(draft, "d" + i + "/f.txt", "content " + i);
      }
    });

    house.commit(draft -> add(draft, "d7/g.txt", "new"));

    // First commit; 50 files; at last a blob, the tree of d7, the root and the commit.
    assertThat(house.catalog.packs().stream().map(Pack::objects))
        .containsExactlyInAnyOrder(3L, 102L, 4L);
  }

  @Test
  void lands_two_hundred_concurrent_commits() throws Exception {
    int commits = 200;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<CommitResult>> all = new ArrayList<>();
      for (int i = 0; i < commits; i++) {
        String name = "f" + i + ".txt";
        all.add(() -> house.commit(draft -> add(draft, name, name)));
      }
      for (Future<CommitResult> one : threads.invokeAll(all)) {
        assertThat(one.get()).isInstanceOf(Committed.class);
      }
    }

    assertThat(paths()).hasSize(commits + 1);
    try (GitRepository repository = house.open()) {
      assertThat(repository.historyLength(house.main())).isEqualTo(commits + 1);
    }
  }

  @Test
  void lands_after_races_that_another_process_wins() throws Exception {
    var other =
        new GitStore(house.blobs, folder.resolve("spool2"), house.clock, new SecureRandom());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<CommitResult>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "f" + i + ".txt";
        GitStore store = i % 2 == 0 ? house.store : other;
        all.add(() -> commit(store, name));
      }
      for (Future<CommitResult> one : threads.invokeAll(all)) {
        assertThat(one.get()).isInstanceOf(Committed.class);
      }
    }

    assertThat(paths()).hasSize(41);
  }

  private CommitResult commit(GitStore store, String name) throws IOException {
    try (GitRepository repository = store.open(GitHouse.KEY, house.catalog);
        var draft = repository.draft()) {
      add(draft, name, name);
      return draft.commit(onTip(name));
    }
  }

  private List<String> paths() {
    try (GitRepository repository = house.open()) {
      return repository
          .list(house.main(), TreeQuery.root(1000).recursive())
          .orElseThrow()
          .entries()
          .stream()
          .map(entry -> entry.path().text())
          .toList();
    }
  }

  private long published() {
    try (var listing = house.blobs.list(BlobPrefix.PACKS)) {
      return listing.count();
    }
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static final class Endless extends InputStream {
    private long given;

    @Override
    public int read() {
      given++;
      return 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      given += length;
      return length;
    }
  }
}
