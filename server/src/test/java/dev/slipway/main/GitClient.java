package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The git of this machine, in a folder of its own and without anybody's configuration. */
final class GitClient {

  private final Path home;

  /** Works in {@code home}. */
  GitClient(Path home) {
    this.home = home;
  }

  /** What a command printed, and how it ended. */
  record Ended(int code, String output) {

    /** The output of a command that must have succeeded. */
    String done() {
      if (code != 0) {
        throw new AssertionError("git ended with " + code + ":\n" + output);
      }
      return output.strip();
    }
  }

  /** Runs git in a folder below this one's. */
  Ended run(String folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.resolve(folder).toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_LFS_SKIP_SMUDGE", "1");
    environment.put("GIT_AUTHOR_NAME", "Ann");
    environment.put("GIT_AUTHOR_EMAIL", "ann@example.org");
    environment.put("GIT_COMMITTER_NAME", "Ann");
    environment.put("GIT_COMMITTER_EMAIL", "ann@example.org");
    environment.put("LC_ALL", "C");
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("running " + command, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("running " + command, e);
    }
  }

  /** Writes a file of a work tree and commits it. */
  void commit(String folder, String path, byte[] content) {
    try {
      Path file = home.resolve(folder).resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + path, e);
    }
    run(folder, "add", "-f", path).done();
    run(folder, "commit", "-q", "-m", "change " + path).done();
  }

  void commit(String folder, String path, String content) {
    commit(folder, path, content.getBytes(UTF_8));
  }
}
