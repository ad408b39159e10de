package bench.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The load generator, a process of its own. One thread drives every connection; a command on
 * standard input is one run, and its outcome is one line. Closed loop: each connection sends its
 * next request when it has the answer to the last. With a rate, requests go out at their times.
 */
final class Load {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Selector selector = Selector.open();
  private final List<Connection> connections = new ArrayList<>();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final Iterator<byte[]> requests;
  private final long[] nanos;
  private final double perNano;
  private final long began = System.nanoTime();
  private int sent;
  private int answered;
  private String oddAnswer = "";

  private Load(Command command, List<byte[]> requests) throws IOException {
    this.requests = requests.iterator();
    this.nanos = new long[requests.size()];
    this.perNano = command.rate / 1e9;
    for (int i = 0; i < command.connections; i++) {
      connections.add(new Connection(selector, command.from, command.port));
    }
    idle.addAll(connections);
  }

  /** One run; a rate of zero means a closed loop. */
  record Command(Path file, int port, int connections, String from, double rate) {

    String line() {
      return file + "\t" + port + "\t" + connections + "\t" + from + "\t" + rate;
    }

    static Command of(String line) {
      String[] parts = line.split("\t");
      return new Command(
          Path.of(parts[0]),
          Integer.parseInt(parts[1]),
          Integer.parseInt(parts[2]),
          parts[3],
          Double.parseDouble(parts[4]));
    }
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Command command = Command.of(line);
      Load load = new Load(command, Requests.read(command.file));
      System.out.println(load.run());
    }
  }

  private String run() throws IOException {
    try {
      long last = System.nanoTime();
      fill();
      while (answered < nanos.length) {
        if (selector.select(this::serve, perNano > 0 ? 1 : PATIENCE.toMillis()) > 0) {
          last = System.nanoTime();
        } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
          throw new IOException("no answer for " + PATIENCE);
        }
        fill();
      }
      return outcome(System.nanoTime() - began);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
      selector.close();
    }
  }

  private void fill() throws IOException {
    while (!idle.isEmpty() && requests.hasNext() && isDue()) {
      idle.poll().send(requests.next());
      sent++;
    }
  }

  private boolean isDue() {
    return perNano == 0 || sent <= (System.nanoTime() - began) * perNano;
  }

  private void serve(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.write();
        return;
      }
      int status = connection.isBusy() ? connection.read() : 0;
      if (status != 0) {
        nanos[answered++] = connection.nanos();
        statuses.merge(status, 1, Integer::sum);
        if (status >= 400) {
          oddAnswer = connection.body();
        }
        idle.add(connection);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Count, nanoseconds, p50 and p99 in microseconds, statuses, and one odd answer. */
  private String outcome(long took) {
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%d\t%d\t%.1f\t%.1f\t%s\t%s",
        answered,
        took,
        nanos[nanos.length / 2] / 1e3,
        nanos[(int) (nanos.length * 0.99)] / 1e3,
        statuses,
        oddAnswer.replaceAll("\\s+", " "));
  }
}
