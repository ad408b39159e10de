package dev.slipway.git;

import static dev.slipway.git.GitHouse.ALICE;
import static dev.slipway.git.GitHouse.add;
import static dev.slipway.git.GitHouse.onTip;
import static dev.slipway.git.GitHouse.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.change.RefEdits.IfExists;
import dev.slipway.git.change.RefResult;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.history.PathChange;
import dev.slipway.git.history.PathChange.Kind;
import dev.slipway.git.history.RevisionPath;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreeEntry.FolderEntry;
import dev.slipway.git.history.TreePage;
import dev.slipway.git.history.TreeQuery;
import dev.slipway.git.lfs.Tracking;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;
import dev.slipway.names.Revision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRepositoryTest {

  private static final RefName TAG = new RefName("refs/tags/v1");

  @TempDir Path folder;
  private GitHouse house;
  private GitRepository repository;

  @BeforeEach
  void createRepository() {
    house = GitHouse.withMain(folder);
    repository = house.open();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void resolves_everything_that_a_client_may_call_a_commit() {
    CommitId first = house.main();
    house.commit(draft -> add(draft, "a", "1"));
    repository.createTag(TAG, first, ALICE, "version one");
    repository.createRef(new RefName("refs/pr/1"), first, IfExists.KEEP);

    assertThat(resolve("main")).contains(house.main());
    assertThat(resolve("HEAD")).contains(house.main());
    assertThat(resolve("refs/heads/main")).contains(house.main());
    assertThat(resolve("v1")).contains(first);
    assertThat(resolve("refs/tags/v1")).contains(first);
    assertThat(resolve("refs/pr/1")).contains(first);
    assertThat(resolve(first.hex())).contains(first);
    assertThat(resolve(first.hex().substring(0, 7))).contains(first);
    assertThat(resolve(first.hex().substring(0, 6))).isEmpty();
    assertThat(resolve("0".repeat(40))).isEmpty();
    assertThat(resolve("nothing")).isEmpty();
    assertThat(resolve("refs/x")).isEmpty();
  }

  @Test
  void does_not_take_a_file_for_a_commit() {
    var entry = repository.entry(house.main(), path(".gitattributes")).orElseThrow();

    assertThat(resolve(entry.oid().hex())).isEmpty();
    assertThat(resolve(entry.oid().hex().substring(0, 10))).isEmpty();
  }

  @Test
  void lets_no_branch_stand_before_a_commit() {
    CommitId first = house.main();
    house.commit(draft -> add(draft, "a", "1"));
    repository.createRef(RefName.branch(new Revision(first.hex())), house.main(), IfExists.KEEP);

    assertThat(resolve(first.hex())).contains(first);
  }

  @Test
  void splits_an_address_behind_the_longest_reference() {
    CommitId first = house.main();
    repository.createRef(new RefName("refs/heads/feature/x"), first, IfExists.KEEP);
    repository.createRef(new RefName("refs/pr/1"), first, IfExists.KEEP);

    assertThat(split("feature/x/a/b")).contains(found("feature/x", "a", "b"));
    assertThat(split("refs/pr/1/a")).contains(found("refs/pr/1", "a"));
    assertThat(split("refs/heads/main")).contains(found("refs/heads/main"));
    assertThat(split("main/feature/x")).contains(found("main", "feature", "x"));
    assertThat(split(first.hex() + "/a")).contains(found(first.hex(), "a"));
    assertThat(split("feature/y/a")).isEmpty();
    assertThat(split("refs/pr/10/a")).isEmpty();
    assertThat(split("..")).isEmpty();
  }

  @Test
  void lists_a_folder_and_everything_below_it() {
    house.commit(draft -> {
      for (String name : List.of("a.txt", "a/x", "a/y/z", "a-b", "b")) {
        add(draft, name, name);
      }
    });

    assertThat(paths(TreeQuery.root(100)))
        .containsExactly(".gitattributes", "a-b", "a.txt", "a/", "b");
    assertThat(paths(TreeQuery.root(100).recursive()))
        .containsExactly(".gitattributes", "a-b", "a.txt", "a/", "a/x", "a/y/", "a/y/z", "b");
    assertThat(paths(TreeQuery.in(path("a"), 100))).containsExactly("a/x", "a/y/");
    assertThat(repository.list(house.main(), TreeQuery.in(path("nothing"), 1))).isEmpty();
    assertThat(repository.list(house.main(), TreeQuery.in(path("b"), 1))).isEmpty();
  }

  @Test
  void continues_a_listing_behind_any_entry() {
    house.commit(draft -> {
      for (String name : List.of("a.txt", "a/x", "a/y/z", "a-b", "b", "c/d/e/f", "c/d/g")) {
        add(draft, name, name);
      }
    });
    List<String> whole = paths(TreeQuery.root(1000).recursive());

    for (int size = 1; size <= whole.size() + 1; size++) {
      assertThat(inPages(TreeQuery.root(size).recursive())).isEqualTo(whole);
      assertThat(inPages(TreeQuery.root(size))).isEqualTo(paths(TreeQuery.root(1000)));
      assertThat(inPages(TreeQuery.in(path("c"), size).recursive()))
          .containsExactly("c/d/", "c/d/e/", "c/d/e/f", "c/d/g");
    }
  }

  @Test
  void finds_files_and_folders_but_nothing_beside_them() {
    house.commit(draft -> add(draft, "a/b", "12345"));

    assertThat(repository.entry(house.main(), path("a"))).containsInstanceOf(FolderEntry.class);
    var file = (FileEntry) repository.entry(house.main(), path("a/b")).orElseThrow();
    assertThat(file.size().bytes()).isEqualTo(5);
    assertThat(file.pointer()).isEmpty();
    assertThat(repository.entry(house.main(), path("a/b/c"))).isEmpty();
    assertThat(repository.entry(house.main(), path("a/c"))).isEmpty();
  }

  @Test
  void tells_history_changes_and_last_commits() {
    CommitId first = house.main();
    house.commit(onTip("two"), draft -> add(draft, "a/x", "1"));
    CommitId second = house.main();
    house.commit(
        onTip("three"),
        draft -> {
          add(draft, "a/y", "1");
          add(draft, ".gitattributes", "");
        });
    CommitId third = house.main();
    house.commit(onTip("four"), draft -> draft.deleteFile(path(".gitattributes")));
    CommitId fourth = house.main();

    assertThat(repository.historyLength(fourth)).isEqualTo(4);
    assertThat(ids(repository.history(fourth, 0, 10)))
        .containsExactly(fourth, third, second, first);
    assertThat(ids(repository.history(fourth, 1, 2))).containsExactly(third, second);
    assertThat(repository.changes(third, 10))
        .containsExactly(
            new PathChange(path(".gitattributes"), Kind.MODIFIED),
            new PathChange(path("a/y"), Kind.ADDED));
    assertThat(repository.changes(fourth, 10))
        .containsExactly(new PathChange(path(".gitattributes"), Kind.REMOVED));
    assertThat(repository.changes(first, 10))
        .containsExactly(new PathChange(path(".gitattributes"), Kind.ADDED));
    var last =
        repository.lastCommits(
            fourth, List.of(path("a"), path("a/x"), path("a/y"), path("gone"), path("a/gone")));
    assertThat(last).hasSize(3);
    assertThat(last.get(path("a"))).isEqualTo(repository.commit(third).orElseThrow());
    assertThat(last.get(path("a/x"))).isEqualTo(repository.commit(second).orElseThrow());
    assertThat(last.get(path("a/y"))).isEqualTo(repository.commit(third).orElseThrow());
  }

  @Test
  void creates_and_deletes_branches_and_tags() {
    CommitId first = house.main();
    house.commit(draft -> add(draft, "a", "1"));
    var branch = RefName.branch(new Revision("dev"));

    assertThat(repository.createRef(branch, first, IfExists.KEEP))
        .isInstanceOf(RefResult.Done.class);
    assertThat(repository.createRef(branch, house.main(), IfExists.KEEP))
        .isInstanceOf(RefResult.Exists.class);
    assertThat(repository.createRef(branch, house.main(), IfExists.REPLACE))
        .isInstanceOf(RefResult.Done.class);
    assertThat(resolve("dev")).contains(house.main());
    assertThat(repository.createRef(new RefName("refs/heads/dev/x"), first, IfExists.KEEP))
        .isEqualTo(new RefResult.NameConflict(branch));
    assertThat(repository.deleteRef(branch)).isInstanceOf(RefResult.Done.class);
    assertThat(repository.deleteRef(branch)).isInstanceOf(RefResult.NoSuchRef.class);
    assertThat(repository.deleteRef(RefName.MAIN)).isInstanceOf(RefResult.MainStays.class);
    assertThat(repository.createTag(TAG, first, ALICE, "one")).isInstanceOf(RefResult.Done.class);
    assertThat(repository.createTag(TAG, first, ALICE, "one")).isInstanceOf(RefResult.Exists.class);
    assertThat(repository.refs().stream().map(ref -> ref.name().text()))
        .containsExactly("refs/heads/main", "refs/tags/v1");
  }

  @Test
  void creates_an_empty_branch() {
    var branch = RefName.branch(new Revision("empty"));

    repository.createEmptyBranch(branch, ALICE, IfExists.KEEP);

    var commit = resolve("empty").orElseThrow();
    assertThat(repository.list(commit, TreeQuery.root(10)).orElseThrow().entries()).isEmpty();
    assertThat(repository.historyLength(commit)).isEqualTo(1);
  }

  @Test
  void squashes_a_history_into_one_commit_with_the_same_files() {
    house.commit(draft -> add(draft, "a", "1"));
    var before = repository.entry(house.main(), path("a"));

    repository.squash(RefName.MAIN, ALICE, "all in one");

    assertThat(repository.historyLength(house.main())).isEqualTo(1);
    assertThat(repository.entry(house.main(), path("a"))).isEqualTo(before);
    assertThat(repository.commit(house.main()).orElseThrow().title()).isEqualTo("all in one");
  }

  @Test
  void reads_rules_of_a_commit() {
    house.commit(draft -> {
      add(draft, "a/.gitattributes", "*.bin -filter");
      add(draft, ".gitignore", "*.tmp");
    });

    assertThat(repository.lfsRules(house.main()).of(path("x.bin"))).isEqualTo(Tracking.LFS);
    assertThat(repository.lfsRules(house.main()).of(path("a/x.bin"))).isEqualTo(Tracking.REGULAR);
    assertThat(repository.ignoreRules(house.main()).ignores(path("b/x.tmp"))).isTrue();
  }

  @Test
  void sees_what_others_committed_after_it_was_opened() {
    resolve("main");
    house.commit(draft -> add(draft, "late", "1"));

    assertThat(repository.entry(resolve("main").orElseThrow(), path("late"))).isPresent();
  }

  private Optional<CommitId> resolve(String revision) {
    return repository.resolve(new Revision(revision));
  }

  private Optional<RevisionPath> split(String address) {
    return repository.longestRef(List.of(address.split("/")));
  }

  private RevisionPath found(String revision, String... rest) {
    var name = new Revision(revision);
    return new RevisionPath(name, repository.resolve(name).orElseThrow(), List.of(rest));
  }

  private List<String> paths(TreeQuery query) {
    return names(repository.list(house.main(), query).orElseThrow());
  }

  private List<String> inPages(TreeQuery query) {
    List<String> all = new ArrayList<>();
    Optional<TreeQuery> next = Optional.of(query);
    while (next.isPresent()) {
      TreePage page = repository.list(house.main(), next.get()).orElseThrow();
      all.addAll(names(page));
      next = page.next().map(query::after);
    }
    return all;
  }

  private static List<String> names(TreePage page) {
    return page.entries().stream().map(GitRepositoryTest::name).toList();
  }

  private static String name(TreeEntry entry) {
    return entry.path() + (entry instanceof FolderEntry ? "/" : "");
  }

  private static List<CommitId> ids(List<CommitDetails> commits) {
    return commits.stream().map(CommitDetails::id).toList();
  }
}
