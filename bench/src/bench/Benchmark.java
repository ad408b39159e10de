package bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Start, memory, commits, large files and long lists, measured in one run. An argument below 1
 * makes everything smaller, to see quickly whether it works; then the limits mean nothing.
 */
final class Benchmark {

  private static final double MIB = 1024 * 1024;
  private static final long GIB = 1L << 30;
  private static final int STARTS = 5;
  private static final int COMMIT_FILES = 1_000;
  private static final int TREE_FILES = 100_000;
  private static final int FILES_A_COMMIT = 25_000;
  private static final int PAGE = 1_000;

  private final Workplace workplace;
  private final Table table;
  private final double scale;

  private Benchmark(Workplace workplace, Table table, double scale) {
    this.workplace = workplace;
    this.table = table;
    this.scale = scale;
  }

  public static void main(String[] arguments) throws Exception {
    double scale = arguments.length == 0 ? 1 : Double.parseDouble(arguments[0]);
    Table table = new Table();
    try (Workplace workplace = new Workplace()) {
      Benchmark benchmark = new Benchmark(workplace, table, scale);
      benchmark.starts();
      benchmark.commits();
      benchmark.largeFiles();
      benchmark.longLists();
    }
    table.print();
    System.exit(table.isFarOver() ? 1 : 0);
  }

  private void starts() throws Exception {
    say("cold start, " + STARTS + " times");
    List<Double> seconds = new ArrayList<>();
    double idle = 0;
    for (int i = 0; i < STARTS; i++) {
      try (HubProcess hub =
          HubProcess.start(workplace.data("start-" + i), HubProcess.freePort())) {
        seconds.add(hub.startTime().toNanos() / 1e9);
        if (i == STARTS - 1) {
          // What the start left to do in the background has then been done.
          Thread.sleep(5_000);
          idle = hub.residentBytes() / MIB;
        }
      }
    }
    table.add("cold start to `/readyz`, median of " + STARTS, median(seconds), "s", 2.5);
    table.tell("the slowest of them", seconds.stream().max(Double::compare).orElseThrow(), "s");
    table.add("resident memory, idle", idle, "MiB", 300);
  }

