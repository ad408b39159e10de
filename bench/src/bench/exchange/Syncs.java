package bench.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts flushes with strace, where there is one that may look at the hub. */
final class Syncs {

  private static final Pattern CALLS =
      Pattern.compile("^\\s*[\\d.]+\\s+[\\d.]+\\s+\\d+\\s+(\\d+)\\s.*\\b(fsync|fdatasync)$");

  private Syncs() {}

  /** Something that makes the server flush. */
  interface Work {
    void run() throws Exception;
  }

  /** How often {@code fsync} and {@code fdatasync} were called during the work. */
  static OptionalDouble during(long pid, Path report, Work work) throws Exception {
    Process strace;
    try {
      strace =
          new ProcessBuilder(
                  "strace", "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", report.toString(),
                  "-p", "" + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return OptionalDouble.empty();
    }
    TimeUnit.SECONDS.sleep(2);
    boolean isAttached = strace.isAlive();
    work.run();
    strace.destroy();
    strace.waitFor();
    return isAttached ? OptionalDouble.of(count(report)) : OptionalDouble.empty();
  }

  private static double count(Path report) throws IOException {
    double calls = 0;
    for (String line : Files.readAllLines(report)) {
      Matcher row = CALLS.matcher(line);
      if (row.matches()) {
        calls += Double.parseDouble(row.group(1));
      }
    }
    return calls;
  }
}
