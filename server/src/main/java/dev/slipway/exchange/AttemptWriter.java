package dev.slipway.exchange;

import dev.slipway.attempts.Attempt;
import dev.slipway.attempts.Attempt.Detail;
import dev.slipway.attempts.Attempt.Event;
import dev.slipway.attempts.Attempt.Outcome;
import dev.slipway.attempts.Attempt.Source;
import dev.slipway.attempts.Nearness;
import dev.slipway.attempts.PublisherReport;
import dev.slipway.attempts.PublisherReport.ClaimReport;
import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.attempts.Shown;
import dev.slipway.exchange.ExchangeLog.Seen;
import dev.slipway.exchange.Explanation.Answer;
import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Targets;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.JobSketch;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts an attempt into the words of the log: what of it may be kept, and how near it was. */
final class AttemptWriter {

  private static final Set<ReasonCode> UNWISE =
      EnumSet.of(ReasonCode.TRIGGER_BLOCKED, ReasonCode.CLAIM_CONFLICT, ReasonCode.PIN_MISMATCH);

  private final Database database;
  private final IssuerStore issuers;
  private final Targets targets;
  private final Explanation explanation;

  AttemptWriter(Database database, IssuerStore issuers, Targets targets, Explanation explanation) {
    this.database = database;
    this.issuers = issuers;
    this.targets = targets;
    this.explanation = explanation;
  }

  /** The attempt, unless it was for nothing that exists here. */
  Optional<Attempt> attempt(Seen seen, long times) {
    return database.read(tx ->
        targets
            .find(tx, seen.asked().wanted().resource())
            .map(found -> attempt(tx, found, seen, times)));
  }

  private Attempt attempt(Tx tx, Found found, Seen seen, long times) {
    Answer answer = explanation.explain(tx, seen.asked().wanted().resource(), seen.shown());
    ProviderPreset preset = preset(tx, seen, answer);
    JobSketch sketch = JobSketch.of(preset, seen.signed());
    boolean isLetIn = seen.isDryRun() ? answer.accepted() : seen.refusal().isEmpty();
    Nearness nearness = isLetIn ? Nearness.LET_IN : nearness(seen, answer, preset, sketch);
    List<Reason> reasons = isLetIn ? List.of() : reasons(seen, answer);
    return new Attempt(
        found.target(),
        new Source(seen.signed().issuer(), sketch.anchor(), nearness),
        new Outcome(
            seen.isDryRun(), isLetIn ? answer.letIn().map(Publisher::id).orElse("") : "", reasons),
        new Detail(
            preset.id(),
            sketch.claims(),
            isLetIn ? Map.of() : suggestion(preset, sketch, reasons),
            report(preset, answer)),
        event(seen, times));
  }

  private static Event event(Seen seen, long times) {
    String requestId = seen.asked().requestId();
    return new Event(
        times,
        seen.at(),
        // The last word is the id that the client was shown.
        requestId.substring(requestId.lastIndexOf(' ') + 1),
        (seen.asked().wanted().sender().address() + " " + seen.asked().wanted().sender().agent())
            .strip());
  }

  /** The rules under which the nearest publisher reads the token, else those of its issuer. */
  private ProviderPreset preset(Tx tx, Seen seen, Answer answer) {
    return issuers
        .find(tx, seen.signed().issuer())
        .map(issuer ->
            answer
                .nearest()
                .map(nearest -> issuer.rules(nearest.publisher().preset()))
                .orElseGet(issuer::rules))
        .orElse(Presets.GENERIC);
  }

  /** All that is wrong, if what the exchange said is among it; else what the exchange said. */
  private static List<Reason> reasons(Seen seen, Answer answer) {
    List<Reason> all = answer.reasons();
    return seen.refusal().filter(said -> !all.contains(said)).map(List::of).orElse(all);
  }

  private static Nearness nearness(
      Seen seen, Answer answer, ProviderPreset preset, JobSketch sketch) {
    if (answer.publishers().stream().anyMatch(each -> each.report().anchored())) {
      return Nearness.OWN;
    }
    // Of other issuers nobody knows what a part of a claim says.
    boolean isNear =
        !preset.equals(Presets.GENERIC)
            && sketch
                .anchor()
                .filter(anchor ->
                    isNeighbour(anchor.value(), seen.asked().wanted().resource())
                        || isNeighbour(anchor, answer.publishers()))
                .isPresent();
    return isNear ? Nearness.NEAR : Nearness.STRANGER;
  }

  private static boolean isNeighbour(String path, Resource resource) {
    return Ascii.equalIgnoringCase(
        owner(path),
        switch (resource) {
          case Resource.OfRepo(var id) -> id.namespace().text() + "/";
          case Resource.OfUser(var name) -> name.text() + "/";
        });
  }

  private static boolean isNeighbour(JobSketch.Anchor anchor, List<PublisherAnswer> publishers) {
    return publishers.stream()
        .filter(answer -> !answer.isOfOtherIssuer())
        .flatMap(
            answer -> Optional.ofNullable(answer.publisher().claims().get(anchor.claim())).stream())
        .map(value -> owner(value.toString()))
        .anyMatch(
            owner -> !owner.isEmpty() && Ascii.equalIgnoringCase(owner, owner(anchor.value())));
  }

  /** The first segment of a path with its slash; nothing of what is no path. */
  private static String owner(String path) {
    return path.substring(0, path.indexOf('/') + 1);
  }

  /** What would let the job in, unless it is one that nobody should be led to let in. */
  private static Map<String, ClaimValue> suggestion(
      ProviderPreset preset, JobSketch sketch, List<Reason> reasons) {
    boolean isUnwise = reasons.stream().anyMatch(reason -> UNWISE.contains(reason.code()));
    return !isUnwise
            && ClaimPolicy.parse(preset, sketch.tight(), Set.of()) instanceof Value<ClaimPolicy>
        ? sketch.tight()
        : Map.of();
  }

  private static String report(ProviderPreset preset, Answer answer) {
    return PublisherReport.print(
        answer.publishers().stream()
            .filter(each -> !each.isOfOtherIssuer())
            .sorted(PublisherAnswer.NEAREST_FIRST)
            .map(each -> report(preset, each))
            .toList());
  }

  private static PublisherReport report(ProviderPreset preset, PublisherAnswer answer) {
    return new PublisherReport(
        answer.publisher().id(),
        answer.publisher().name(),
        answer.reasons(),
        answer.claims().stream().map(claim -> report(preset, claim)).toList());
  }

  private static ClaimReport report(ProviderPreset preset, ClaimMatch claim) {
    return new ClaimReport(
        claim.claim(),
        ExplainJson.verdict(claim),
        kept(preset, claim.claim(), claim.expected()),
        kept(preset, claim.claim(), claim.found()));
  }

  private static Optional<String> kept(ProviderPreset preset, String claim, Optional<String> text) {
    return text.filter(value -> !JobSketch.isOfPerson(preset, claim, value)).map(Shown::of);
  }
}
