package dev.slipway.git;

import static dev.slipway.git.GitHouse.add;
import static dev.slipway.git.GitHouse.path;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.change.CommitDraft;
import dev.slipway.git.change.CommitResult.Committed;
import dev.slipway.git.change.CommitResult.UnusableRules;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LfsCoverTest {

  private static final String RULES = ".gitattributes";
  private static final LfsPointer POINTER =
      new LfsPointer(new BlobId("ab".repeat(32)), new ByteCount(5_000_000_000L));

  @TempDir Path folder;
  private GitHouse house;

  @BeforeEach
  void createRepository() {
    house = GitHouse.withMain(folder);
  }

  @Test
  void keeps_all_of_a_large_file_of_rules() {
    String large = "# a comment of forty characters and more\n".repeat(50_000);
    house.commit(draft -> add(draft, RULES, large));

    house.commit(draft -> draft.addPointer(path("a.weird"), POINTER));

    assertThat(rules()).isEqualTo(large + "/a.weird filter=lfs diff=lfs merge=lfs -text\n");
  }

  @Test
  void refuses_to_let_the_rules_grow_beyond_what_git_keeps() {
    String full = "#".repeat(10 * 1024 * 1024);
    house.commit(draft -> add(draft, RULES, full));

    var result = house.commit(draft -> draft.addPointer(path("a.weird"), POINTER));

    assertThat(result).isInstanceOf(UnusableRules.class);
    assertThat(rules()).isEqualTo(full);
  }

  @Test
  void appends_to_bytes_that_are_no_text() throws IOException {
    byte[] latin = "# \u00e4\u00f6\n*.x -text".getBytes(ISO_8859_1);
    house.commit(draft -> draft.add(path(RULES), new ByteArrayInputStream(latin), GitHouse.LIMIT));

    house.commit(draft -> draft.addPointer(path("a.weird"), POINTER));

    try (GitRepository repository = house.open();
        var bytes =
            repository
                .openBlob(repository.entry(house.main(), path(RULES)).orElseThrow().oid())
                .orElseThrow()) {
      assertThat(new String(bytes.readAllBytes(), ISO_8859_1))
          .isEqualTo("# \u00e4\u00f6\n*.x -text\n/a.weird filter=lfs diff=lfs merge=lfs -text\n");
    }
  }

  @Test
  void refuses_rules_that_are_a_link_or_a_folder() {
    house.commitRaw(RULES, FileMode.SYMLINK, "other");
    assertThat(house.commit(draft -> draft.addPointer(path("a.weird"), POINTER)))
        .isInstanceOf(UnusableRules.class);
    assertThat(rules()).isEqualTo("other");
    assertThat(folder.resolve("spool")).isEmptyDirectory();

    house.commit(draft -> {
      draft.deleteFile(path(RULES));
      add(draft, RULES + "/x", "in a folder");
    });
    assertThat(house.commit(draft -> draft.addPointer(path("a.weird"), POINTER)))
        .isInstanceOf(UnusableRules.class);
  }

  @Test
  void gives_many_files_of_one_extension_one_rule() {
    house.commit(draft -> addPointers(draft, "many", 21));

    assertThat(rules())
        .endsWith(
            "*tfevents* filter=lfs diff=lfs merge=lfs -text\n"
                + "*.many filter=lfs diff=lfs merge=lfs -text\n");
  }

  @Test
  void gives_no_rule_that_would_change_a_regular_file() {
    house.commit(draft -> add(draft, "docs/notes.many", "text"));

    house.commit(draft -> addPointers(draft, "many", 21));

    assertThat(rules())
        .contains("\n/f20.many filter=lfs diff=lfs merge=lfs -text\n")
        .doesNotContain("*.many");
  }

  @Test
  void keeps_the_executable_bit_of_a_file_that_it_replaces() {
    house.commitRaw("run.sh", FileMode.EXECUTABLE_FILE, "1");
    house.commitRaw("link", FileMode.SYMLINK, "run.sh");

    var result =
        house.commit(draft -> {
          add(draft, "run.sh", "2");
          add(draft, "link", "a file now");
        });

    assertThat(result).isInstanceOf(Committed.class);
    assertThat(house.mode("run.sh")).isEqualTo(FileMode.EXECUTABLE_FILE);
    assertThat(house.mode("link")).isEqualTo(FileMode.REGULAR_FILE);
  }

  private static void addPointers(CommitDraft draft, String extension, int count) {
    for (int i = 0; i < count; i++) {
      draft.addPointer(path("f" + i + "." + extension), POINTER);
    }
  }

  private String rules() {
    return house.text(house.main(), RULES);
  }
}
