package dev.slipway.profiles;

import dev.slipway.names.RepoType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tags that the Hub derives from a card: some members as they are, others with a prefix. */
final class CardTags {

  private static final int MAX_TAGS = 200;
  private static final int MAX_CHARACTERS = 200;

  private static final String BARE = "";
  private static final List<Rule> MODEL =
      List.of(
          new Rule("library_name", BARE),
          new Rule("tags", BARE),
          new Rule("pipeline_tag", BARE),
          new Rule("language", BARE),
          new Rule("datasets", "dataset:"),
          new Rule("base_model", "base_model:"),
          new Rule("license", "license:"));
  private static final List<Rule> DATASET =
      List.of(
          new Rule("task_categories", "task_categories:"),
          new Rule("task_ids", "task_ids:"),
          new Rule("language", "language:"),
          new Rule("license", "license:"),
          new Rule("size_categories", "size_categories:"),
          new Rule("tags", BARE));
  private static final List<Rule> SPACE =
      List.of(new Rule("sdk", BARE), new Rule("tags", BARE), new Rule("license", "license:"));

  private CardTags() {}

  static List<String> of(Map<String, Object> card, RepoType type) {
    Set<String> tags = new LinkedHashSet<>();
    for (Rule rule : rules(type)) {
      for (Object value : values(card.get(rule.member()))) {
        if (value instanceof String text && !text.isEmpty() && text.length() <= MAX_CHARACTERS) {
          tags.add(rule.prefix() + text);
        }
      }
    }
    return tags.stream().limit(MAX_TAGS).toList();
  }

  private static List<Rule> rules(RepoType type) {
    return switch (type) {
      case MODEL, KERNEL -> MODEL;
      case DATASET -> DATASET;
      case SPACE -> SPACE;
      case BUCKET -> List.of();
    };
  }

  private static Iterable<?> values(@org.jspecify.annotations.Nullable Object member) {
    return switch (member) {
      case null -> List.of();
      case List<?> list -> list;
      default -> List.of(member);
    };
  }

  private record Rule(String member, String prefix) {}
}
