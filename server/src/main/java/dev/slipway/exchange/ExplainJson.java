package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.Shown;
import dev.slipway.exchange.Explanation.Answer;
import dev.slipway.exchange.Explanation.Objection;
import dev.slipway.names.Ascii;
import dev.slipway.trust.ClaimMatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An explanation on the wire, and as {@code slipway explain} prints it. */
final class ExplainJson {

  private final Advice advice;

  ExplainJson(Advice advice) {
    this.advice = advice;
  }

  /** Everything, for maintainers. */
  Map<String, @Nullable Object> everything(Answer answer) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    List<Reason> reasons = answer.reasons();
    json.put("accepted", answer.accepted());
    json.put("reasons", reasons.stream().map(Reason::toString).toList());
    json.put("token", sentence(answer.token()));
    json.put("resource", sentence(answer.resource()));
    fix(answer).ifPresent(fix -> json.put("fix", fix));
    answer.letIn().ifPresent(by -> json.put("expires_in", by.grant().lifetime().toSeconds()));
    json.put("publishers", answer.publishers().stream().map(this::everything).toList());
    return json;
  }

  private static @Nullable String sentence(Optional<Objection> objection) {
    return objection.map(Objection::sentence).orElse(null);
  }

  /** What to try first. */
  Optional<String> fix(Answer answer) {
    if (answer.accepted()) {
      return Optional.empty();
    }
    return answer
        .token()
        .or(answer::resource)
        .map(Objection::reason)
        .map(reason -> advice.of(reason, Optional.empty()))
        .or(() -> answer.nearest().flatMap(this::fix))
        .or(() -> answer.reasons().stream().findFirst().map(r -> advice.of(r, Optional.empty())));
  }

  /** What to try first with one publisher. */
  Optional<String> fix(PublisherAnswer answer) {
    return answer.reasons().stream()
        .findFirst()
        .map(reason ->
            advice.of(
                reason,
                answer.report().failures().stream()
                    .findFirst()
                    .flatMap(ClaimMatch::found)
                    .map(Shown::of)));
  }

  private Map<String, @Nullable Object> everything(PublisherAnswer answer) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", answer.publisher().id());
    json.put("name", answer.publisher().name());
    json.put("issuerUrl", answer.publisher().issuer().text());
    json.put("accepted", answer.accepted());
    json.put("problem", sentence(answer.problem()));
    json.put("reasons", answer.reasons().stream().map(Reason::toString).toList());
    fix(answer).ifPresent(fix -> json.put("fix", fix));
    json.put("claims", answer.claims().stream().map(claim -> claim(claim, true)).toList());
    return json;
  }

  /**
   * What its holder may know of a token: no more than {@link Disclosure} says, publisher by
   * publisher.
   *
   * @param publishers those that name the very workload
   */
  Map<String, @Nullable Object> some(List<PublisherAnswer> publishers) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("publishers", publishers.stream().map(this::some).toList());
    return json;
  }

  private Map<String, @Nullable Object> some(PublisherAnswer answer) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", Shown.of(answer.publisher().name()));
    json.put("accepted", answer.accepted());
    json.put("reasons", answer.reasons().stream().map(Reason::toString).toList());
    fix(answer).ifPresent(fix -> json.put("fix", fix));
    json.put("claims", answer.claims().stream().map(claim -> claim(claim, false)).toList());
    return json;
  }

  private static Map<String, @Nullable Object> claim(ClaimMatch claim, boolean isForMaintainers) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("claim", Shown.of(claim.claim()));
    json.put("verdict", verdict(claim));
    if (isForMaintainers) {
      json.put("expected", claim.expected().orElse(null));
    }
    json.put("found", claim.found().map(Shown::of).orElse(null));
    return json;
  }

  /** {@code match}, {@code mismatch}, {@code wrong type} and so on. */
  static String verdict(ClaimMatch claim) {
    return Ascii.lowerCase(claim.verdict().name()).replace('_', ' ');
  }
}
