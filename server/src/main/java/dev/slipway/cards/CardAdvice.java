package dev.slipway.cards;

import dev.slipway.names.RepoType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the author of a card may want to know; none of it keeps the card out. */
public final class CardAdvice {

  private static final String EMPTY = "empty or missing yaml metadata in repo card";

  private static final Set<String> TEXTS =
      Set.of("pipeline_tag", "library_name", "title", "sdk", "license_name", "license_link");
  private static final Set<String> TEXT_LISTS = Set.of("tags");
  private static final Set<String> TEXT_OR_LISTS =
      Set.of("license", "language", "datasets", "metrics", "base_model");
  private static final List<String> SDKS = List.of("gradio", "docker", "static", "streamlit");

  private CardAdvice() {}

  /** One sentence for each thing, in the order of the card. */
  public static List<String> on(FrontMatter front, RepoType type) {
    return switch (front) {
      case FrontMatter.Absent _ -> List.of(EMPTY);
      case FrontMatter.Unreadable _ -> List.of();
      case FrontMatter.Card(var members) -> onCard(members, type);
    };
  }

  private static List<String> onCard(Map<String, Object> members, RepoType type) {
    List<String> advice = new ArrayList<>();
    members.forEach((name, value) -> {
      onShape(name, value, advice);
      if (name.equals("license")) {
        onLicense(value, advice);
      }
    });
    if (type == RepoType.SPACE && !SDKS.contains(String.valueOf(members.get("sdk")))) {
      advice.add("\"sdk\" of a Space is one of " + String.join(", ", SDKS));
    }
    return advice;
  }

  private static void onShape(String name, @Nullable Object value, List<String> advice) {
    boolean isText = value instanceof String;
    boolean isTexts =
        value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    if (TEXTS.contains(name) && !isText) {
      advice.add("\"" + name + "\" must be a string");
    } else if (TEXT_LISTS.contains(name) && !isTexts) {
      advice.add("\"" + name + "\" must be a list of strings");
    } else if (TEXT_OR_LISTS.contains(name) && !isText && !isTexts) {
      advice.add("\"" + name + "\" must be a string or a list of strings");
    }
  }

  private static void onLicense(@Nullable Object value, List<String> advice) {
    List<?> named = value instanceof List<?> list ? list : List.of(String.valueOf(value));
    boolean isKnown = named.stream().map(String::valueOf).allMatch(Licenses.KNOWN::contains);
    boolean isText = value instanceof String || value instanceof List<?>;
    if (isText && !isKnown) {
      advice.add(
          "\"license\" is not an identifier that the Hub knows; use \"other\" with"
              + " \"license_name\" and \"license_link\"");
    }
  }
}
