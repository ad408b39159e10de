package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorTest {

  /** Nothing listens at the discard port. */
  private static final String NOBODY_THERE = "http://127.0.0.1:9";

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void finds_nothing_wrong_with_a_hub_that_runs() throws IOException {
    try (HubFixture hub = HubFixture.start(folder)) {
      int code = doctor(settingsOf(hub), InstantSource.system());

      assertThat(out.toString(UTF_8))
          .contains("ok    settings")
          .contains("ok    address   the hub answers on 127.0.0.1:")
          .contains("ok    database  opens, and is whole")
          .contains("ok    storage   a probe was written, read and deleted")
          .contains("ok    clock     agrees with the file system")
          .contains("ok    issuer    none is registered")
          .doesNotContain("fail");
      assertThat(code).isZero();
    }
  }

  @Test
  void leaves_no_probe_behind() throws IOException {
    try (HubFixture hub = HubFixture.start(folder)) {
      doctor(settingsOf(hub), InstantSource.system());

      try (var files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.endsWith(".probe") || name.endsWith(".part"));
      }
      assertThat(folder.resolve("blobs/probes")).isEmptyDirectory();
    }
  }

  @Test
  void warns_of_a_hub_that_does_not_run_and_says_how_to_start_it() {
    int code = doctor(settings(NOBODY_THERE), InstantSource.system());

    assertThat(out.toString(UTF_8))
        .contains("warn  address   no hub answers")
        .contains("-> start it with: slipway serve");
    assertThat(code).isZero();
  }

  @Test
  void fails_a_public_url_that_does_not_lead_to_the_hub() throws IOException {
    try (HubFixture hub = HubFixture.start(folder)) {
      Map<String, String> settings =
          Map.of(
              "SLIPWAY_DATA", folder.toString(),
              "SLIPWAY_PORT", String.valueOf(URI.create(hub.url()).getPort()),
              "SLIPWAY_PUBLIC_URL", NOBODY_THERE);

      int code = doctor(settings, InstantSource.system());

      assertThat(out.toString(UTF_8))
          .contains("but not at " + NOBODY_THERE + ": it cannot be connected to")
          .contains("correct SLIPWAY_PUBLIC_URL")
          .contains("has another port than the hub");
      assertThat(code).isEqualTo(1);
    }
  }

  @Test
  void fails_an_issuer_whose_keys_cannot_be_had() {
    run(
        settings(NOBODY_THERE),
        InstantSource.system(),
        "issuer",
        "add",
        NOBODY_THERE,
        "--allow-private");

    int code = doctor(settings(NOBODY_THERE), InstantSource.system());

    assertThat(out.toString(UTF_8))
        .contains("fail  issuer    " + NOBODY_THERE + " is unhealthy: ")
        .contains("its exchanges are refused")
        .contains("see that this machine reaches it");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void fails_a_clock_that_makes_id_tokens_be_refused() {
    InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(3));

    int code = doctor(settings(NOBODY_THERE), late);

    assertThat(out.toString(UTF_8)).containsPattern("fail  clock     1\\d\\d s ahead of");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void fails_settings_with_which_no_hub_starts() {
    int code = doctor(Map.of("SLIPWAY_PORT", "http"), InstantSource.system());

    assertThat(out.toString(UTF_8)).contains("fail  settings  SLIPWAY_PORT is \"http\"");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void fails_a_data_folder_that_cannot_be_one() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    int code = doctor(Map.of("SLIPWAY_DATA", file.toString()), InstantSource.system());

    assertThat(out.toString(UTF_8)).contains("fail").contains(file.toString());
    assertThat(code).isEqualTo(1);
  }

  @Test
  void prints_objects_for_programs() {
    run(settings(NOBODY_THERE), InstantSource.system(), "doctor", "--json");

    JsonNode findings = JsonMapper.builder().build().readTree(out.toString(UTF_8));
    assertThat(findings.path(0).path("subject").asString("")).isEqualTo("settings");
    assertThat(findings.path(0).path("level").asString("")).isEqualTo("ok");
    assertThat(findings.size()).isGreaterThan(5);
  }

  private static Map<String, String> settingsOf(HubFixture hub) {
    return Map.of(
        "SLIPWAY_DATA", hub.folder().toString(),
        "SLIPWAY_PORT", String.valueOf(URI.create(hub.url()).getPort()));
  }

  private Map<String, String> settings(String publicUrl) {
    return Map.of(
        "SLIPWAY_DATA", folder.toString(), "SLIPWAY_PORT", "9", "SLIPWAY_PUBLIC_URL", publicUrl);
  }

  private int doctor(Map<String, String> environment, InstantSource time) {
    return run(environment, time, "doctor");
  }

  private int run(Map<String, String> environment, InstantSource time, String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            InputStream.nullInputStream());
    try (OpenHub open = new OpenHub(environment, time)) {
      return Main.commands(open, terminal).execute(arguments);
    }
  }
}
