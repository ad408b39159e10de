package dev.slipway.git.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.names.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefNameTest {

  @Test
  void names_branches_and_tags_with_or_without_their_beginning() {
    assertThat(RefName.branch(new Revision("a/b")).text()).isEqualTo("refs/heads/a/b");
    assertThat(RefName.branch(new Revision("refs/heads/a")).text()).isEqualTo("refs/heads/a");
    assertThat(RefName.tag(new Revision("v1")).shortName()).isEqualTo("v1");
    assertThat(RefName.branch(new Revision("x".repeat(255))).isBranch()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD",
        "refs/heads",
        "refs/",
        "refs//a",
        "refs/heads/",
        "refs/heads/a..b",
        "main"
      })
  void refuses_what_is_not_a_full_name(String text) {
    assertThat(RefName.parse(text)).isInstanceOf(Parsed.Malformed.class);
  }
}
