package dev.slipway.cards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML of strangers: bounded in length, depth and repetition, and without any type of ours.
 */
final class CardYaml {

  /** Deepest nesting; reading what is nested is recursive. */
  static final int MAX_DEPTH = 32;

  /**
   * Most repetitions of an anchor: each may double what the card becomes when it is written out.
   */
  static final int MAX_ALIASES = 8;

  private static final String TOO_DEEP = "it is nested deeper than " + MAX_DEPTH + " levels";

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setLabel("the metadata")
          .setSchema(new CoreSchema())
          .setAllowDuplicateKeys(false)
          .setAllowRecursiveKeys(false)
          .setMaxAliasesForCollections(MAX_ALIASES)
          .setCodePointLimit(Math.toIntExact(FrontMatter.LIMIT.bytes()))
          .build();

  private CardYaml() {}

  static FrontMatter read(String yaml) {
    try {
      String excess = excess(yaml);
      return excess.isEmpty()
          ? card(new Load(SETTINGS).loadFromString(yaml))
          : new FrontMatter.Unreadable(excess);
    } catch (MarkedYamlEngineException e) {
      return new FrontMatter.Unreadable(describe(e));
    } catch (YamlEngineException e) {
      return new FrontMatter.Unreadable(firstLine(String.valueOf(e.getMessage())));
    }
  }

  /** Looks at the events alone, which is not recursive. */
  private static String excess(String yaml) {
    int depth = 0;
    int aliases = 0;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      switch (event) {
        case CollectionStartEvent _ -> depth++;
        case CollectionEndEvent _ -> depth--;
        case AliasEvent _ -> aliases++;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        return TOO_DEEP;
      }
      if (aliases > MAX_ALIASES) {
        return "it repeats anchors more than " + MAX_ALIASES + " times";
      }
    }
    return "";
  }

  private static FrontMatter card(@Nullable Object value) {
    return switch (value) {
      case null -> new FrontMatter.Absent();
      case Map<?, ?> map when map.isEmpty() -> new FrontMatter.Absent();
      case Map<?, ?> map -> new FrontMatter.Card(members(map, 1));
      default -> new FrontMatter.Unreadable("it is not a mapping of names to values");
    };
  }

  private static Map<String, Object> members(Map<?, ?> map, int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, value) -> put(members, String.valueOf(name), plain(value, depth)));
    return members;
  }

  @SuppressWarnings("NullAway") // a card has members without a value
  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    members.put(name, value);
  }

  /** Anchors can make a value part of itself; depth ends that as well. */
  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new YamlEngineException(TOO_DEEP);
    }
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> members(map, depth + 1);
      case Iterable<?> items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(plain(item, depth + 1)));
        yield list;
      }
      case Number _, Boolean _ -> value;
      default -> value.toString();
    };
  }

  private static String describe(MarkedYamlEngineException e) {
    String problem = firstLine(String.valueOf(e.getProblem()));
    return e.getProblemMark()
        .map(mark -> problem + " (line " + (mark.getLine() + 1) + " of the metadata)")
        .orElse(problem);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("it is not YAML");
  }
}
