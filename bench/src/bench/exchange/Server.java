package bench.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Something that answers exchanges, in a process of its own. */
record Server(ProcessTimes times, int port, Runnable stop) implements AutoCloseable {

  /** {@link VerifyServer}, with the options that the hub's launcher gives. */
  static Server verifying(int port, byte[] publicKey) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(Path.of("bench/src/bench/exchange/VerifyServer.java").toString());
    line.addAll(List.of("" + port, Base64.getEncoder().encodeToString(publicKey)));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String ready = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
    if (!"ready".equals(ready)) {
      throw new IllegalStateException("the server that only verifies did not start");
    }
    return new Server(new ProcessTimes(process.pid()), port, () -> end(process));
  }

  static void end(Process process) {
    try {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      children.forEach(ProcessHandle::destroy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.run();
  }
}
