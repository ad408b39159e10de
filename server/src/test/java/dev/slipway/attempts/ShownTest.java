package dev.slipway.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from outside that terminals and the logs of CI jobs do not act on. */
class ShownTest {

  @ParameterizedTest
  @ValueSource(strings = {"release", "Prüfung", "a b", "\"quoted\" \\", "模型", "a:b#c"})
  void leaves_what_can_be_seen(String text) {
    assertThat(Shown.of(text)).isEqualTo(text);
  }

  @Test
  void marks_what_cannot() {
    assertThat(Shown.of("a\nb\u001b[2J\u202ec\u200bd\u0000\u009be\ud800"))
        .isEqualTo("a?b?[2J?c?d??e?");
  }

  @ParameterizedTest
  @CsvSource({"::add-mask::x, :?add-mask:?x", "##[group], '#?[group]'", ":::::, :?:?:"})
  void breaks_the_commands_of_runners(String text, String shown) {
    assertThat(Shown.of(text)).isEqualTo(shown);
  }

  @Test
  void cuts_between_characters() {
    String shown = Shown.of("🙂".repeat(101));

    assertThat(shown).isEqualTo("🙂".repeat(100) + "…");
    assertThat(Shown.of(shown)).isEqualTo(shown);
  }

  @Test
  void a_reason_is_read_as_it_was_written() {
    for (ReasonCode code : ReasonCode.values()) {
      assertThat(Reason.parse(code.plain().toString())).isEqualTo(code.plain());
    }
    Reason odd = new Reason(ReasonCode.CLAIM_MISMATCH, "/a(b)\n" + "c".repeat(300));
    assertThat(Reason.parse(odd.toString())).isEqualTo(odd);
    assertThat(odd.toString().lines()).hasSize(1);
  }
}
