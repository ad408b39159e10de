package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands in a folder, with an environment that knows nothing of the one that runs the tests. */
record Shell(Path folder, Map<String, String> environment) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What a command did. */
  record Result(int exit, String out, String err) {

    Result succeeded() {
      assertThat(exit).as("%s%n%s", out, err).isZero();
      return this;
    }

    Result failed() {
      assertThat(exit).as("%s%n%s", out, err).isNotZero();
      return this;
    }

    /** Everything that was printed, for people or programs. */
    String text() {
      return out + err;
    }

    /** The last line for programs. */
    String lastLine() {
      return out.strip().lines().reduce("", (_, line) -> line).strip();
    }
  }

  static Shell in(Path folder) {
    Map<String, String> environment = new HashMap<>();
    for (String kept :
        List.of(
            "PATH",
            "LANG",
            "SSL_CERT_FILE",
            "REQUESTS_CA_BUNDLE",
            "PIP_CERT",
            "PIP_FIND_LINKS",
            "NODE_EXTRA_CA_CERTS",
            "PYENV_ROOT")) {
      String value = System.getenv(kept);
      if (value != null) {
        environment.put(kept, value);
      }
    }
    environment.put("HOME", folder.toString());
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    return new Shell(folder, environment);
  }

  Shell with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Shell(folder, more);
  }

  Shell at(Path other) {
    return new Shell(other, environment);
  }

  /** A line of bash, as it stands in a workflow file. */
  Result bash(String line) {
    return run(List.of("bash", "-euo", "pipefail", "-c", line));
  }

  Result run(String... command) {
    return run(List.of(command));
  }

  Result run(List<String> command) {
    try {
      return finish(start(command), command);
    } catch (IOException e) {
      throw new UncheckedIOException("running " + command, e);
    }
  }

  Running start(List<String> command) throws IOException {
    Path out = Files.createTempFile("journey", ".out");
    Path err = Files.createTempFile("journey", ".err");
    // The JVM looks for a program on its own PATH; env looks on the one that it is given.
    List<String> found = new ArrayList<>(List.of("/usr/bin/env"));
    found.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(found);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new Running(process, out, err);
  }

  /** A command that may still run. */
  record Running(Process process, Path out, Path err) {}

  private static Result finish(Running running, List<String> command) throws IOException {
    try {
      boolean ended = running.process().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        running.process().destroyForcibly();
        throw new AssertionError("still running after " + PATIENCE + ": " + command);
      }
      String out = Files.readString(running.out());
      String err = Files.readString(running.err());
      Files.delete(running.out());
      Files.delete(running.err());
      return new Result(running.process().exitValue(), out, err);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  /** Waits for a command that was started. */
  static Result finish(Running running) throws IOException {
    return finish(running, List.of(running.process().info().command().orElse("?")));
  }
}
