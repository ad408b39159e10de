package dev.slipway.discovery;

import dev.slipway.exchange.ExchangeFeature;
import dev.slipway.http.PublicUrl;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoName;
import dev.slipway.names.RepoType;
import dev.slipway.publishing.Publisher.Grant;
import dev.slipway.publishing.PublisherRegistry;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.UnverifiedToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code /.well-known/hub-trusted-publishing} says. */
record PublishingMetadata(PublicUrl publicUrl, List<String> audiences, String dryRunAudience) {

  /** Where ID tokens are exchanged. */
  static final String TOKEN = "/oauth/token";

  /** Where they are explained. */
  static final String EXPLANATION = "/oauth/token/explain";

  /** Where access tokens are ended. */
  static final String REVOCATION = "/oauth/revoke";

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("endpoint", publicUrl.origin());
    json.put("audiences", audiences);
    json.put("dry_run_audience", dryRunAudience);
    json.put("token_endpoint", publicUrl.at(TOKEN));
    json.put("explain_endpoint", publicUrl.at(EXPLANATION));
    json.put("revocation_endpoint", publicUrl.at(REVOCATION));
    json.put("resources", resources());
    json.put("presets", Presets.all().stream().map(PublishingMetadata::preset).toList());
    json.put("limits", limits());
    return json;
  }

  private static Map<String, Object> resources() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "forms",
        Stream.concat(
                Stream.of(RepoType.values()).map(type -> type.prefix() + "{namespace}/{name}"),
                Stream.of("{user}"))
            .toList());
    json.put("namespace_max_characters", Namespace.MAX_CHARACTERS);
    json.put("name_max_characters", RepoName.MAX_CHARACTERS);
    return json;
  }

  private static Map<String, Object> preset(ProviderPreset preset) {
    int exchanges = preset.tokens().exchangesPerToken();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", preset.id());
    json.put("label", preset.label());
    json.put("anchors", anchors(preset));
    json.put("algorithms", preset.tokens().algorithms().stream().sorted().toList());
    json.put(
        "replay",
        Map.of("mode", exchanges == 1 ? "strict" : "bounded", "exchanges_per_token", exchanges));
    json.put("id_token_max_lifetime_seconds", preset.tokens().maxLifetime().toSeconds());
    return json;
  }

  /** Sets of claims, each of which is enough; none where any claim that identifies is. */
  private static List<List<String>> anchors(ProviderPreset preset) {
    return switch (preset.matching().anchors()) {
      case Anchors.OneOf(var sets) ->
          sets.stream().map(set -> set.stream().sorted().toList()).toList();
      case Anchors.AnyBut _ -> List.of();
    };
  }

  private static Map<String, Object> limits() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("body_max_bytes", ExchangeFeature.MAX_BODY.bytes());
    json.put("id_token_max_characters", UnverifiedToken.MAX_CHARACTERS);
    json.put("clock_leeway_seconds", TokenVerifier.LEEWAY.toSeconds());
    json.put("access_token_min_lifetime_seconds", Grant.MIN_LIFETIME.toSeconds());
    json.put("access_token_max_lifetime_seconds", Grant.MAX_LIFETIME.toSeconds());
    json.put("publishers_of_a_resource", PublisherRegistry.MAX_PUBLISHERS);
    json.put("claims_of_a_publisher", ClaimPolicy.MAX_CLAIMS);
    json.put("claim_value_max_characters", ClaimPolicy.MAX_VALUE_CHARACTERS);
    return json;
  }
}
