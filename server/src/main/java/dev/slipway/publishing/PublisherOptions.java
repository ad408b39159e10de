package dev.slipway.publishing;

import dev.slipway.access.RefScope;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.PublisherJson.ClaimJson;
import dev.slipway.publishing.PublisherJson.ReposJson;
import dev.slipway.tokens.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What of a publisher can be said at the command line; what is left out stays as it is. */
final class PublisherOptions {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NONE = "none";
  private static final String ANY = "any";

  @Option(
      names = "--claim",
      paramLabel = "NAME=VALUE",
      description = "May stand several times; NAME:=JSON for a boolean or a number.")
  private @Nullable List<String> claims;

  @Option(names = "--name")
  private @Nullable String name;

  @Option(names = "--preset")
  private @Nullable String preset;

  @Option(names = "--read-only", negatable = true, description = "Its tokens only read.")
  private @Nullable Boolean readOnly;

  @Option(names = "--unlock-trigger", paramLabel = "EVENT")
  private @Nullable List<String> triggers;

  @Option(
      names = "--token-lifetime",
      paramLabel = "15m",
      description = "How long its tokens live: 5m to 60m.")
  private @Nullable String lifetime;

  @Option(
      names = "--ref",
      paramLabel = "refs/heads/main",
      description = "A branch or tag that its tokens may move; may stand several times; any.")
  private @Nullable List<String> refs;

  @Option(
      names = "--burn-after-commit",
      negatable = true,
      description = "Its tokens die with their first commit or push.")
  private @Nullable Boolean burn;

  @Option(
      names = "--max-token-age",
      paramLabel = "10m",
      description = "How old an ID token may be; none.")
  private @Nullable String maxAge;

  @Option(names = "--paused", negatable = true, description = "It takes nobody for now.")
  private @Nullable Boolean paused;

  @Option(
      names = "--expires",
      paramLabel = "30d",
      description = "When it stops to take anybody: <n>m, <n>h, <n>d or none.")
  private @Nullable String expires;

  @Option(names = "--reset-pins", description = "Forgets the ids of its first job.")
  private @Nullable Boolean resetPins;

  @Option(names = "--dismiss-warning", description = "Forgets what there was to look at.")
  private @Nullable Boolean dismissWarning;

  @Option(
      names = "--repos",
      paramLabel = "model:a,b",
      description = "Of org:NAME or user:NAME: type and names, or type:ci-{repository_name}.")
  private @Nullable String repos;

  @Option(
      names = "--creates",
      paramLabel = "private",
      description = "Creates such repositories where they are missing: private, public or none.")
  private @Nullable String creates;

  @Option(
      names = "--pending",
      description = "Waits thirty days for the first exchange, which creates the repository.")
  private @Nullable Boolean pending;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** What was said, as a request would say it; ends the command if that cannot be understood. */
  PublisherChangeJson change(@Nullable String issuer, Instant now) {
    return new PublisherChangeJson(
        issuer,
        claims == null ? null : values(claims),
        name,
        preset,
        readOnly,
        triggers == null ? null : List.copyOf(triggers),
        lifetime == null ? null : duration("--token-lifetime", lifetime).toSeconds(),
        refs == null ? null : scope(refs),
        burn,
        maxAge == null ? null : maxAge(maxAge),
        paused,
        expires == null ? null : expiry(expires, now),
        resetPins,
        dismissWarning,
        repos == null ? null : repositories(repos),
        creates,
        pending);
  }

  private ReposJson repositories(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw wrong("--repos is type:name,name or type:pattern, not " + text);
    }
    String type = text.substring(0, colon);
    String names = text.substring(colon + 1);
    return names.contains("{")
        ? new ReposJson(type, null, names)
        : new ReposJson(type, List.of(names.split(",", -1)), null);
  }

  private Map<String, @Nullable ClaimJson> values(List<String> texts) {
    Map<String, @Nullable ClaimJson> values = new LinkedHashMap<>();
    for (String text : texts) {
      // A name may hold colons and slashes, but no equals sign.
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw wrong("--claim is NAME=VALUE or NAME:=JSON, not " + text);
      }
      boolean isJson = text.charAt(equals - 1) == ':';
      String claim = text.substring(0, isJson ? equals - 1 : equals);
      String value = text.substring(equals + 1);
      ClaimJson wanted = new ClaimJson("eq", isJson ? json(text, value) : value);
      if (values.put(claim, wanted) != null) {
        throw wrong("--claim names " + claim + " twice");
      }
    }
    return values;
  }

  private Object json(String claim, String text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      if (value != null && ClaimsText.value(value).isPresent()) {
        return value;
      }
    } catch (JacksonException _) {
      // said below
    }
    throw wrong("--claim is NAME=VALUE or NAME:=JSON, not " + claim);
  }

  private List<String> scope(List<String> patterns) {
    List<String> wanted = patterns.equals(List.of(ANY)) ? List.of() : List.copyOf(patterns);
    return switch (RefScope.parse(wanted)) {
      case Value<RefScope>(var scope) -> scope.patterns();
      case Malformed<RefScope>(var problem) -> throw wrong("--ref: " + problem);
    };
  }

  private long maxAge(String text) {
    return text.equals(NONE) ? 0 : duration("--max-token-age", text).toSeconds();
  }

  private String expiry(String text, Instant now) {
    return text.equals(NONE) ? "" : now.plus(duration("--expires", text)).toString();
  }

  private Duration duration(String option, String text) {
    return Lifetime.parse(text)
        .orElseThrow(() -> wrong(option + " is <n>m, <n>h or <n>d, not " + text));
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), "slipway: " + problem);
  }
}
