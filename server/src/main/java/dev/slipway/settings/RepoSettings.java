package dev.slipway.settings;

import dev.slipway.names.Parsed;
import dev.slipway.names.RepoType;
import dev.slipway.repos.Gate;
import dev.slipway.repos.Repo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings that one request names.
 *
 * @param rest what clients may set and nobody here acts on, merged into what was set before
 */
record RepoSettings(
    Optional<Boolean> isPrivate,
    Optional<Gate> gate,
    Optional<Boolean> membersAreGated,
    Map<String, Object> rest) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NOTIFICATIONS_MODE = "gatedNotificationsMode";
  private static final Set<String> BOOLEANS = Set.of("discussionsDisabled");
  private static final Set<String> TEXTS =
      Set.of("discussionsSorting", "gatedNotificationsEmail", NOTIFICATIONS_MODE);
  private static final Set<String> MODES = Set.of("bulk", "real-time");

  /** Nothing here is seen of a protected Space from outside: it is a private one. */
  private static final Set<String> VISIBILITIES = Set.of("public", "private", "protected");

  private static final int MAX_TEXT_CHARACTERS = 320;

  /** Leaves everything as it is. */
  static final RepoSettings NONE =
      new RepoSettings(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  RepoSettings {
    rest = Map.copyOf(rest);
  }

  /** Reads the members of a settings request; unknown ones are ignored, wrong types refused. */
  static Parsed<RepoSettings> parse(Map<String, Object> members, RepoType type) {
    if ("protected".equals(members.get("visibility")) && type != RepoType.SPACE) {
      return Parsed.malformed("only a Space has the \"visibility\" protected");
    }
    Optional<String> wrong =
        members.entrySet().stream()
            .filter(member -> !isWellTyped(member.getKey(), member.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
    if (wrong.isPresent()) {
      return Parsed.malformed("the setting \"" + wrong.get() + "\" has a wrong value");
    }
    Optional<Boolean> isPrivate = flag(members, "private");
    if (members.containsKey("visibility")) {
      isPrivate = Optional.of(!"public".equals(members.get("visibility")));
    }
    Map<String, Object> rest = new LinkedHashMap<>(members);
    rest.keySet().removeIf(name -> !BOOLEANS.contains(name) && !TEXTS.contains(name));
    return Parsed.of(
        new RepoSettings(
            isPrivate,
            Optional.ofNullable(members.get("gated")).flatMap(Gate::ofWire),
            flag(members, "orgMembersGated"),
            rest));
  }

  private static boolean isWellTyped(String name, @Nullable Object value) {
    return switch (name) {
      case "private", "orgMembersGated" -> value instanceof Boolean;
      case "visibility" -> value instanceof String word && VISIBILITIES.contains(word);
      case NOTIFICATIONS_MODE -> value instanceof String word && MODES.contains(word);
      case "gated" -> value != null && Gate.ofWire(value).isPresent();
      default ->
          BOOLEANS.contains(name)
              ? value instanceof Boolean
              : !TEXTS.contains(name)
                  || (value instanceof String text && text.length() <= MAX_TEXT_CHARACTERS);
    };
  }

  private static Optional<Boolean> flag(Map<String, Object> members, String name) {
    return members.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  Repo applyTo(Repo repo) {
    return new Repo(
        repo.key(),
        repo.id(),
        repo.owner(),
        isPrivate.orElse(repo.isPrivate()),
        gate.orElse(repo.gate()),
        membersAreGated.orElse(repo.membersAreGated()),
        repo.isDisabled(),
        repo.sdk(),
        repo.createdBy(),
        merged(repo.settings()),
        repo.createdAt(),
        repo.lastModifiedAt());
  }

  private String merged(String before) {
    if (rest.isEmpty()) {
      return before;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    JSON.readTree(before).properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    all.putAll(rest);
    return JSON.writeValueAsString(all);
  }
}
