package dev.slipway.attempts;

import dev.slipway.attempts.AttemptLog.Excerpt;
import dev.slipway.http.WireTime;
import dev.slipway.publishing.ClaimsText;
import dev.slipway.trust.ClaimValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the exchange log on the wire. */
record AttemptJson(
    String id,
    String outcome,
    boolean dryRun,
    String severity,
    String issuerUrl,
    String preset,
    @Nullable AnchorJson anchor,
    boolean collapsed,
    @Nullable String publisherId,
    List<String> reasons,
    List<String> failingClaims,
    Map<String, Object> claims,
    Object report,
    long count,
    String firstAt,
    String lastAt,
    String lastRequestId,
    String lastClient,
    @Nullable SuggestionJson suggestedPublisher) {

  /** The claim that says whose job it was. */
  record AnchorJson(String claim, String value) {}

  /** The body of a POST that adds a publisher. */
  record SuggestionJson(String issuerUrl, String preset, Map<String, WantedJson> claims) {}

  /** What a claim must be. */
  record WantedJson(String kind, Object value) {}

  /** A part of the log. */
  record ListJson(long needsAttention, long total, List<AttemptJson> attempts) {

    static ListJson of(Excerpt excerpt) {
      return new ListJson(
          excerpt.needingAttention(),
          excerpt.total(),
          excerpt.attempts().stream().map(AttemptJson::of).toList());
    }
  }

  static AttemptJson of(LoggedAttempt attempt) {
    LoggedAttempt.Tally tally = attempt.tally();
    String publisher = attempt.outcome().publisherId();
    return new AttemptJson(
        attempt.id(),
        attempt.isAccepted() ? "accepted" : "refused",
        attempt.outcome().isDryRun(),
        attempt.severity(),
        attempt.source().issuer().text(),
        attempt.detail().preset(),
        attempt
            .source()
            .anchor()
            .map(anchor -> new AnchorJson(anchor.claim(), anchor.value()))
            .orElse(null),
        attempt.isCollapsed(),
        publisher.isEmpty() ? null : publisher,
        attempt.outcome().reasons().stream().map(Reason::toString).toList(),
        attempt.outcome().failingClaims(),
        plain(attempt.detail().claims()),
        PublisherReport.parse(attempt.detail().report()),
        tally.times(),
        WireTime.print(tally.firstAt()),
        WireTime.print(tally.lastAt()),
        tally.lastRequestId(),
        tally.lastClient(),
        suggestion(attempt));
  }

  private static Map<String, Object> plain(Map<String, ClaimValue> claims) {
    Map<String, Object> plain = new LinkedHashMap<>();
    claims.forEach((name, value) -> plain.put(name, ClaimsText.plain(value)));
    return plain;
  }

  private static @Nullable SuggestionJson suggestion(LoggedAttempt attempt) {
    Map<String, ClaimValue> wanted = attempt.detail().suggestion();
    if (wanted.isEmpty()) {
      return null;
    }
    Map<String, WantedJson> claims = new LinkedHashMap<>();
    wanted.forEach(
        (name, value) -> claims.put(name, new WantedJson("eq", ClaimsText.plain(value))));
    return new SuggestionJson(attempt.source().issuer().text(), attempt.detail().preset(), claims);
  }
}
