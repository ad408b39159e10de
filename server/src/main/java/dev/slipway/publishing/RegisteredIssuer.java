package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.IssuerSettings.KeySource;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import dev.slipway.trust.outbound.Reach;
import java.util.Optional;

/**
 * An issuer that somebody here has named.
 *
 * @param preset the operator's, which binds everyone; absent if the operator said nothing
 * @param allowsPrivate whether it may be reached at private addresses, over http, at any port
 * @param authorities further certificate authorities in PEM form; empty for none
 * @param jwks a key set that the operator pasted; nothing is fetched then
 */
public record RegisteredIssuer(
    Issuer issuer,
    Optional<String> preset,
    boolean allowsPrivate,
    String authorities,
    Optional<String> jwks,
    boolean isEnabled,
    boolean isByOperator) {

  /** An issuer that a maintainer names. */
  static RegisteredIssuer named(Issuer issuer) {
    return new RegisteredIssuer(issuer, Optional.empty(), false, "", Optional.empty(), true, false);
  }

  /** The rules for its tokens: the operator's choice, else those of whose address it is. */
  public ProviderPreset rules() {
    return preset.flatMap(Presets::find).orElseGet(() -> Presets.of(issuer));
  }

  /**
   * The rules for one publisher's claims. A maintainer may choose only where neither the operator
   * nor the address says whose issuer it is: nobody takes GitHub's tokens under looser rules.
   */
  public ProviderPreset rules(String chosen) {
    ProviderPreset own = rules();
    return preset.isPresent() || !own.equals(Presets.GENERIC)
        ? own
        : Presets.find(chosen).orElse(Presets.GENERIC);
  }

  /** Whether it believes what {@code other} believes: the same keys, under the same rules. */
  boolean believesAs(RegisteredIssuer other) {
    return rules().equals(other.rules())
        && preset.equals(other.preset)
        && jwks.equals(other.jwks)
        && authorities.equals(other.authorities)
        && allowsPrivate == other.allowsPrivate;
  }

  /** What the trust island needs to know; malformed if it may not be reached as described. */
  public Parsed<IssuerSettings> settings() {
    return keys()
        .then(keys -> IssuerSettings.parse(issuer, rules(), isEnabled, keys))
        .then(
            settings -> Parsed.of(preset.isPresent() ? settings.withPresetByOperator() : settings));
  }

  private Parsed<KeySource> keys() {
    return jwks.isPresent()
        ? Parsed.of(new KeySource.Pasted(jwks.get()))
        : Reach.parse(allowsPrivate, authorities)
            .then(reach -> Parsed.of(new KeySource.Published(reach)));
  }
}
