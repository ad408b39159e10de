package bench.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/** A {@link Load} in a process of its own, which stays warm from run to run. */
final class LoadProcess implements AutoCloseable {

  private final Process process;
  private final PrintStream commands;
  private final BufferedReader outcomes;

  /**
   * What a run came to.
   *
   * @param count of answers
   * @param seconds that it took
   * @param p50 in microseconds
   * @param p99 in microseconds
   * @param statuses how often which
   * @param oddAnswer the body of one that was no success
   */
  record Outcome(
      int count, double seconds, double p50, double p99, String statuses, String oddAnswer) {

    double perSecond() {
      return count / seconds;
    }

    /** That all were answered with 200; else the run measured something else. */
    Outcome allSucceeded(String who) {
      if (!statuses.equals("{200=" + count + "}")) {
        throw new IllegalStateException(who + " answered " + statuses + ": " + oddAnswer);
      }
      return this;
    }
  }

  LoadProcess() throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "bench/src/bench/exchange/Load.java")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    commands = new PrintStream(process.getOutputStream(), true);
    outcomes = new BufferedReader(new InputStreamReader(process.getInputStream()));
    line();
  }

  /** Begins a run. */
  void begin(Load.Command command) {
    commands.println(command.line());
  }

  /** Waits for the run to end. */
  Outcome end() throws IOException {
    String[] parts = line().split("\t", -1);
    return new Outcome(
        Integer.parseInt(parts[0]),
        Long.parseLong(parts[1]) / 1e9,
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        parts[4],
        parts[5]);
  }

  Outcome run(Load.Command command) throws IOException {
    begin(command);
    return end();
  }

  private String line() throws IOException {
    String line = outcomes.readLine();
    if (line == null) {
      throw new IllegalStateException("the load generator ended");
    }
    return line;
  }

  ProcessTimes times() {
    return new ProcessTimes(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
