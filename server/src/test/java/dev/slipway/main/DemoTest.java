package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shows_a_refused_and_an_accepted_publication_and_leaves_nothing() throws IOException {
    Set<Path> before = leftovers();

    int code = run("demo", "--exit");

    assertThat(out.toString(UTF_8))
        .contains("✓ a job on feature-x shows its ID token: 400 invalid_grant")
        .contains("the claim branch does not match: this ID token says feature-x")
        .contains("✓ a job on main shows its ID token: 200")
        .contains("✓ model.safetensors is, byte for byte")
        .contains("✓ the job's token is dead from that moment on: 401")
        .doesNotContain("✗");
    assertThat(code).isZero();
    assertThat(leftovers()).isEqualTo(before);
  }

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            InputStream.nullInputStream());
    try (OpenHub open = new OpenHub(Map.of(), InstantSource.system())) {
      return Main.commands(open, terminal).execute(arguments);
    }
  }

  private static Set<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("slipway-demo-"))
          .collect(Collectors.toSet());
    }
  }
}
