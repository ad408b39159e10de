package dev.slipway.publishing;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.http.WireTime;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoName;
import dev.slipway.publishing.NoticeStore.Notice;
import dev.slipway.publishing.PublisherRegistry.Listed;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.Strength.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    long tokenLifetimeSeconds,
    List<String> refs,
    boolean burnAfterCommit,
    @Nullable Long maxTokenAgeSeconds,
    boolean suspended,
    boolean paused,
    @Nullable String expiresAt,
    Map<String, Object> pins,
    @Nullable String pinUntil,
    @Nullable WarningJson warning,
    String strength,
    List<String> weaknesses,
    long version,
    String createdAt,
    String createdBy,
    @Nullable String lastUsedAt,
    @JsonInclude(NON_NULL) @Nullable ReposJson repositories,
    @JsonInclude(NON_NULL) @Nullable String creates,
    @JsonInclude(NON_NULL) @Nullable String pendingUntil,
    @JsonInclude(NON_NULL) @Nullable String organization) {

  /** Repositories of a namespace: of one type, and with these names or by this pattern. */
  record ReposJson(
      @Nullable String type,
      @JsonInclude(NON_NULL) @Nullable List<String> names,
      @JsonInclude(NON_NULL) @Nullable String pattern) {

    static ReposJson of(RepoScope scope) {
      return scope.names() instanceof RepoScope.Names.Exact(var all)
          ? new ReposJson(scope.type().word(), all.stream().map(RepoName::text).toList(), null)
          : new ReposJson(scope.type().word(), null, scope.patternText());
    }
  }

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

  /**
   * What its maintainers should look at, the worst of it.
   *
   * @param details what the ID token said, where that matters; of one that came again, from where
   */
  record WarningJson(
      String code, String message, Map<String, Object> details, long times, String lastAt) {

    static WarningJson of(Notice notice) {
      return new WarningJson(
          notice.code().name(),
          notice.code().sentence(),
          plain(notice.claims()),
          notice.times(),
          WireTime.print(notice.lastAt()));
    }
  }

  static PublisherJson of(Listed listed) {
    Publisher publisher = listed.publisher();
    Strength strength = Strength.of(listed.policy());
    Map<String, ClaimJson> claims = new LinkedHashMap<>();
    publisher
        .claims()
        .forEach((name, value) -> claims.put(name, new ClaimJson("eq", ClaimsText.plain(value))));
    return new PublisherJson(
        publisher.id(),
        publisher.name(),
        publisher.issuer().text(),
        listed.rules().id(),
        claims,
        publisher.rule().triggers().stream().sorted().toList(),
        publisher.grant().isReadOnly(),
        publisher.grant().lifetime().toSeconds(),
        publisher.grant().refs().patterns(),
        publisher.grant().burnsAfterCommit(),
        publisher.rule().maxAge().map(Duration::toSeconds).orElse(null),
        publisher.state().isSuspended(),
        publisher.state().isPaused(),
        publisher.state().expiresAt().map(WireTime::print).orElse(null),
        plain(publisher.pins().values()),
        publisher.pins().until().map(WireTime::print).orElse(null),
        listed.notices().stream().findFirst().map(WarningJson::of).orElse(null),
        strength.word(),
        strength.reasons(),
        publisher.history().version(),
        WireTime.print(publisher.history().createdAt()),
        publisher.history().createdBy(),
        publisher.history().lastUsedAt().map(WireTime::print).orElse(null),
        publisher.grant().repos().map(ReposJson::of).orElse(null),
        publisher.grant().repos().map(scope -> scope.creates().word()).orElse(null),
        publisher.state().pending().map(each -> WireTime.print(each.until())).orElse(null),
        listed.namespace().map(Namespace::text).orElse(null));
  }

  private static Map<String, Object> plain(Map<String, ClaimValue> values) {
    Map<String, Object> plain = new TreeMap<>();
    values.forEach((name, value) -> plain.put(name, ClaimsText.plain(value)));
    return plain;
  }
}
