package bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A hub in a process of its own, with its data in a folder that outlives the process. */
public final class HubProcess implements AutoCloseable {

  private static final Duration START_WITHIN = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private final Process process;
  private final Duration start;

  private HubProcess(Path data, int port, Process process, Duration start) {
    this.data = data;
    this.port = port;
    this.process = process;
    this.start = start;
  }

  /** Starts a hub, with these options for its JVM, and waits until it is ready. */
  public static HubProcess start(Path data, int port, String... options) throws Exception {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    ProcessBuilder builder =
        command(options, "serve", "--port", "" + port, "--data", data.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SLIPWAY_DRAIN_SECONDS", "0");
    long began = System.nanoTime();
    Process process = builder.start();
    while (!isReady(port)) {
      long waited = System.nanoTime() - began;
      if (!process.isAlive() || waited > START_WITHIN.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException("the hub did not start:\n" + Files.readString(log));
      }
      Thread.sleep(5);
    }
    Duration start = Duration.ofNanos(System.nanoTime() - began);
    return new HubProcess(data, port, process, start);
  }

  /** The launcher, unless another jar than its own is to be measured. */
  private static ProcessBuilder command(String[] options, String... arguments) {
    List<String> line = new ArrayList<>();
    String jar = System.getenv("SLIPWAY_JAR");
    if (jar == null) {
      line.add("./slipway");
    } else {
      line.addAll(List.of(ProcessHandle.current().info().command().orElse("java")));
      line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m"));
      line.addAll(List.of(options));
      line.addAll(List.of("-jar", jar));
    }
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().removeIf(HubProcess::isSetting);
    builder.environment().put("SLIPWAY_JAVA_OPTS", String.join(" ", options));
    return builder;
  }

  private static boolean isSetting(String name) {
    return name.startsWith("SLIPWAY_") && !name.equals("SLIPWAY_JAVA_HOME");
  }

  /** Over a bare socket: a client of HTTP would take longer to load than the hub may take. */
  private static boolean isReady(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(head, StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that nobody has now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Runs a command beside the hub, and gives what it prints for programs. */
  public String run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString(), "--port", "" + port));
    Process command = command(new String[0], all.toArray(String[]::new)).start();
    command.getOutputStream().close();
    Thread errors = Thread.ofVirtual().start(() -> drain(command));
    String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    errors.join();
    if (command.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + " failed: " + out);
    }
    return out.strip();
  }

  private static void drain(Process command) {
    try {
      command.getErrorStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // it ended
    }
  }

  /** Its address. */
  public String url() {
    return "http://localhost:" + port;
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  /** From the start of the process to the first 200 of {@code /readyz}. */
  Duration startTime() {
    return start;
  }

  /** What the process has in memory now, in bytes. */
  long residentBytes() throws Exception {
    return status("VmRSS:");
  }

  /** The most that it ever had, or had since {@link #forgetPeak}. */
  long peakResidentBytes() throws Exception {
    return status("VmHWM:");
  }

  /** Linux forgets the peak on request. */
  void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
  }

  private long status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IllegalStateException("no " + name);
  }

  /** What lies on the heap now, garbage included, in bytes. */
  long heapBytes() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked =
        new ProcessBuilder(jcmd.toString(), "" + process.pid(), "GC.heap_info")
            .redirectErrorStream(true)
            .start();
    String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var used = java.util.regex.Pattern.compile("used (\\d+)K").matcher(text);
    if (!used.find()) {
      throw new IllegalStateException("no heap in: " + text);
    }
    return Long.parseLong(used.group(1)) * 1024;
  }

  /** SIGKILL: nothing of it runs any more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("the hub did not stop by itself");
    }
  }
}
