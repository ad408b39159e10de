package dev.slipway.main;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Reads the exchange log as maintainers do, which is written a moment after the exchange. */
final class AttemptRows {

  static final String OF_MODEL = CiFixture.PUBLISHERS + "/attempts";

  private static final long PATIENCE_MILLIS = 10_000;

  private final CiFixture ci;
  private final String path;

  AttemptRows(CiFixture ci, String path) {
    this.ci = ci;
    this.path = path;
  }

  JsonNode list() {
    return HubFixture.json(ci.hub().get(ci.acme(), path + "?limit=200"));
  }

  /** The rows, as soon as so many attempts were counted. */
  List<JsonNode> after(long attempts) throws InterruptedException {
    return rows(list -> counted(list) >= attempts);
  }

  /** The list, as soon as it is like that. */
  List<JsonNode> rows(Predicate<JsonNode> isLikeThat) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    JsonNode list = list();
    while (!isLikeThat.test(list) && System.nanoTime() < end) {
      Thread.sleep(20);
      list = list();
    }
    List<JsonNode> rows = new ArrayList<>();
    list.get("attempts").forEach(rows::add);
    return rows;
  }

  static long counted(JsonNode list) {
    long all = 0;
    for (JsonNode row : list.get("attempts")) {
      all += row.get("count").longValue();
    }
    return all;
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.stringValue()));
    return texts;
  }
}
