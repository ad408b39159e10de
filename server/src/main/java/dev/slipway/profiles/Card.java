package dev.slipway.profiles;

import dev.slipway.cards.FrontMatter;
import dev.slipway.names.RepoType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the front matter of a README says, and what the Hub makes of it.
 *
 * @param data as it stands there, members without a value included; empty if there is none
 * @param tags everything that lists are filtered by
 * @param pipelineTag the task
 * @param sdk of a Space
 */
record Card(
    Map<String, Object> data,
    List<String> tags,
    Optional<String> pipelineTag,
    Optional<String> libraryName,
    Optional<String> sdk) {

  /** A repository that says nothing of itself. */
  static final Card BLANK =
      new Card(Map.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  Card {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    tags = List.copyOf(tags);
  }

  static Card of(FrontMatter front, RepoType type) {
    return switch (front) {
      case FrontMatter.Absent _, FrontMatter.Unreadable _ -> BLANK;
      case FrontMatter.Card(var members) ->
          new Card(
              members,
              CardTags.of(members, type),
              text(members, "pipeline_tag"),
              text(members, "library_name"),
              text(members, "sdk"));
    };
  }

  private static Optional<String> text(Map<String, Object> members, String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
