package dev.slipway.keywatch;

import dev.slipway.keywatch.IssuerReport.Failure;
import dev.slipway.keywatch.IssuerReport.Fetches;
import dev.slipway.keywatch.IssuerReport.SeenKey;
import dev.slipway.names.Ascii;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.RegisteredIssuer.PastedKeys;
import dev.slipway.trust.KeyCache;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report, for people and for programs. */
final class ReportText {

  private final IssuerReport report;
  private final Instant now;

  ReportText(IssuerReport report, Instant now) {
    this.report = report;
    this.now = now;
  }

  /** Lines of a name, a tab and a value; what may stand there several times has several lines. */
  List<String> lines() {
    RegisteredIssuer issuer = report.issuer();
    List<String> lines = new ArrayList<>();
    lines.add("url\t" + issuer.issuer());
    lines.add("rules\t" + issuer.rules().label() + (issuer.preset().isPresent() ? ", bind" : ""));
    lines.add("health\t" + health());
    lines.add("publishers\t" + report.publishers());
    lines.add("private addresses\t" + (issuer.access().allowsPrivate() ? "allowed" : "refused"));
    issuer.access().networks().forEach(network -> lines.add("reached only in\t" + network));
    issuer.access().keyHosts().forEach(host -> lines.add("keys also at\t" + host));
    lines.add(
        "authorities of its own\t" + (issuer.access().authorities().isEmpty() ? "no" : "yes"));
    issuer.pasted().ifPresent(keys -> lines.add("keys\t" + pasted(keys)));
    report.fetches().flatMap(Fetches::succeededAt).ifPresent(at -> lines.add("fetched\t" + at(at)));
    report.keys().forEach(key -> lines.add("key\t" + key(key)));
    report.distrusted().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(key ->
            lines.add("distrusted\t" + shown(key.getKey()) + " since " + at(key.getValue())));
    return lines;
  }

  /** How it is, and why. */
  String health() {
    Optional<Failure> failure = report.fetches().flatMap(Fetches::failure);
    String why =
        failure
            .map(known ->
                "%s (failed %d times since %s)"
                    .formatted(known.reason(), known.count(), at(known.since())))
            .orElse("its keys are too old");
    return switch (report.health(now)) {
      case DISABLED -> "disabled: its tokens are refused";
      case UNKNOWN -> "unknown: no hub that runs has asked it yet";
      case HEALTHY -> "healthy";
      case UNHEALTHY ->
          "unhealthy, its older keys are used until %s: %s"
              .formatted(
                  report
                      .fetches()
                      .flatMap(Fetches::succeededAt)
                      .map(then -> at(then.plus(KeyCache.STALE_AFTER)))
                      .orElse("now"),
                  why);
      case WITHOUT_KEYS -> "unhealthy, its exchanges are refused: " + why;
    };
  }

  private String pasted(PastedKeys keys) {
    String review =
        keys.reviewAt()
            .map(then -> (report.isReviewDue(now) ? "review due since " : "review by ") + at(then))
            .orElse("no review planned");
    return "pasted " + at(keys.pastedAt()) + ", " + review;
  }

  private String key(SeenKey key) {
    return "%s %s first seen %s, %s%s"
        .formatted(
            key.kid().isEmpty() ? "(no id)" : shown(key.kid()),
            key.thumbprint(),
            at(key.firstSeen()),
            key.isCurrent() ? "there now" : "last seen " + at(key.lastSeen()),
            report.isDistrusted(key) ? ", distrusted" : "");
  }

  private static String at(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** An issuer chooses its keys' ids, and must not write commands to a terminal with them. */
  static String shown(String id) {
    StringBuilder shown = new StringBuilder();
    id.codePoints().forEach(c -> shown.append(c > ' ' && c < 0x7F ? (char) c : '?'));
    return shown.toString();
  }

  /** The members of one object. */
  Map<String, Object> members() {
    RegisteredIssuer issuer = report.issuer();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("url", issuer.issuer().text());
    members.put("preset", issuer.rules().id());
    members.put("presetByOperator", issuer.preset().isPresent());
    members.put("enabled", issuer.isEnabled());
    members.put("byOperator", issuer.isByOperator());
    members.put("health", Ascii.lowerCase(report.health(now).name()));
    members.put("publishers", report.publishers());
    members.put("allowPrivate", issuer.access().allowsPrivate());
    members.put("allowedAddresses", issuer.access().networks());
    members.put("jwksHosts", issuer.access().keyHosts());
    members.put("ownAuthorities", !issuer.access().authorities().isEmpty());
    issuer.pasted().ifPresent(keys -> members.put("pastedKeys", members(keys)));
    report
        .fetches()
        .flatMap(Fetches::succeededAt)
        .ifPresent(then -> members.put("fetchedAt", at(then)));
    report
        .fetches()
        .flatMap(Fetches::failure)
        .ifPresent(why -> members.put("failure", members(why)));
    members.put("keys", report.keys().stream().map(this::members).toList());
    members.put(
        "distrustedKeys",
        report.distrusted().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(key -> Map.of("key", key.getKey(), "since", at(key.getValue())))
            .toList());
    return members;
  }

  private Map<String, Object> members(PastedKeys keys) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("pastedAt", at(keys.pastedAt()));
    keys.reviewAt().ifPresent(then -> members.put("reviewAt", at(then)));
    members.put("reviewDue", report.isReviewDue(now));
    return members;
  }

  private static Map<String, Object> members(Failure failure) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("reason", failure.reason());
    members.put("since", at(failure.since()));
    members.put("last", at(failure.last()));
    members.put("count", failure.count());
    return members;
  }

  private Map<String, Object> members(SeenKey key) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kid", key.kid());
    members.put("thumbprint", key.thumbprint());
    members.put("firstSeen", at(key.firstSeen()));
    members.put("lastSeen", at(key.lastSeen()));
    members.put("current", key.isCurrent());
    members.put("distrusted", report.isDistrusted(key));
    return members;
  }
}
