package dev.slipway.git.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoPath;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {

  @Test
  void ignores_by_pattern_and_takes_back_by_a_later_line() {
    var rules = rules(Map.of("", "*.log\n!keep.log\n/build/\n"));

    assertThat(rules.ignores(new RepoPath("a/b.log"))).isTrue();
    assertThat(rules.ignores(new RepoPath("a/keep.log"))).isFalse();
    assertThat(rules.ignores(new RepoPath("build/x"))).isTrue();
    assertThat(rules.ignores(new RepoPath("src/build/x"))).isFalse();
    assertThat(rules.ignores(new RepoPath("build"))).isFalse();
  }

  @Test
  void takes_nothing_back_below_an_ignored_folder() {
    var rules = rules(Map.of("", "out/\n!out/keep.txt\n"));

    assertThat(rules.ignores(new RepoPath("out/keep.txt"))).isTrue();
  }

  @Test
  void lets_the_deeper_file_win() {
    var rules = rules(Map.of("", "*.tmp\n", "a", "!*.tmp\n"));

    assertThat(rules.ignores(new RepoPath("x.tmp"))).isTrue();
    assertThat(rules.ignores(new RepoPath("a/x.tmp"))).isFalse();
    assertThat(rules.withRoot("").ignores(new RepoPath("x.tmp"))).isFalse();
  }

  private static IgnoreRules rules(Map<String, String> files) {
    return new IgnoreRules(folder -> Optional.ofNullable(files.get(folder)));
  }
}
