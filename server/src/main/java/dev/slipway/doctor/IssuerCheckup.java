package dev.slipway.doctor;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.IssuerSettings.KeySource.Pasted;
import dev.slipway.trust.IssuerSettings.KeySource.Published;
import dev.slipway.trust.KeyCache;
import java.util.List;

/** Can the keys of every enabled issuer be had now? */
public final class IssuerCheckup implements Checkup {

  private static final String SUBJECT = "issuer";

  private final IssuerRegistry issuers;
  private final KeyCache keys;

  /** Asks each issuer, with a cache that knows nothing yet. */
  public IssuerCheckup(IssuerRegistry issuers, KeyCache keys) {
    this.issuers = issuers;
    this.keys = keys;
  }

  @Override
  public List<Finding> look() {
    List<RegisteredIssuer> all = issuers.list();
    return all.isEmpty()
        ? List.of(Finding.ok(SUBJECT, "none is registered: no publisher was added yet"))
        : all.stream().map(this::look).toList();
  }

  private Finding look(RegisteredIssuer issuer) {
    String name = issuer.issuer().text();
    if (!issuer.isEnabled()) {
      return Finding.ok(SUBJECT, name + " is disabled, its tokens are refused");
    }
    return switch (issuer.settings()) {
      case Malformed<IssuerSettings>(var problem) ->
          Finding.fail(SUBJECT, name + ": " + problem, "register it again: slipway issuer add");
      case Value<IssuerSettings>(var settings) -> keys(name, settings);
    };
  }

  private Finding keys(String name, IssuerSettings settings) {
    KeyCache.Health health = keys.refresh(settings);
    int count = health.firstSeen().size();
    if (health.isHealthy()) {
      return Finding.ok(SUBJECT, name + " has " + (count == 1 ? "1 key" : count + " keys"));
    }
    String advice =
        switch (settings.keys()) {
          case Pasted _ -> "paste its keys again: slipway issuer add " + name + " --jwks FILE";
          case Published _ ->
              "see that this machine reaches it; for one in a private network: slipway issuer add "
                  + name
                  + " --allow-private";
        };
    return Finding.fail(
        SUBJECT,
        name + " has no usable keys, its exchanges fail: " + health.failure().reason(),
        advice);
  }
}
