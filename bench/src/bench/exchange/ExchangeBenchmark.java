package bench.exchange;

import bench.HubProcess;
import bench.Table;
import bench.Workplace;
import bench.exchange.LoadProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The exchange beside its peers: all of them warm, in turn, in one run on one machine. An argument
 * below 1 makes everything smaller, to see quickly whether it works; then the limits mean nothing.
 */
final class ExchangeBenchmark {

  private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
  private static final int ROUNDS = 7;
  private static final int MANY_REPOSITORIES = 100_000;
  private static final int FLOOD_RATE = 1_000;
  private static final int FLOOD_SECONDS = 10;
  private static final int HONEST_CONNECTIONS = 8;
  private static final String FLOODER = "127.0.0.2";
  private static final String HONEST = "127.0.0.1";

  private final Workplace workplace;
  private final Table table = new Table();
  private final double scale;
  private final Path file;
  private final SplittableRandom random = new SplittableRandom(7);

  private ExchangeBenchmark(Workplace workplace, double scale) throws IOException {
    this.workplace = workplace;
    this.scale = scale;
    this.file = workplace.data("load").resolve("requests");
  }

  public static void main(String[] arguments) throws Exception {
    double scale = arguments.length == 0 ? 1 : Double.parseDouble(arguments[0]);
    Optional<Path> keycloak =
        Optional.ofNullable(System.getenv("BENCH_KEYCLOAK")).filter(s -> !s.isEmpty()).map(Path::of);
    try (Workplace workplace = new Workplace()) {
      ExchangeBenchmark benchmark = new ExchangeBenchmark(workplace, scale);
      List<Contender> all = new ArrayList<>();
      try {
        benchmark.run(keycloak, all);
      } finally {
        benchmark.table.print();
        print(all);
      }
      System.exit(benchmark.table.isFarOver() ? 1 : 0);
    }
  }

  private int scaled(int count) {
    return Math.max(64, (int) (count * scale));
  }

  private void run(Optional<Path> keycloak, List<Contender> measured) throws Exception {
    try (CiJobs jobs = new CiJobs();
        LoadProcess load = new LoadProcess()) {
      say("starting the hubs; one gets " + scaled(MANY_REPOSITORIES) + " repositories");
      Hubs hubs = new Hubs(workplace, jobs.url());
      List<Server> servers = new ArrayList<>();
      try {
        Contender few = hub(hubs.start("few", 1), jobs, 1, servers);
        Contender many =
            hub(hubs.start("many", scaled(MANY_REPOSITORIES)), jobs, scaled(MANY_REPOSITORIES), servers);
        Contender constant = constant(jobs, servers);
        List<Contender> all = new ArrayList<>(List.of(few, many, constant));
        if (keycloak.isPresent()) {
          say("building and starting Keycloak");
          all.addAll(keycloaks(keycloak.get(), jobs, servers));
        }
        compare(all, load);
        measured.addAll(all);
        judge(all);
        syncs(few, load);
        flood(few, jobs, load);
        permission(few, load);
      } finally {
        servers.forEach(Server::close);
      }
    }
  }

  private Contender hub(HubProcess process, CiJobs jobs, int repositories, List<Server> servers) {
    Server hub = Hubs.server(process);
    servers.add(hub);
    String audience = "http://localhost:" + hub.port();
    return new Contender(
        "Slipway, %,d publishers".formatted(repositories * Hubs.PUBLISHERS_A_REPOSITORY),
        hub,
        count ->
            jobs.tokens(audience, count).stream()
                .map(token -> Requests.exchange(token, model(repositories)))
                .toList(),
        Map.of(1, scaled(500), 8, scaled(2_000), 64, scaled(4_000)));
  }

  private synchronized String model(int repositories) {
    int number = random.nextInt(repositories);
    return number == 0 ? Hubs.MODEL : Hubs.MODEL + number;
  }

