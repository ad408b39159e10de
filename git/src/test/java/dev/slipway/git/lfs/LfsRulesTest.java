package dev.slipway.git.lfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LfsRulesTest {

  @ParameterizedTest
  @CsvSource({
    "model.safetensors, LFS",
    "deep/er/model.safetensors, LFS",
    "saved_model/a/b/variables.index, LFS",
    "saved_model/x, LFS",
    "other/saved_model/x, UNSPECIFIED",
    "events.out.tfevents.123, LFS",
    "a.tar.gz, LFS",
    "config.json, UNSPECIFIED",
    "photo.png, UNSPECIFIED",
    "MODEL.SAFETENSORS, UNSPECIFIED"
  })
  void knows_the_files_of_a_new_model(String path, Tracking expected) {
    var rules = rules(Map.of("", AttributesFile.initial(RepoType.MODEL)));

    assertThat(rules.of(new RepoPath(path))).isEqualTo(expected);
  }

  @Test
  void knows_sound_images_and_films_in_a_new_dataset() {
    var rules = rules(Map.of("", AttributesFile.initial(RepoType.DATASET)));

    for (String path : List.of("a.wav", "b/c.png", "film.mp4", "rows.parquet")) {
      assertThat(rules.of(new RepoPath(path))).isEqualTo(Tracking.LFS);
    }
  }

  @Test
  void lets_the_later_line_win() {
    var rules = rules(Map.of("", "*.bin filter=lfs\nsmall/*.bin -filter\n*.raw filter=x\n"));

    assertThat(rules.of(new RepoPath("a.bin"))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("small/a.bin"))).isEqualTo(Tracking.REGULAR);
    assertThat(rules.of(new RepoPath("small/deeper/a.bin"))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("a.raw"))).isEqualTo(Tracking.REGULAR);
  }

  @Test
  void lets_the_deeper_file_win() {
    var rules = rules(Map.of("", "*.bin filter=lfs", "a/b", "*.bin !filter\n/x.txt filter=lfs"));

    assertThat(rules.of(new RepoPath("a/y.bin"))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("a/b/y.bin"))).isEqualTo(Tracking.REGULAR);
    assertThat(rules.of(new RepoPath("a/b/x.txt"))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("a/b/c/x.txt"))).isEqualTo(Tracking.UNSPECIFIED);
  }

  @Test
  void expands_macros_of_the_root_and_reads_quoted_patterns() {
    var rules =
        rules(Map.of("", "[attr]large filter=lfs -text\n*.big large\n\"my file.x\" filter=lfs"));

    assertThat(rules.of(new RepoPath("a/b.big"))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("my file.x"))).isEqualTo(Tracking.LFS);
  }

  @Test
  void puts_a_given_text_in_place_of_the_root() {
    var rules =
        rules(Map.of("", "*.bin filter=lfs", "a", "*.x filter=lfs")).withRoot("*.y -filter");

    assertThat(rules.of(new RepoPath("q.bin"))).isEqualTo(Tracking.UNSPECIFIED);
    assertThat(rules.of(new RepoPath("a/q.x"))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("q.y"))).isEqualTo(Tracking.REGULAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.txt",
        "b/a.txt",
        "with space.txt",
        "#x",
        "!x",
        "\"q\"",
        "a[1]*?.txt",
        "ü/é.txt"
      })
  void writes_a_line_that_covers_one_path_alone(String path) {
    byte[] file = "*.bin filter=lfs".getBytes(UTF_8);
    String pattern = AttributesFile.pattern(new RepoPath(path));
    String text = new String(AttributesFile.extended(file, List.of(pattern)), UTF_8);
    var rules = rules(Map.of("", text));

    assertThat(rules.of(new RepoPath(path))).isEqualTo(Tracking.LFS);
    assertThat(rules.of(new RepoPath("other/" + path))).isEqualTo(Tracking.UNSPECIFIED);
    assertThat(rules.of(new RepoPath("model.bin"))).isEqualTo(Tracking.LFS);
  }

  @Test
  void survives_lines_that_make_no_sense() {
    var rules = rules(Map.of("", "\"\n[\n***\n   \n*.bin\n\\\n*.bin filter=lfs\n!x filter=lfs"));

    assertThat(rules.of(new RepoPath("a.bin"))).isEqualTo(Tracking.LFS);
  }

  private static LfsRules rules(Map<String, String> files) {
    return new LfsRules(folder -> Optional.ofNullable(files.get(folder)));
  }
}
