package dev.slipway.publishing;

import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.http.WireTime;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.Strength.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    boolean suspended,
    String strength,
    List<String> weaknesses,
    String createdAt,
    String createdBy,
    @Nullable String lastUsedAt) {

  /** What a claim must be; the only kind is {@code eq}. */
  record ClaimJson(@Nullable String kind, @Nullable Object value) {}

  /**
   * How good a publisher is.
   *
   * @param word {@code strong}, {@code weak}, or {@code invalid} for one that lets nobody in
   * @param reasons why it is not strong
   */
  record Strength(String word, List<String> reasons) {

    static Strength of(Parsed<ClaimPolicy> policy) {
      return switch (policy) {
        case Malformed<ClaimPolicy>(var problem) -> new Strength("invalid", List.of(problem));
        case Value<ClaimPolicy>(var sound) -> {
          var found = sound.strength();
          yield new Strength(
              found.grade().word(), found.reasons().stream().map(Reason::sentence).toList());
        }
      };
    }
  }

  static PublisherJson of(Publisher publisher, String preset, Strength strength) {
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
        publisher.isSuspended(),
        strength.word(),
        strength.reasons(),
        WireTime.print(publisher.createdAt()),
        publisher.createdBy(),
        publisher.lastUsedAt().map(WireTime::print).orElse(null));
  }

  /** The body of POST and PATCH; what PATCH leaves out stays. */
  record ChangeJson(
      @Nullable String issuerUrl,
      @Nullable Map<String, @Nullable ClaimJson> claims,
      @Nullable String name,
      @Nullable String preset,
      @Nullable Boolean readOnly,
      @Nullable List<@Nullable String> unlockedTriggers) {

    NewPublisher toNew() {
      if (issuerUrl == null || claims == null) {
        throw new BadRequest("\"issuerUrl\" and \"claims\" are needed");
      }
      return new NewPublisher(
          Request.require(Issuer.parse(issuerUrl)),
          Optional.ofNullable(preset),
          name == null ? "" : name,
          values(claims),
          unlockedTriggers == null ? Set.of() : triggers(unlockedTriggers),
          Boolean.TRUE.equals(readOnly));
    }

    NewPublisher over(Publisher now) {
      return new NewPublisher(
          issuerUrl == null ? now.issuer() : Request.require(Issuer.parse(issuerUrl)),
          Optional.of(preset == null ? now.preset() : preset),
          name == null ? now.name() : name,
          claims == null ? now.claims() : values(claims),
          unlockedTriggers == null ? now.triggers() : triggers(unlockedTriggers),
          readOnly == null ? now.isReadOnly() : readOnly);
    }

    private static Set<String> triggers(List<@Nullable String> names) {
      Set<String> triggers = new LinkedHashSet<>();
      for (String name : names) {
        if (name == null) {
          throw new BadRequest("\"unlockedTriggers\" is an array of strings");
        }
        triggers.add(name);
      }
      return triggers;
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
