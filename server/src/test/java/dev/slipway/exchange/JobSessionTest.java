package dev.slipway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.tokens.ExchangeSession.Fact;
import dev.slipway.trust.ProviderPreset.Page;
import dev.slipway.trust.ProviderPreset.Row;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobSessionTest {

  @Test
  void remembers_everything_that_presets_say_of_a_job() {
    Stream<String> said =
        Stream.concat(
            Arrays.stream(Row.values()).map(Enum::name),
            Arrays.stream(Page.values()).map(page -> page + "_URL"));

    assertThat(Arrays.stream(Fact.values()).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(said.toList());
  }
}
