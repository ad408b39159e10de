package dev.slipway.attempts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one publisher said of an attempt, in texts that may be kept.
 *
 * @param id of the publisher
 * @param name what its maintainers called it then; may be empty
 * @param reasons why it did not accept the token; empty if it did
 * @param claims claim by claim
 */
public record PublisherReport(
    String id, String name, List<Reason> reasons, List<ClaimReport> claims) {

  /** Most publishers of one report, the nearest first. */
  static final int MAX_PUBLISHERS = 10;

  /** Longest report, in characters of its JSON. */
  static final int MAX_CHARACTERS = 16 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public PublisherReport {
    reasons = List.copyOf(reasons);
    claims = List.copyOf(claims);
  }

  /**
   * What became of one claim.
   *
   * @param verdict {@code match}, {@code mismatch}, {@code missing} and the like
   * @param expected what the publisher asked for; empty if that may not be kept
   * @param found what the token said; empty if it said nothing, or that may not be kept
   */
  public record ClaimReport(
      String claim, String verdict, Optional<String> expected, Optional<String> found) {}

  /** The JSON of a report: as many publishers, the first ones, as there is room for. */
  public static String print(List<PublisherReport> reports) {
    List<PublisherReport> fitting = reports.stream().limit(MAX_PUBLISHERS).toList();
    while (true) {
      String text = JSON.writeValueAsString(fitting.stream().map(PublisherReport::json).toList());
      if (text.length() <= MAX_CHARACTERS || fitting.isEmpty()) {
        return text;
      }
      fitting = fitting.subList(0, fitting.size() - 1);
    }
  }

  /** A report as the wire shows it again. */
  static Object parse(String text) {
    return JSON.readValue(text, Object.class);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("publisherId", id);
    json.put("name", name);
    json.put("accepted", reasons.isEmpty());
    json.put("reasons", reasons.stream().map(Reason::toString).toList());
    json.put("claims", claims.stream().map(PublisherReport::json).toList());
    return json;
  }

  private static Map<String, Object> json(ClaimReport claim) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("claim", claim.claim());
    json.put("verdict", claim.verdict());
    claim.expected().ifPresent(text -> json.put("expected", text));
    claim.found().ifPresent(text -> json.put("found", text));
    return json;
  }
}
