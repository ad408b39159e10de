package dev.slipway.publishing;

import dev.slipway.access.RefScope;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoType;
import dev.slipway.publishing.NewPublisher.Forgets;
import dev.slipway.publishing.Publisher.Grant;
import dev.slipway.publishing.Publisher.Pending;
import dev.slipway.publishing.Publisher.Rule;
import dev.slipway.publishing.Publisher.State;
import dev.slipway.publishing.PublisherJson.ClaimJson;
import dev.slipway.publishing.PublisherJson.ReposJson;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.Presets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of POST and PATCH; what PATCH leaves out stays.
 *
 * @param maxTokenAgeSeconds 0 for no limit of its own
 * @param expiresAt as {@code 2026-12-31T00:00:00Z}; empty for never
 */
record PublisherChangeJson(
    @Nullable String issuerUrl,
    @Nullable Map<String, @Nullable ClaimJson> claims,
    @Nullable String name,
    @Nullable String preset,
    @Nullable Boolean readOnly,
    @Nullable List<@Nullable String> unlockedTriggers,
    @Nullable Long tokenLifetimeSeconds,
    @Nullable List<String> refs,
    @Nullable Boolean burnAfterCommit,
    @Nullable Long maxTokenAgeSeconds,
    @Nullable Boolean paused,
    @Nullable String expiresAt,
    @Nullable Boolean resetPins,
    @Nullable Boolean dismissWarning,
    @Nullable ReposJson repositories,
    @Nullable String creates,
    @Nullable Boolean pending) {

  private static final Rule NO_RULE =
      new Rule(Presets.GENERIC.id(), Map.of(), Set.of(), Optional.empty());

  private static final State WAITING =
      new State(false, false, Optional.empty(), Optional.of(Pending.ASKED));

  NewPublisher toNew() {
    if (issuerUrl == null || claims == null) {
      throw new BadRequest("\"issuerUrl\" and \"claims\" are needed");
    }
    return new NewPublisher(
        Request.require(Issuer.parse(issuerUrl)),
        name == null ? "" : name,
        over(NO_RULE),
        over(Grant.USUAL),
        Boolean.TRUE.equals(pending) ? over(WAITING) : over(State.OPEN),
        Forgets.NOTHING);
  }

  NewPublisher over(Publisher now) {
    if (pending != null && pending != now.state().pending().isPresent()) {
      throw new BadRequest("a publisher is pending from the beginning, or never");
    }
    return new NewPublisher(
        issuerUrl == null ? now.issuer() : Request.require(Issuer.parse(issuerUrl)),
        name == null ? now.name() : name,
        over(now.rule()),
        over(now.grant()),
        over(now.state()),
        new Forgets(Boolean.TRUE.equals(resetPins), Boolean.TRUE.equals(dismissWarning)));
  }

  private Rule over(Rule now) {
    return new Rule(
        preset == null ? now.preset() : preset,
        claims == null ? now.claims() : values(claims),
        unlockedTriggers == null ? now.triggers() : triggers(unlockedTriggers),
        maxTokenAgeSeconds == null
            ? now.maxAge()
            : Optional.of(Duration.ofSeconds(maxTokenAgeSeconds)).filter(age -> !age.isZero()));
  }

  private Grant over(Grant now) {
    return new Grant(
        readOnly == null ? now.isReadOnly() : readOnly,
        tokenLifetimeSeconds == null ? now.lifetime() : Duration.ofSeconds(tokenLifetimeSeconds),
        refs == null ? now.refs() : Request.require(RefScope.parse(refs)),
        burnAfterCommit == null ? now.burnsAfterCommit() : burnAfterCommit,
        repos(now.repos()));
  }

  private Optional<RepoScope> repos(Optional<RepoScope> now) {
    if (repositories == null && now.isEmpty()) {
      if (creates != null) {
        throw new BadRequest("\"creates\" goes with \"repositories\"");
      }
      return Optional.empty();
    }
    RepoScope.Creates usual =
        now.map(RepoScope::creates)
            .orElse(
                Boolean.TRUE.equals(pending)
                    ? RepoScope.Creates.PRIVATE
                    : RepoScope.Creates.NOTHING);
    return Optional.of(
        new RepoScope(
            repositories == null ? now.orElseThrow().type() : type(repositories.type()),
            repositories == null ? now.orElseThrow().names() : names(repositories),
            creates == null ? usual : Request.require(RepoScope.Creates.parse(creates))));
  }

  private static RepoType type(@Nullable String word) {
    return Optional.ofNullable(word)
        .flatMap(RepoType::ofWord)
        .orElseThrow(() ->
            new BadRequest(
                "the type of \"repositories\" is model, dataset, space, kernel or bucket"));
  }

  private static RepoScope.Names names(ReposJson wanted) {
    List<String> names = wanted.names();
    String pattern = wanted.pattern();
    if (names == null && pattern != null) {
      return Request.require(RepoScope.pattern(pattern));
    }
    if (names != null && pattern == null) {
      return Request.require(RepoScope.exact(names));
    }
    throw new BadRequest("\"repositories\" have \"names\" or a \"pattern\", one of them");
  }

  private State over(State now) {
    return new State(
        false,
        paused == null ? now.isPaused() : paused,
        expiresAt == null ? now.expiresAt() : expiry(expiresAt),
        now.pending());
  }

  private static Optional<Instant> expiry(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      throw new BadRequest("\"expiresAt\" is a time such as 2026-12-31T00:00:00Z, or empty");
    }
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
            new BadRequest("the claim \"" + name + "\" is a string, a boolean or a whole number"));
  }
}
