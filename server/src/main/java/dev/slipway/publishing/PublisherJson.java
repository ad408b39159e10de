package dev.slipway.publishing;

import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.http.WireTime;
import dev.slipway.names.Issuer;
import dev.slipway.trust.ClaimPolicy.Weakness;
import dev.slipway.trust.ClaimValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A publisher on the wire. */
record PublisherJson(
    String id,
    String name,
    String issuerUrl,
    String preset,
    Map<String, ClaimJson> claims,
    List<String> unlockedTriggers,
    boolean readOnly,
    String strength,
    List<String> weaknesses,
    String createdAt,
    String createdBy,
    @Nullable String lastUsedAt) {

  /** What a claim must be; the only kind is {@code eq}. */
  record ClaimJson(@Nullable String kind, @Nullable Object value) {}

  static PublisherJson of(Publisher publisher, String preset, List<Weakness> weaknesses) {
    Map<String, ClaimJson> claims = new LinkedHashMap<>();
    publisher
        .claims()
        .forEach((name, value) -> claims.put(name, new ClaimJson("eq", ClaimsText.plain(value))));
    return new PublisherJson(
        publisher.id(),
        publisher.name(),
        publisher.issuer().text(),
        preset,
        claims,
        publisher.triggers().stream().sorted().toList(),
        publisher.isReadOnly(),
        weaknesses.isEmpty() ? "strong" : "weak",
        weaknesses.stream().map(PublisherJson::sentence).toList(),
        WireTime.print(publisher.createdAt()),
        publisher.createdBy(),
        publisher.lastUsedAt().map(WireTime::print).orElse(null));
  }

  private static String sentence(Weakness weakness) {
    return switch (weakness) {
      case NO_BOUNDARY -> "Anyone who can push a branch there can publish here.";
      case PIPELINE_ALONE ->
          "The workflow file can be edited on a side branch; name a branch or environment too.";
      case FORKS_UNCHECKED -> "Builds of forks can pass for those of the repository itself.";
    };
  }

  /** The body of POST and PATCH; what PATCH leaves out stays. */
  record ChangeJson(
      @Nullable String issuerUrl,
      @Nullable Map<String, @Nullable ClaimJson> claims,
      @Nullable String name,
      @Nullable String preset,
      @Nullable Boolean readOnly,
      @Nullable List<String> unlockedTriggers) {

    NewPublisher toNew() {
      if (issuerUrl == null || claims == null) {
        throw new BadRequest("\"issuerUrl\" and \"claims\" are needed");
      }
      return new NewPublisher(
          Request.require(Issuer.parse(issuerUrl)),
          Optional.ofNullable(preset),
          name == null ? "" : name,
          values(claims),
          unlockedTriggers == null ? Set.of() : Set.copyOf(unlockedTriggers),
          Boolean.TRUE.equals(readOnly));
    }

    NewPublisher over(Publisher now) {
      return new NewPublisher(
          issuerUrl == null ? now.issuer() : Request.require(Issuer.parse(issuerUrl)),
          Optional.of(preset == null ? now.preset() : preset),
          name == null ? now.name() : name,
          claims == null ? now.claims() : values(claims),
          unlockedTriggers == null ? now.triggers() : Set.copyOf(unlockedTriggers),
          readOnly == null ? now.isReadOnly() : readOnly);
    }

    private static Map<String, ClaimValue> values(Map<String, @Nullable ClaimJson> claims) {
      Map<String, ClaimValue> values = new LinkedHashMap<>();
      claims.forEach((name, claim) -> values.put(name, value(name, claim)));
      return values;
    }

    private static ClaimValue value(String name, @Nullable ClaimJson claim) {
      if (claim == null || !"eq".equals(claim.kind()) || claim.value() == null) {
        throw new BadRequest(
            "the claim \"" + name + "\" has the form {\"kind\": \"eq\", \"value\": …}");
      }
      return ClaimsText.value(claim.value())
          .orElseThrow(() ->
              new BadRequest(
                  "the claim \"" + name + "\" is a string, a boolean or a whole number"));
    }
  }
}