  private Contender constant(CiJobs jobs, List<Server> servers) throws Exception {
    Server server =
        Server.verifying(HubProcess.freePort(), jobs.publicKey().getEncoded());
    servers.add(server);
    List<byte[]> tokens =
        jobs.tokens("http://localhost", 100).stream()
            .map(token -> Requests.exchange(token, Hubs.MODEL))
            .toList();
    return new Contender(
        "one RS256 verification and a constant",
        server,
        count -> IntStream.range(0, count).mapToObj(i -> tokens.get(i % tokens.size())).toList(),
        Map.of(1, scaled(2_000), 8, scaled(6_000), 64, scaled(10_000)));
  }

  private List<Contender> keycloaks(Path home, CiJobs jobs, List<Server> servers) throws Exception {
    int port = HubProcess.freePort();
    Path log = workplace.data("keycloak").resolve("log");
    Server server = Keycloak.start(home, port, jobs.url(), log);
    servers.add(server);
    String audience = Keycloak.audience(port);
    Map<Integer, Integer> sizes = Map.of(1, scaled(200), 8, scaled(500), 64, scaled(1_000));
    return List.of(
        new Contender(
            "Keycloak, JWT-bearer grant",
            server,
            count -> jobs.tokens(audience, count).stream().map(Keycloak::jwtBearer).toList(),
            sizes),
        new Contender(
            "Keycloak, federated client",
            server,
            count -> jobs.tokens(audience, count).stream().map(Keycloak::federatedClient).toList(),
            sizes));
  }

  private void compare(List<Contender> all, LoadProcess load) throws IOException {
    for (int lap = 0; lap < 4; lap++) {
      say("warming up, lap " + (lap + 1) + " of 4");
      for (Contender contender : all) {
        contender.warmUp(load, file, scaled(contender.name().startsWith("Keycloak") ? 2_500 : 5_000));
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int connections : CONNECTIONS) {
        say("round " + (round + 1) + " of " + ROUNDS + ", " + connections + " connections");
        for (Contender contender : all) {
          contender.run(load, file, connections);
        }
      }
    }
  }

