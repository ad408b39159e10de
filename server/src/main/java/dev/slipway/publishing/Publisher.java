package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.ProviderPreset;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that lets the jobs of an issuer in, if their claims are these.
 *
 * @param id 24 lower-case hexadecimal digits
 * @param preset the id of the preset that its maintainer saved it under
 * @param triggers events that the preset refuses and this publisher does not
 * @param isSuspended since its repository moved to another account; lets nobody in until an edit
 * @param version counts the edits
 * @param createdBy the name of who added it
 */
public record Publisher(
    String id,
    Target target,
    Issuer issuer,
    String preset,
    String name,
    Map<String, ClaimValue> claims,
    Set<String> triggers,
    boolean isReadOnly,
    boolean isSuspended,
    long version,
    Instant createdAt,
    String createdBy,
    Optional<Instant> lastUsedAt) {

  public Publisher {
    triggers = Set.copyOf(triggers);
  }

  /** Whether every token that {@code former} gave out would be given out by this one as well. */
  boolean admitsAllOf(Publisher former) {
    return former.preset.equals(preset)
        && former.claims.entrySet().containsAll(claims.entrySet())
        && triggers.containsAll(former.triggers)
        && (former.isReadOnly || !isReadOnly);
  }

  /**
   * What it asks for under the rules of {@code preset}; malformed if those have become stricter.
   */
  public Parsed<ClaimPolicy> policy(ProviderPreset rules) {
    return ClaimPolicy.parse(rules, claims, triggers);
  }
}