  private void commits() throws Exception {
    say("commits of " + COMMIT_FILES + " small files in one request");
    try (HubProcess hub = HubProcess.start(workplace.data("commits"), HubProcess.freePort());
        Client client = client(hub)) {
      client.createModel("bench/commits");
      List<Double> seconds = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        byte[] body = commit("round " + round, 0, COMMIT_FILES, round);
        seconds.add(seconds(() -> client.commit("bench/commits", body)));
      }
      double first = seconds.getFirst();
      table.add("commit of 1,000 files of 2 KiB, the first after a start", first, "s", 2);
      table.add("the same, median of 5", median(seconds), "s", 2);
    }
  }

  private void largeFiles() throws Exception {
    long size = (long) (GIB * scale);
    say("files of " + size + " bytes up and down, in a heap that cannot exceed 256 MiB");
    Client.LfsFile whole = workplace.file("whole.bin", size, 1);
    Client.LfsFile parted = workplace.file("parted.bin", size, 2);
    try (HubProcess hub =
            HubProcess.start(workplace.data("large"), HubProcess.freePort(), "-Xmx256m");
        Client client = client(hub)) {
      client.createModel("bench/large");
      transfer(hub, size, "1 GiB up, in one PUT", () -> client.upload("bench/large", whole, "basic"));
      transfer(
          hub,
          size,
          "1 GiB up, in parts",
          () -> client.upload("bench/large", parted, "basic", "multipart"));
      client.commit("bench/large", commit(whole, parted));
      for (Client.LfsFile file : List.of(whole, parted)) {
        String path = "/bench/large/resolve/main/" + file.file().getFileName();
        transfer(
            hub, size, "1 GiB down (" + file.file().getFileName() + ")", () -> {
              if (!client.download(path, "SHA-256", "").equals(file.oid())) {
                throw new IllegalStateException(file.file() + " came back as something else");
              }
            });
      }
    }
  }

  private void transfer(HubProcess hub, long size, String what, Work work) throws Exception {
    hub.forgetPeak();
    AtomicBoolean isDone = new AtomicBoolean();
    AtomicLong heap = new AtomicLong();
    Thread watch =
        Thread.ofPlatform().start(() -> {
          while (!isDone.get()) {
            try {
              heap.accumulateAndGet(hub.heapBytes(), Math::max);
              Thread.sleep(200);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
    double seconds;
    try {
      seconds = seconds(work);
    } finally {
      isDone.set(true);
      watch.join();
    }
    table.tell(what, size / MIB / seconds, "MiB/s");
    table.add("— most on the heap meanwhile, garbage included", heap.get() / MIB, "MiB", 256);
    table.tell("— most resident meanwhile", hub.peakResidentBytes() / MIB, "MiB");
  }

  private void longLists() throws Exception {
    int files = Math.max(4 * PAGE, (int) (TREE_FILES * scale));
    say("lists of " + files + " files in pages of " + PAGE);
    try (HubProcess hub = HubProcess.start(workplace.data("lists"), HubProcess.freePort());
        Client client = client(hub)) {
      client.createModel("bench/lists");
      double seconds =
          seconds(() -> {
            for (int from = 0; from < files; from += FILES_A_COMMIT) {
              int to = Math.min(files, from + FILES_A_COMMIT);
              client.commit("bench/lists", flat("files from " + from, from, to));
            }
          });
      table.tell("commits of %,d files, %,d each".formatted(files, FILES_A_COMMIT), seconds, "s");
      String address = hub.url() + "/api/models/bench/lists/tree/main/all?limit=" + PAGE;
      pages(client, address, files);
      List<Double> times = pages(client, address, files);
      double first = median(times.subList(0, Math.min(5, times.size())));
      double last = median(times.subList(Math.max(0, times.size() - 5), times.size()));
      table.tell("a page of 1,000, median of the first 5", first * 1000, "ms");
      table.tell("a page of 1,000, median of the last 5", last * 1000, "ms");
      table.add("last pages, compared with the first", last / first, "×", 1.5);
    }
  }

  private static List<Double> pages(Client client, String address, int files) throws Exception {
    List<Double> times = new ArrayList<>();
    int seen = 0;
    for (String next = address; !next.isEmpty(); ) {
      long began = System.nanoTime();
      Client.Page page = client.page(next);
      times.add((System.nanoTime() - began) / 1e9);
      seen += page.items().size();
      next = page.next();
    }
    if (seen != files) {
      throw new IllegalStateException(seen + " files were listed of " + files);
    }
    return times;
  }

  private static Client client(HubProcess hub) throws Exception {
    hub.run("user", "add", "bench", "--email", "bench@example.org");
    return new Client(
        hub.url(), hub.run("token", "create", "bench", "--name", "bench", "--role", "write"));
  }

  private static byte[] commit(String summary, int from, int to, int round) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, Client.line("header", Map.of("summary", summary, "description", "")));
    for (int i = from; i < to; i++) {
      String content = ("file " + i + " in round " + round + "\n").repeat(200).substring(0, 2048);
      write(body, file("data/%03d/%06d.txt".formatted(i % 100, i), content));
    }
    return body.toByteArray();
  }

  private static byte[] flat(String summary, int from, int to) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, Client.line("header", Map.of("summary", summary, "description", "")));
    for (int i = from; i < to; i++) {
      write(body, file("all/%06d.txt".formatted(i), "file " + i + "\n"));
    }
    return body.toByteArray();
  }

  private static byte[] commit(Client.LfsFile... files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, Client.line("header", Map.of("summary", "large files", "description", "")));
    for (Client.LfsFile file : files) {
      write(
          body,
          Client.line(
              "lfsFile",
              Map.of(
                  "path", file.file().getFileName().toString(),
                  "algo", "sha256",
                  "oid", file.oid(),
                  "size", file.size())));
    }
    return body.toByteArray();
  }

  private static String file(String path, String content) {
    return Client.line("file", Map.of("path", path, "content", content, "encoding", "utf-8"));
  }

  private static void write(ByteArrayOutputStream body, String line) {
    body.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
