package dev.slipway.doctor;

import dev.slipway.keywatch.IssuerReport;
import dev.slipway.keywatch.IssuerReport.Fetches;
import dev.slipway.keywatch.KeyWatch;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.KeyCache;
import dev.slipway.trust.KeyCache.Health;
import dev.slipway.trust.KeyCache.Trouble;
import dev.slipway.trust.outbound.Reach;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Is every issuer healthy, and is there something about its keys that somebody should do? */
public final class IssuerCheckup implements Checkup {

  /** So long before an authority of the operator's expires is it time to know. */
  static final Duration EXPIRY_NOTICE = Duration.ofDays(30);

  private static final String SUBJECT = "issuer";

  private final IssuerRegistry issuers;
  private final KeyCache keys;
  private final KeyWatch watch;
  private final InstantSource time;

  /** Asks each issuer, with a cache that knows nothing yet, and looks at what the hub has seen. */
  public IssuerCheckup(IssuerRegistry issuers, KeyCache keys, KeyWatch watch, InstantSource time) {
    this.issuers = issuers;
    this.keys = keys;
    this.watch = watch;
    this.time = time;
  }

  @Override
  public List<Finding> look() {
    List<RegisteredIssuer> all = issuers.list();
    return all.isEmpty()
        ? List.of(Finding.ok(SUBJECT, "none is registered: no publisher was added yet"))
        : all.stream().flatMap(issuer -> look(issuer).stream()).toList();
  }

  private List<Finding> look(RegisteredIssuer issuer) {
    String name = issuer.issuer().text();
    if (!issuer.isEnabled()) {
      return List.of(
          Finding.ok(SUBJECT, name + " is disabled, its tokens are refused; nothing was asked"));
    }
    return switch (issuer.settings()) {
      case Malformed<IssuerSettings>(var problem) ->
          List.of(
              Finding.fail(
                  SUBJECT, name + ": " + problem, "register it again: slipway issuer add " + name));
      case Value<IssuerSettings>(var settings) -> look(issuer, keys.refresh(settings));
    };
  }

  private List<Finding> look(RegisteredIssuer issuer, Health health) {
    String name = issuer.issuer().text();
    Optional<IssuerReport> report = watch.report(issuer.issuer());
    List<Finding> findings = new ArrayList<>();
    findings.add(
        health.isHealthy() ? healthy(name, health) : unhealthy(name, health.failure(), report));
    if (health.isHealthy()) {
      report.flatMap(seen -> ofHub(name, seen)).ifPresent(findings::add);
    }
    report
        .filter(seen -> seen.isReviewDue(time.instant()))
        .map(_ -> reviewDue(name))
        .ifPresent(findings::add);
    findings.addAll(distrusted(issuer, health));
    findings.addAll(authorities(issuer));
    return findings;
  }

  private static Finding healthy(String name, Health health) {
    int count = health.keys().size();
    return Finding.ok(
        SUBJECT, name + " is healthy, and has " + (count == 1 ? "1 key" : count + " keys"));
  }

  /** It is worse if the hub has no older keys, which it may still use for a while. */
  private Finding unhealthy(String name, KeyCache.Failure failure, Optional<IssuerReport> report) {
    Optional<Instant> until =
        report
            .flatMap(IssuerReport::fetches)
            .flatMap(Fetches::succeededAt)
            .map(at -> at.plus(KeyCache.STALE_AFTER))
            .filter(time.instant()::isBefore);
    String text = name + " is unhealthy: " + failure.reason();
    return until
        .map(end ->
            Finding.warn(
                SUBJECT,
                text + "; the hub uses the keys it has until " + end,
                advice(name, failure.trouble())))
        .orElseGet(() ->
            Finding.fail(
                SUBJECT, text + "; its exchanges are refused", advice(name, failure.trouble())));
  }

  private static String advice(String name, Trouble trouble) {
    String add = "slipway issuer add " + name;
    String document = name + "/.well-known/openid-configuration";
    return switch (trouble) {
      case NONE, SILENCE ->
          "see that this machine reaches it: its name, the firewall, whether it runs";
      case ADDRESS ->
          "if it is one in your network: " + add + " --allow-address CIDR, or --allow-private";
      case TLS -> "if its certificate is by an authority of yours: " + add + " --ca FILE";
      case ANSWER -> "see what " + document + " answers: it must be JSON, and no redirect";
      case OTHER_ISSUER ->
          "register the issuer that " + document + " names, and let publishers name it so";
      case KEY_HOST -> "if the jwks_uri in " + document + " is right: " + add + " --jwks-host HOST";
      case KEY_SET ->
          "whoever runs it must publish a signing key of RS256, ES256, ES384 or Ed25519, with an id"
              + " of its own";
    };
  }

  /** The hub may run elsewhere, or as somebody else, and not reach what this process does. */
  private static Optional<Finding> ofHub(String name, IssuerReport report) {
    return report
        .fetches()
        .flatMap(Fetches::failure)
        .map(failure ->
            Finding.warn(
                SUBJECT,
                "the hub that runs could not fetch the keys of %s since %s: %s"
                    .formatted(name, failure.since(), failure.reason()),
                "have it fetch them now: slipway issuer refresh " + name));
  }

  private static Finding reviewDue(String name) {
    return Finding.warn(
        SUBJECT,
        "the keys that were pasted for " + name + " are due for a review",
        "compare them with what it publishes, and paste them again: slipway issuer add "
            + name
            + " --jwks FILE");
  }

  private static List<Finding> distrusted(RegisteredIssuer issuer, Health health) {
    String name = issuer.issuer().text();
    return health.keys().stream()
        .filter(key ->
            issuer.distrusted().contains(key.id())
                || issuer.distrusted().contains(key.thumbprint()))
        .map(key ->
            Finding.warn(
                SUBJECT,
                name + " still publishes a key that is distrusted here: " + key.thumbprint(),
                "have it withdrawn there; \"slipway issuer show " + name + "\" says which it is"))
        .toList();
  }

  private List<Finding> authorities(RegisteredIssuer issuer) {
    Instant soon = time.instant().plus(EXPIRY_NOTICE);
    return switch (issuer.access().reach()) {
      case Malformed<Reach> _ -> List.of();
      case Value<Reach>(var reach) ->
          reach.authorities().stream()
              .map(X509Certificate::getNotAfter)
              .filter(end -> end.toInstant().isBefore(soon))
              .map(end ->
                  Finding.warn(
                      SUBJECT,
                      "an authority that you named for %s expires on %s"
                          .formatted(issuer.issuer(), end.toInstant()),
                      "name the next one, before or beside it: slipway issuer add "
                          + issuer.issuer()
                          + " --ca FILE"))
              .toList();
    };
  }
}
