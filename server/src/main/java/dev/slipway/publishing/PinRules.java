package dev.slipway.publishing;

import dev.slipway.publishing.Publisher.Pins;
import dev.slipway.trust.ClaimName;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.ProviderPreset;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which claims are ids, that never change hands, and which are the names that they stand behind.
 * What a maintainer asks for by id need not be pinned.
 */
public final class PinRules {

  private PinRules() {}

  /** The claims that a rename at the provider changes. */
  public static Set<String> namesOf(ProviderPreset preset) {
    return preset.pins().stream()
        .flatMap(pin -> pin.name().stream())
        .map(ClaimName::text)
        .collect(Collectors.toSet());
  }

  /** Whether a publisher knows the id behind a name, by its first job or because it asks for it. */
  public static boolean knowsIdBehind(Publisher publisher, ProviderPreset preset, String name) {
    return preset.pins().stream()
        .filter(pin -> pin.name().filter(claim -> claim.text().equals(name)).isPresent())
        .map(pin -> pin.id().text())
        .anyMatch(
            id -> publisher.pins().values().containsKey(id) || publisher.claims().containsKey(id));
  }

  /**
   * What is to be pinned for a publisher that asks for these claims: the ids that it leaves out.
   */
  public static Set<String> leftOut(ProviderPreset preset, Set<String> claims) {
    Set<String> left = new TreeSet<>();
    preset.pins(claims).forEach(pin -> left.add(pin.id().text()));
    left.removeAll(claims);
    return left;
  }

  /** The pins of a publisher that waits for its first job. */
  static Pins fresh(ClaimPolicy policy, Instant now) {
    return leftOut(policy.preset(), names(policy)).isEmpty()
        ? Pins.NONE
        : new Pins(Map.of(), Optional.empty(), Optional.of(now.plus(Pins.WINDOW)));
  }

  /**
   * The pins of an edited publisher: they stay while it means the same workload by name.
   *
   * @param renamed the names under which the pinned workload came last
   */
  static Pins after(
      Publisher former, ClaimPolicy policy, Map<String, ClaimValue> renamed, Instant now) {
    Map<String, ClaimValue> values = new HashMap<>(former.pins().values());
    values.keySet().retainAll(leftOut(policy.preset(), names(policy)));
    return values.isEmpty() || !isSame(former, policy, renamed)
        ? fresh(policy, now)
        : new Pins(values, former.pins().pinnedAt(), Optional.empty());
  }

  private static boolean isSame(
      Publisher former, ClaimPolicy policy, Map<String, ClaimValue> renamed) {
    Map<String, ClaimValue> claims = new HashMap<>();
    policy.claims().forEach((name, value) -> claims.put(name.text(), value));
    return former.preset().equals(policy.preset().id())
        && namesOf(policy.preset()).stream()
            .filter(former.claims()::containsKey)
            .allMatch(name ->
                claims.containsKey(name)
                    && (claims.get(name).equals(former.claims().get(name))
                        || claims.get(name).equals(renamed.get(name))));
  }

  private static Set<String> names(ClaimPolicy policy) {
    return policy.claims().keySet().stream().map(ClaimName::text).collect(Collectors.toSet());
  }
}
