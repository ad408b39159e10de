package bench.exchange;

import bench.exchange.LoadProcess.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** Somebody who answers exchanges, and what the runs with them came to. */
final class Contender {

  private final String name;
  private final Server server;
  private final IntFunction<List<byte[]>> requests;
  private final Map<Integer, Integer> sizes;
  private final Map<Integer, List<Run>> runs = new LinkedHashMap<>();

  /**
   * One run.
   *
   * @param cpuMillis the server's, for each request
   * @param loadCpuMillis the load generator's, for each request
   */
  record Run(Outcome outcome, double cpuMillis, double loadCpuMillis) {}

  /**
   * A contender.
   *
   * @param requests makes so many fresh ones
   * @param sizes how many requests a run has, by its number of connections
   */
  Contender(
      String name,
      Server server,
      IntFunction<List<byte[]>> requests,
      Map<Integer, Integer> sizes) {
    this.name = name;
    this.server = server;
    this.requests = requests;
    this.sizes = sizes;
  }

  String name() {
    return name;
  }

  Server server() {
    return server;
  }

  /** So many requests that nobody has sent yet. */
  List<byte[]> fresh(int count) {
    return requests.apply(count);
  }

  void warmUp(LoadProcess load, Path file, int count) throws IOException {
    Requests.write(file, requests.apply(count));
    load.run(command(file, 16)).allSucceeded(name);
  }

  /** One run of so many connections, which counts. */
  void run(LoadProcess load, Path file, int connections) throws IOException {
    int count = sizes.get(connections);
    Requests.write(file, requests.apply(count));
    double before = server.times().cpuSeconds();
    double loadBefore = load.times().cpuSeconds();
    Outcome outcome = load.run(command(file, connections)).allSucceeded(name);
    double cpu = (server.times().cpuSeconds() - before) * 1000 / count;
    double loadCpu = (load.times().cpuSeconds() - loadBefore) * 1000 / count;
    runs.computeIfAbsent(connections, _ -> new ArrayList<>()).add(new Run(outcome, cpu, loadCpu));
  }

  private Load.Command command(Path file, int connections) {
    return new Load.Command(file, server.port(), connections, "127.0.0.1", 0);
  }

  double rate(int connections) {
    return median(connections, run -> run.outcome().perSecond());
  }

  double p50(int connections) {
    return median(connections, run -> run.outcome().p50() / 1000);
  }

  double p99(int connections) {
    return median(connections, run -> run.outcome().p99() / 1000);
  }

  double cpuMillis(int connections) {
    return median(connections, Run::cpuMillis);
  }

  double loadCpuMillis(int connections) {
    return median(connections, Run::loadCpuMillis);
  }

  /** Of all runs, whatever the number of connections. */
  double cpuMillis() {
    return runs.keySet().stream().mapToDouble(this::cpuMillis).average().orElseThrow();
  }

  private double median(int connections, ToDoubleFunction<Run> what) {
    return Medians.of(runs.get(connections).stream().map(what::applyAsDouble).toList());
  }
}
