package bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** Uploads to one repository until the hub is gone, and knows what must be there afterwards. */
final class Writer {

  private final String model;
  private final IntFunction<Step> steps;
  private final List<Acknowledged> history = new ArrayList<>();
  private int count;
  private String head;
  private Map<String, String> content = new LinkedHashMap<>();
  private Optional<Step> inFlight = Optional.empty();

  /** A commit that the hub said it has made, with what was on the branch then. */
  record Acknowledged(String commit, Map<String, String> content) {}

  Writer(String model, String head, IntFunction<Step> steps) {
    this.model = model;
    this.head = head;
    this.steps = steps;
  }

  /** One upload after the other, until one fails: the hub was killed. */
  void run(Client client) {
    try {
      while (true) {
        Step step = steps.apply(count++);
        inFlight = Optional.of(step);
        perform(client, step);
      }
    } catch (Exception e) {
      // as it should be; the check says what is there
    }
  }

  private void perform(Client client, Step step) throws Exception {
    String commit = step.perform(client, model);
    content = step.after(content);
    head = commit;
    history.add(new Acknowledged(commit, content));
    inFlight = Optional.empty();
  }

  /** What was under way when the hub was killed, or nothing. */
  String during() {
    return inFlight.map(Step::title).orElse("nothing under way");
  }

  /** Where the branch was found. */
  enum Found {
    OLD,
    NEW
  }

  /**
   * Looks at the branch after a restart, reads all that it refers to, does again what was under way
   * and looks once more.
   */
  Found check(Client client) throws Exception {
    Found found = find(client);
    if (found == Found.NEW) {
      content = inFlight.orElseThrow().after(content);
    }
    compare(client, "main", content);
    if (inFlight.isPresent()) {
      perform(client, inFlight.get());
      require(find(client) == Found.OLD, "the repeated upload is not on the branch");
      compare(client, "main", content);
    }
    return found;
  }

  private Found find(Client client) throws Exception {
    JsonNode log = client.get("/api/models/" + model + "/commits/main?limit=2");
    String tip = log.path(0).path("id").asString("");
    if (tip.equals(head)) {
      return Found.OLD;
    }
    boolean isNew =
        inFlight.isPresent()
            && log.path(0).path("title").asString("").equals(inFlight.get().title())
            && log.path(1).path("id").asString("").equals(head);
    require(isNew, "the branch is at " + tip + ", neither at " + head + " nor one step on");
    return Found.NEW;
  }

  /** Every file that was acknowledged is there, whole, and no other. */
  void compare(Client client, String revision, Map<String, String> expected) throws Exception {
    Map<String, String> actual = new TreeMap<>();
    JsonNode tree =
        client.get("/api/models/" + model + "/tree/" + revision + "?recursive=true&limit=1000");
    for (JsonNode entry : tree) {
      String path = entry.path("path").asString("");
      if (entry.path("type").asString("").equals("file") && !path.equals(".gitattributes")) {
        String file = "/" + model + "/resolve/" + revision + "/" + path;
        actual.put(path, client.download(file, "SHA-256", ""));
      }
    }
    require(actual.equals(new TreeMap<>(expected)), "files differ at " + revision + " of " + model);
  }

  /** Some of what was acknowledged since the beginning, evenly chosen, is still there. */
  int compareHistory(Client client, int most) throws Exception {
    int stride = Math.max(1, history.size() / most);
    int compared = 0;
    for (int i = 0; i < history.size(); i += stride, compared++) {
      compare(client, history.get(i).commit(), history.get(i).content());
    }
    return compared;
  }

  int acknowledged() {
    return history.size();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(model + ": " + otherwise);
    }
  }
}
