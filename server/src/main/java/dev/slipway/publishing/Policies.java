package dev.slipway.publishing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.ProviderPreset;
import java.util.Map;
import java.util.Set;

/**
 * What publishers ask for, read once: an exchange asks ten of them, again and again. What is read
 * from the same words is the same, so that nothing here can be out of date.
 */
final class Policies {

  /** Most policies that are kept, a few kilobytes each at worst. */
  static final int MAX_KEPT = 4_096;

  private static final Cache<Words, Parsed<ClaimPolicy>> KEPT =
      Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

  private Policies() {}

  /** Presets come with the program; one of them has its id alone. */
  private record Words(String preset, Map<String, ClaimValue> claims, Set<String> triggers) {}

  static Parsed<ClaimPolicy> parsed(ProviderPreset preset, Publisher.Rule rule) {
    return KEPT.get(
        new Words(preset.id(), rule.claims(), rule.triggers()),
        words -> ClaimPolicy.parse(preset, words.claims(), words.triggers()));
  }
}
