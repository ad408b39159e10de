package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills a hub at random moments while it takes uploads. After each restart every branch must be at
 * the last commit that was acknowledged or at the one that was under way, each file that it names
 * must be whole, and the same upload must succeed.
 */
final class KillRounds {

  private static final String LARGE = "soak/large";
  private static final String SMALL = "soak/small";
  private static final int LONGEST_MILLIS = 3_000;
  private static final int MAX_MIB = 24;

  /** Above this size the hub wants a file in parts. */
  private static final int PARTED_MIB = 101;

  private static final int LARGE_NAMES = 4;
  private static final int OLD_COMMITS = 20;

  private final Workplace workplace;
  private final Path data;
  private final int port;
  private final SplittableRandom random;
  private final Map<Writer.Found, Integer> found = new EnumMap<>(Writer.Found.class);

  private KillRounds(Workplace workplace, long seed) throws Exception {
    this.workplace = workplace;
    this.data = workplace.data("soak");
    this.port = HubProcess.freePort();
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.out.println(rounds + " rounds, seed " + seed);
    try (Workplace workplace = new Workplace()) {
      new KillRounds(workplace, seed).run(rounds);
    } catch (IllegalStateException e) {
      System.out.println("FAILED: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(int rounds) throws Exception {
    HubProcess hub = HubProcess.start(data, port);
    try {
      hub.run("user", "add", "soak", "--email", "soak@example.org");
      String token = hub.run("token", "create", "soak", "--name", "soak", "--role", "write");
      List<Writer> writers;
      try (Client client = new Client(hub.url(), token)) {
        writers =
            List.of(
                writer(client, LARGE, this::large),
                writer(client, SMALL, n -> Step.small("small " + n, n)));
      }
      for (int round = 1; round <= rounds; round++) {
        int millis = killDuring(hub, token, writers);
        hub = HubProcess.start(data, port);
        look(hub, token, writers, "round %3d: killed after %4d ms".formatted(round, millis));
      }
      finish(hub, token, writers);
    } finally {
      hub.close();
    }
  }

  private static Writer writer(
      Client client, String model, java.util.function.IntFunction<Step> steps) throws Exception {
    client.createModel(model);
    String head =
        client.get("/api/models/" + model + "/commits/main").path(0).path("id").asString("");
    return new Writer(model, head, steps);
  }

  /** Now and then one that comes in parts. */
  private Step large(int n) {
    SplittableRandom of = new SplittableRandom(n);
    long bytes = of.nextInt(6) == 0 ? (long) PARTED_MIB << 20 : 1 + of.nextInt(MAX_MIB << 20);
    try {
      Client.LfsFile file = workplace.file("model-" + n % LARGE_NAMES + ".bin", bytes, n);
      return new Step("large " + n, Map.of(), Optional.of(file));
    } catch (Exception e) {
      throw new IllegalStateException("making a file", e);
    }
  }

  private int killDuring(HubProcess hub, String token, List<Writer> writers) throws Exception {
    int millis = random.nextInt(LONGEST_MILLIS);
    try (Client client = new Client(hub.url(), token)) {
      List<Thread> threads =
          writers.stream().map(w -> Thread.ofPlatform().start(() -> w.run(client))).toList();
      TimeUnit.MILLISECONDS.sleep(millis);
      hub.kill();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return millis;
  }

  private void look(HubProcess hub, String token, List<Writer> writers, String killed)
      throws Exception {
    StringBuilder line = new StringBuilder(killed);
    line.append(", ready again in %4d ms".formatted(hub.startTime().toMillis()));
    try (Client client = new Client(hub.url(), token)) {
      for (Writer writer : writers) {
        String during = writer.during();
        Writer.Found where = writer.check(client);
        found.merge(where, 1, Integer::sum);
        line.append("; ").append(during).append(": ").append(where);
      }
    }
    System.out.println(line);
  }

  private void finish(HubProcess hub, String token, List<Writer> writers) throws Exception {
    try (Client client = new Client(hub.url(), token)) {
      int compared = 0;
      int acknowledged = 0;
      for (Writer writer : writers) {
        compared += writer.compareHistory(client, OLD_COMMITS);
        acknowledged += writer.acknowledged();
      }
      hub.run("doctor");
      fsck(hub, token);
      System.out.printf(
          "nothing lost: %d commits acknowledged, %d old ones read again, branches found %s%n",
          acknowledged, compared, found);
    }
  }

  /** What git itself says of the repositories, where there is a git. */
  private void fsck(HubProcess hub, String token) throws Exception {
    for (String model : List.of(LARGE, SMALL)) {
      Path mirror = workplace.data(model.replace('/', '-') + ".git");
      String url = hub.url().replace("http://", "http://soak:" + token + "@") + "/" + model;
      git("clone", "-q", "--mirror", url, mirror.toString());
      git("-C", mirror.toString(), "fsck", "--full", "--strict", "--no-progress");
    }
  }

  private static void git(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("git"));
    line.addAll(List.of(arguments));
    Process git;
    try {
      git = new ProcessBuilder(line).inheritIO().start();
    } catch (IOException e) {
      System.out.println("there is no git here to ask");
      return;
    }
    if (git.waitFor() != 0) {
      throw new IllegalStateException("git " + arguments[0] + " failed");
    }
  }
}
