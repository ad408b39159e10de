package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.Explanation.Objection;
import dev.slipway.publishing.PinRules;
import dev.slipway.publishing.Publisher;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimName;
import dev.slipway.trust.ClaimSet;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.ProviderPreset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a token has to do with the ids of a publisher's first job. */
final class PinCheck {

  private final Publisher publisher;
  private final ProviderPreset preset;
  private final ClaimSet token;

  PinCheck(Publisher publisher, ProviderPreset preset, ClaimSet token) {
    this.publisher = publisher;
    this.preset = preset;
    this.token = token;
  }

  /** Each pinned id, and whether the token has it. */
  List<ClaimMatch> matches() {
    List<ClaimMatch> matches = new ArrayList<>();
    new TreeMap<>(publisher.pins().values())
        .forEach((name, pinned) -> matches.add(match(name, pinned, find(name))));
    return matches;
  }

  private static ClaimMatch match(String name, ClaimValue pinned, Optional<ClaimValue> value) {
    Verdict verdict =
        value.isEmpty()
            ? Verdict.MISSING
            : value.get().equals(pinned) ? Verdict.MATCH : Verdict.MISMATCH;
    return new ClaimMatch(
        name, verdict, Optional.of(pinned.toString()), value.flatMap(PinCheck::shown));
  }

  private static Optional<String> shown(ClaimValue value) {
    return value instanceof ClaimValue.Other ? Optional.empty() : Optional.of(value.toString());
  }

  /** Whether every pinned id is there. */
  boolean holds() {
    return matches().stream().allMatch(ClaimMatch::isMatch);
  }

  /** The report with what the pins have to say; whose ids they are is a workload of its own. */
  PolicyReport judged(PolicyReport report) {
    List<ClaimMatch> all = new ArrayList<>(report.matches());
    all.addAll(matches());
    return new PolicyReport(all, report.anchored() || !newNames(report).isEmpty());
  }

  /** What is wrong beside the claims themselves; empty if it is the workload of the first job. */
  Optional<Objection> objection(PolicyReport report) {
    if (report.accepted() && !holds()) {
      return Optional.of(
          new Objection(
              reason(),
              "its ids are not those of the publisher's first job:"
                  + " another repository may have taken over the name"));
    }
    return newNames(report).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Objection(
                ReasonCode.RENAMED.plain(),
                "it is the workload of the publisher's first job under another name"));
  }

  /** The pinned ids that the token does not have, as a reason; it names the first. */
  Reason reason() {
    return new Reason(
        ReasonCode.PIN_MISMATCH,
        matches().stream()
            .filter(match -> !match.isMatch())
            .findFirst()
            .map(ClaimMatch::claim)
            .orElse(""));
  }

  /** The ids to pin if this is the first job; those that its token has. */
  Map<String, ClaimValue> first() {
    return values(PinRules.leftOut(preset, publisher.claims().keySet()));
  }

  /** What the token says of the pinned ids. */
  Map<String, ClaimValue> found() {
    return values(publisher.pins().values().keySet());
  }

  /**
   * The new names of the workload whose ids the publisher knows; empty unless the names are all
   * that does not match.
   */
  Map<String, ClaimValue> newNames(PolicyReport report) {
    boolean onlyNames =
        report.failures().stream()
            .allMatch(failure ->
                failure.verdict() == Verdict.MISMATCH
                    && PinRules.knowsIdBehind(publisher, preset, failure.claim()));
    return onlyNames && holds()
        ? values(report.failures().stream().map(ClaimMatch::claim).toList())
        : Map.of();
  }

  private Optional<ClaimValue> find(String claim) {
    return token.find(new ClaimName(claim));
  }

  private Map<String, ClaimValue> values(Iterable<String> names) {
    Map<String, ClaimValue> values = new TreeMap<>();
    for (String name : names) {
      find(name)
          .filter(value -> !(value instanceof ClaimValue.Other))
          .ifPresent(value -> values.put(name, value));
    }
    return values;
  }
}