  /** What the ratios are made of. */
  private static void print(List<Contender> all) {
    System.out.println();
    System.out.println("| | connections | a second | p50 ms | p99 ms | server CPU ms | load CPU ms |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (Contender contender : all) {
      for (int connections : CONNECTIONS) {
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %,.0f | %.2f | %.2f | %.3f | %.3f |%n",
            contender.name(), connections, contender.rate(connections), contender.p50(connections),
            contender.p99(connections), contender.cpuMillis(connections),
            contender.loadCpuMillis(connections));
      }
    }
  }

  private void judge(List<Contender> all) {
    Contender few = all.get(0);
    table.add("CPU of an exchange, " + all.get(1).name() + ", beside 10", all.get(1).cpuMillis() / few.cpuMillis(), "×", 1.2);
    table.add("rate of one RS256 and a constant at 64, beside ours", all.get(2).rate(64) / few.rate(64), "×", 2.5);
    for (Contender keycloak : all.subList(3, all.size())) {
      double limit = keycloak == all.get(3) ? 0.1 : 0;
      table.add("our CPU, beside " + keycloak.name(), few.cpuMillis(64) / keycloak.cpuMillis(64), "×", limit);
      table.add("rate at 64 of " + keycloak.name() + ", beside ours", keycloak.rate(64) / few.rate(64), "×", limit);
    }
  }

  /** In runs of their own, because strace slows the hub down. */
  private void syncs(Contender few, LoadProcess load) throws Exception {
    for (int connections : CONNECTIONS) {
      int count = scaled(200) * Math.min(connections, 8);
      int port = few.server().port();
      Requests.write(file, few.fresh(count));
      OptionalDouble syncs =
          Syncs.during(
              few.server().times().pid(),
              workplace.data("load").resolve("strace"),
              () -> load.run(new Load.Command(file, port, connections, HONEST, 0)).allSucceeded("the hub"));
      if (syncs.isPresent()) {
        table.tell("flushes an exchange at " + connections, syncs.getAsDouble() / count, "");
      }
    }
  }

  private void flood(Contender few, CiJobs jobs, LoadProcess load) throws Exception {
    say("garbage from another address beside honest exchanges");
    int port = few.server().port();
    Garbage garbage = new Garbage(jobs, "http://localhost:" + port);
    List<Double> quiet = new ArrayList<>();
    List<Double> flooded = new ArrayList<>();
    Path garbageFile = workplace.data("load").resolve("garbage");
    int asked = jobs.requests();
    double before = few.server().times().residentMib();
    String answers = "";
    long began = System.nanoTime();
    try (LoadProcess flooder = new LoadProcess()) {
      for (int round = 0; round < ROUNDS; round++) {
        quiet.add(honest(few, load).p99());
        int count = FLOOD_RATE * Math.max(2, (int) (FLOOD_SECONDS * scale));
        Requests.write(garbageFile, garbage.requests(count));
        Requests.write(file, few.fresh(scaled(2_000)));
        flooder.begin(new Load.Command(garbageFile, port, 32, FLOODER, FLOOD_RATE));
        TimeUnit.MILLISECONDS.sleep(500);
        flooded.add(load.run(new Load.Command(file, port, HONEST_CONNECTIONS, HONEST, 0)).allSucceeded("the hub").p99());
        Outcome garbageOutcome = flooder.end();
        answers = "%.0f/s: %s".formatted(garbageOutcome.perSecond(), garbageOutcome.statuses());
      }
    }
    double minutes = Math.max(1, (System.nanoTime() - began) / 60e9);
    say("the last flood was answered " + answers);
    table.tell("p99 of honest exchanges at " + HONEST_CONNECTIONS + ", quiet", Medians.of(quiet) / 1000, "ms");
    table.add("the same in a flood of garbage, beside it", Medians.of(flooded) / Medians.of(quiet), "×", 2);
    // Discovery and keys are two requests.
    table.add("fetches of keys a minute meanwhile", (jobs.requests() - asked) / 2.0 / minutes, "", 1);
    table.add("resident memory after the floods, beside before", few.server().times().residentMib() / before, "×", 1.2);
  }

  private Outcome honest(Contender few, LoadProcess load) throws IOException {
    Requests.write(file, few.fresh(scaled(2_000)));
    return load.run(new Load.Command(file, few.server().port(), HONEST_CONNECTIONS, HONEST, 0))
        .allSucceeded("the hub");
  }

  /** Who asks whether a token may write makes the hub look at the token and the repository. */
  private void permission(Contender few, LoadProcess load) throws Exception {
    say("requests that need a permission");
    String token = token(few);
    String path = "/api/models/" + Hubs.MODEL + "/auth-check/write";
    List<Double> checked = new ArrayList<>();
    List<Double> unchecked = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      unchecked.add(cpu(few.server(), load, Requests.get("/healthz", "")));
      checked.add(cpu(few.server(), load, Requests.get(path, token)));
    }
    double of = Medians.of(unchecked.subList(2, ROUNDS)) * 1000;
    table.tell("CPU of a request that needs no permission", of, "µs");
    table.add(
        "CPU of the check of a permission by token, beside it",
        Medians.of(checked.subList(2, ROUNDS)) * 1000 - of,
        "µs",
        50);
  }

  private double cpu(Server server, LoadProcess load, byte[] request) throws IOException {
    int count = scaled(10_000);
    Requests.write(file, IntStream.range(0, count).mapToObj(_ -> request).toList());
    double before = server.times().cpuSeconds();
    load.run(new Load.Command(file, server.port(), HONEST_CONNECTIONS, HONEST, 0)).allSucceeded("the hub");
    return (server.times().cpuSeconds() - before) * 1000 / count;
  }

  private static String token(Contender few) throws Exception {
    byte[] request = few.fresh(1).getFirst();
    try (var socket = new java.net.Socket("127.0.0.1", few.server().port())) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes());
      return JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n"))).path("access_token").asString();
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
