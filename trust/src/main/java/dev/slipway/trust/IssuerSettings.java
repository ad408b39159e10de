package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.outbound.IssuerUrl;
import dev.slipway.trust.outbound.Reach;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is registered here about one issuer. Only an issuer for which the caller holds settings is
 * ever asked for keys; a token cannot make them.
 *
 * @param preset the rules for its tokens
 * @param enabled whether its tokens are accepted at all
 * @param keys where its keys come from
 * @param isPresetByOperator whether the operator himself has put the preset on the issuer; it may
 *     allow what no maintainer's choice and no address does
 * @param distrusted keys that verify nothing, whatever their issuer says, by id or thumbprint
 */
public record IssuerSettings(
    Issuer issuer,
    ProviderPreset preset,
    boolean enabled,
    KeySource keys,
    boolean isPresetByOperator,
    Set<String> distrusted) {

  public IssuerSettings {
    problem(issuer, keys).orThrow();
    keys = keys.alsoAt(preset.keyHosts(issuer));
    distrusted = Set.copyOf(distrusted);
  }

  /** An issuer under a preset that nobody but its address or a maintainer has chosen. */
  public IssuerSettings(Issuer issuer, ProviderPreset preset, boolean enabled, KeySource keys) {
    this(issuer, preset, enabled, keys, false, Set.of());
  }

  /** Where an issuer's keys come from. */
  public sealed interface KeySource {
    /** The issuer publishes them; {@code reach} is how far we may go for them. */
    record Published(Reach reach) implements KeySource {}

    /** The operator pasted them: nothing is fetched, and they do not go stale. */
    record Pasted(String jwks) implements KeySource {}

    /** The same, with the hosts that a preset names. */
    private KeySource alsoAt(List<String> hosts) {
      return switch (this) {
        case Published(Reach reach) -> new Published(reach.withKeysAt(hosts).orThrow());
        case Pasted _ -> this;
      };
    }
  }

  /**
   * Registers an issuer, under a preset that nobody but its address or a maintainer has chosen.
   *
   * @return malformed if the address is not one that may be fetched so far, or if pasted keys are
   *     not a usable key set
   */
  public static Parsed<IssuerSettings> parse(
      Issuer issuer, ProviderPreset preset, boolean enabled, KeySource keys) {
    return problem(issuer, keys)
        .then(_ -> Parsed.of(new IssuerSettings(issuer, preset, enabled, keys)));
  }

  /** An issuer of which the operator has said nothing: a public address, its own rules. */
  public static Parsed<IssuerSettings> ofPublic(Issuer issuer) {
    return parse(issuer, Presets.of(issuer), true, new KeySource.Published(Reach.PUBLIC));
  }

  /** The same, where the operator himself has put the preset on the issuer. */
  public IssuerSettings withPresetByOperator() {
    return new IssuerSettings(issuer, preset, enabled, keys, true, distrusted);
  }

  /** The one audience of all its tokens, whoever they are for, where the operator allows that. */
  public Optional<Audience> fixedAudience() {
    return isPresetByOperator ? preset.tokens().audience().fixed() : Optional.empty();
  }

  /** The same, but for these keys, each named by its id or its thumbprint. */
  public IssuerSettings distrusting(Set<String> keys) {
    return new IssuerSettings(issuer, preset, enabled, this.keys, isPresetByOperator, keys);
  }

  boolean distrusts(KeySet.Key key) {
    return distrusted.contains(key.id()) || distrusted.contains(key.thumbprint());
  }

  private static Parsed<?> problem(Issuer issuer, KeySource keys) {
    return switch (keys) {
      case KeySource.Published(Reach reach) -> IssuerUrl.parse(issuer, reach.privateAddresses());
      case KeySource.Pasted(String jwks) -> KeySet.parse(jwks);
    };
  }
}
