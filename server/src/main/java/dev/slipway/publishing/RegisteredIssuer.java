package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.IssuerSettings.KeySource;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import dev.slipway.trust.VerifiedToken;
import dev.slipway.trust.outbound.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer that somebody here has named.
 *
 * @param preset the operator's, which binds everyone; absent if the operator said nothing
 * @param access where and how it may be reached
 * @param pasted a key set that the operator pasted; nothing is fetched then
 * @param distrusted its keys that verify nothing, by id or thumbprint
 */
public record RegisteredIssuer(
    Issuer issuer,
    Optional<String> preset,
    Access access,
    Optional<PastedKeys> pasted,
    Set<String> distrusted,
    boolean isEnabled,
    boolean isByOperator) {

  public RegisteredIssuer {
    distrusted = Set.copyOf(distrusted);
  }

  /**
   * Where and how an issuer may be reached.
   *
   * @param allowsPrivate whether at private addresses, over http, at any port
   * @param networks the only ones, as the operator wrote them; none for no such limit
   * @param keyHosts other hosts where its keys may be
   * @param authorities further certificate authorities in PEM form; empty for none
   */
  public record Access(
      boolean allowsPrivate, List<String> networks, List<String> keyHosts, String authorities) {

    /** As everybody may be reached. */
    static final Access PUBLIC = new Access(false, List.of(), List.of(), "");

    public Access {
      networks = List.copyOf(networks);
      keyHosts = List.copyOf(keyHosts);
    }

    /** What the trust island needs to know; malformed if it is no description of a reach. */
    public Parsed<Reach> reach() {
      return Reach.parse(allowsPrivate, authorities)
          .then(reach -> reach.within(networks))
          .then(reach -> reach.withKeysAt(keyHosts));
    }
  }

  /**
   * Keys that are not fetched.
   *
   * @param jwks the set, as the operator pasted it
   * @param reviewAfter how long they need no second look
   */
  public record PastedKeys(String jwks, Instant pastedAt, Optional<Duration> reviewAfter) {

    /** From when on somebody should look whether these are still the issuer's keys. */
    public Optional<Instant> reviewAt() {
      return reviewAfter.map(pastedAt::plus);
    }
  }

  /** An issuer that a maintainer names. */
  static RegisteredIssuer named(Issuer issuer) {
    return new RegisteredIssuer(
        issuer, Optional.empty(), Access.PUBLIC, Optional.empty(), Set.of(), true, false);
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
  public boolean believesAs(RegisteredIssuer other) {
    return rules().equals(other.rules())
        && preset.equals(other.preset)
        && pasted.map(PastedKeys::jwks).equals(other.pasted.map(PastedKeys::jwks))
        && access.equals(other.access);
  }

  /** Whether the token stands on a key that is trusted no more. */
  public boolean distrusts(VerifiedToken token) {
    return token.isVouchedForByAny(distrusted);
  }

  /** What the trust island needs to know; malformed if it may not be reached as described. */
  public Parsed<IssuerSettings> settings() {
    Parsed<KeySource> source =
        pasted
            .<Parsed<KeySource>>map(keys -> Parsed.of(new KeySource.Pasted(keys.jwks())))
            .orElseGet(
                () -> access.reach().then(reach -> Parsed.of(new KeySource.Published(reach))));
    return source
        .then(keys -> IssuerSettings.parse(issuer, rules(), isEnabled, keys))
        .then(settings -> Parsed.of(withExceptions(settings)));
  }

  private IssuerSettings withExceptions(IssuerSettings settings) {
    IssuerSettings ruled = preset.isPresent() ? settings.withPresetByOperator() : settings;
    return ruled.distrusting(distrusted);
  }
}
