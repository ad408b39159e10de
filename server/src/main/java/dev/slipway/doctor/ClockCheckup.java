package dev.slipway.doctor;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.IssuerSettings.KeySource.Pasted;
import dev.slipway.trust.IssuerSettings.KeySource.Published;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.outbound.Fetched;
import dev.slipway.trust.outbound.IssuerUrl;
import dev.slipway.trust.outbound.OutboundHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Is it as late here as elsewhere? An ID token is refused by a clock that is more than {@link
 * TokenVerifier#LEEWAY} off.
 */
public final class ClockCheckup implements Checkup {

  /** So far a clock may be off before somebody should know. */
  static final Duration TOLERATED = Duration.ofSeconds(10);

  private static final String SUBJECT = "clock";
  private static final String ADVICE =
      "let this machine keep time by NTP (timedatectl set-ntp true)";

  private final InstantSource time;
  private final Path data;
  private final IssuerRegistry issuers;
  private final OutboundHttp http;

  /** Compares with the file system of {@code data} and with the issuers. */
  public ClockCheckup(InstantSource time, Path data, IssuerRegistry issuers, OutboundHttp http) {
    this.time = time;
    this.data = data;
    this.issuers = issuers;
    this.http = http;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.add(fileSystem());
    for (RegisteredIssuer issuer : issuers.list()) {
      if (issuer.isEnabled()) {
        elsewhere(issuer).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Finding fileSystem() {
    try {
      Path probe = Files.createTempFile(data, "clock-", ".probe");
      Instant written = Files.getLastModifiedTime(probe).toInstant();
      Files.delete(probe);
      return compare("the file system of " + data, written, TOLERATED);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into the data folder " + data, e);
    }
  }

  /**
   * Empty if the issuer does not say how late it is there; whether it answers is not asked here.
   */
  private Optional<Finding> elsewhere(RegisteredIssuer issuer) {
    return switch (issuer.settings()) {
      case Malformed<IssuerSettings> _ -> Optional.empty();
      case Value<IssuerSettings>(var settings) ->
          switch (settings.keys()) {
            case Pasted _ -> Optional.empty();
            case Published(var reach) ->
                IssuerUrl.parse(settings.issuer(), reach.privateAddresses())
                            instanceof Value<IssuerUrl>(var url)
                        && http.get(url.wellKnown(), reach) instanceof Fetched.Body(_, var date)
                    ? date.map(then -> compare(issuer.issuer().text(), then, TOLERATED))
                    : Optional.empty();
          };
    };
  }

  private Finding compare(String whose, Instant there, Duration tolerated) {
    Duration off = Duration.between(there, time.instant());
    Duration distance = off.abs();
    if (distance.compareTo(tolerated) <= 0) {
      return Finding.ok(SUBJECT, "agrees with " + whose);
    }
    String text =
        distance.toSeconds() + " s " + (off.isNegative() ? "behind " : "ahead of ") + whose;
    return distance.compareTo(TokenVerifier.LEEWAY) < 0
        ? Finding.warn(SUBJECT, text, ADVICE)
        : Finding.fail(SUBJECT, text + ": ID tokens are refused", ADVICE);
  }
}
