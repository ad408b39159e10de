package dev.slipway.git;

import static dev.slipway.git.GitHouse.ALICE;
import static dev.slipway.git.GitHouse.add;
import static dev.slipway.git.GitHouse.onTip;
import static dev.slipway.git.GitHouse.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.change.RefEdits.IfExists;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.history.LfsPlace;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefName;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in LFS leave a history. */
class HistoryRewriteTest {

  private static final LfsPointer SECRET = pointer("ab");
  private static final LfsPointer KEPT = pointer("cd");
  private static final RefName DEV = new RefName("refs/heads/dev");
  private static final RefName TAG = new RefName("refs/tags/v1");
  private static final RefName OLD = new RefName("refs/tags/start");

  @TempDir Path folder;
  private GitHouse house;
  private CommitId first;
  private CommitId second;

  private static LfsPointer pointer(String hex) {
    return new LfsPointer(new BlobId(hex.repeat(32)), new ByteCount(9));
  }

  /** Two files, one of them only for a while; a branch and tags beside. */
  @BeforeEach
  void prepare() {
    house = GitHouse.withMain(folder);
    first = house.main();
    house.commit(
        onTip("adds\n\nthem"),
        draft -> {
          draft.addPointer(path("weights/secret.bin"), SECRET);
          draft.addPointer(path("again/and/again.bin"), SECRET);
          draft.addPointer(path("weights/kept.bin"), KEPT);
        });
    second = house.main();
    house.commit(onTip("removes"), draft -> draft.deleteFile(path("again/and/again.bin")));
    try (GitRepository repository = house.open()) {
      repository.createRef(DEV, second, IfExists.KEEP);
      repository.createTag(TAG, second, ALICE, "version one");
      repository.createRef(OLD, first, IfExists.KEEP);
    }
    house.commit(onTip("later"), draft -> add(draft, "README.md", "text"));
  }

  private UpdateResult remove(LfsPointer... pointers) {
    try (GitRepository repository = house.open()) {
      return repository.removeLfs(List.of(pointers));
    }
  }

  private CommitId at(RefName name) {
    return house.catalog.ref(name).orElseThrow().commit();
  }

  private boolean isThere(CommitId commit, String path) {
    try (GitRepository repository = house.open()) {
      return repository.entry(commit, path(path)).isPresent();
    }
  }

  private List<CommitDetails> history(CommitId from) {
    try (GitRepository repository = house.open()) {
      return repository.history(from, 0, 100);
    }
  }

  @Test
  void leaves_every_commit_of_every_reference() {
    assertThat(remove(SECRET)).isInstanceOf(UpdateResult.Updated.class);

    for (GitRef ref : house.catalog.refs("")) {
      for (CommitDetails commit : history(ref.commit())) {
        assertThat(isThere(commit.id(), "weights/secret.bin")).isFalse();
        assertThat(isThere(commit.id(), "again")).isFalse();
      }
    }
    assertThat(isThere(house.main(), "weights/kept.bin")).isTrue();
    assertThat(isThere(at(DEV), "weights/kept.bin")).isTrue();
    assertThat(house.text(house.main(), "README.md")).isEqualTo("text");
  }

  @Test
  void keeps_what_commits_say_and_the_commits_that_never_had_it() {
    List<CommitDetails> before = history(house.main());

    remove(SECRET);

    List<CommitDetails> after = history(house.main());
    assertThat(after)
        .extracting(CommitDetails::title)
        .containsExactly("later", "removes", "adds", "initial commit");
    assertThat(after)
        .extracting(CommitDetails::message)
        .isEqualTo(before.stream().map(CommitDetails::message).toList());
    assertThat(after)
        .extracting(CommitDetails::author)
        .isEqualTo(before.stream().map(CommitDetails::author).toList());
    assertThat(after.getLast().id()).isEqualTo(first);
    assertThat(at(OLD)).isEqualTo(first);
    assertThat(at(DEV)).isNotEqualTo(second).isEqualTo(after.get(2).id());
  }

  @Test
  void moves_an_annotated_tag_with_its_commit() {
    GitRef before = house.catalog.ref(TAG).orElseThrow();

    remove(SECRET);

    GitRef after = house.catalog.ref(TAG).orElseThrow();
    assertThat(after.commit()).isEqualTo(at(DEV));
    assertThat(after.target()).isNotEqualTo(before.target());
    assertThat(house.raw(after.target()))
        .isEqualTo(house.raw(before.target()).replace(before.commit().hex(), after.commit().hex()));
  }

  @Test
  void removes_several_at_once_down_to_an_empty_folder() throws Exception {
    remove(SECRET, KEPT);

    assertThat(isThere(at(DEV), "weights")).isFalse();
    assertThat(isThere(at(DEV), ".gitattributes")).isTrue();
    new ObjectChecker()
        .check(
            ObjectId.fromString(house.main().hex()),
            Constants.OBJ_COMMIT,
            house
                .raw(house.catalog.ref(RefName.MAIN).orElseThrow().target())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void changes_nothing_for_what_no_commit_has() {
    List<GitRef> before = house.catalog.refs("");

    assertThat(remove(pointer("ef"))).isInstanceOf(UpdateResult.Updated.class);
    assertThat(remove()).isInstanceOf(UpdateResult.Updated.class);

    assertThat(house.catalog.refs("")).isEqualTo(before);
  }

  @Test
  void drops_the_signature_that_stood_for_the_old_text() {
    String signed = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----";
    String indented = signed.replace("\n", "\n ");
    house.commitText(
        RefName.MAIN,
        text -> text.replace("\n\n", "\ngpgsig " + indented + "\nencoding UTF-8\n\n"));
    house.tagText(TAG, text -> text + signed + "\n");
    assertThat(house.raw(house.catalog.ref(RefName.MAIN).orElseThrow().target())).contains("PGP");

    remove(SECRET);

    String commit = house.raw(house.catalog.ref(RefName.MAIN).orElseThrow().target());
    assertThat(commit)
        .doesNotContain("PGP")
        .doesNotContain("abc")
        .contains("\nencoding UTF-8\n\nlater");
    String tag = house.raw(house.catalog.ref(TAG).orElseThrow().target());
    assertThat(tag).doesNotContain("PGP").endsWith("\n\nversion one\n");
  }

  @Test
  void finds_the_path_where_it_is_or_was() {
    LfsPlace kept = new LfsPlace(path("weights/kept.bin"), RefName.MAIN);
    try (GitRepository repository = house.open()) {
      assertThat(repository.lfsPlaces(List.of(SECRET, KEPT, pointer("ef"))))
          .containsOnlyKeys(SECRET, KEPT)
          .containsEntry(KEPT, kept)
          .containsEntry(SECRET, new LfsPlace(path("weights/secret.bin"), RefName.MAIN));
    }
    house.commit(draft -> draft.deleteFolder(path("weights")));
    try (GitRepository repository = house.open()) {
      repository.deleteRef(TAG);

      assertThat(repository.lfsPlaces(List.of(KEPT)))
          .containsEntry(KEPT, new LfsPlace(path("weights/kept.bin"), DEV));
      repository.deleteRef(DEV);
      assertThat(repository.lfsPlaces(List.of(KEPT))).containsEntry(KEPT, kept);
    }
  }

  @Test
  void leaves_no_file_in_the_spool() throws Exception {
    remove(SECRET);

    try (var files = Files.list(folder.resolve("spool"))) {
      assertThat(files).isEmpty();
    }
  }
}
