package dev.slipway.trust;

import dev.slipway.trust.recipe.Recipe;
import dev.slipway.trust.recipe.Recipe.Source;
import dev.slipway.trust.recipe.Step;
import dev.slipway.trust.recipe.Template;
import java.util.ArrayList;
import java.util.List;

/** Reads recipes from a preset's file: a list of objects, a source and then steps. */
final class RecipeReader {

  private RecipeReader() {}

  static Recipe recipe(JsonEntry entry, String field) {
    List<JsonEntry> parts = entry.entries(field);
    if (parts.isEmpty()) {
      throw entry.fault(field, "is no recipe");
    }
    Source source = source(parts.getFirst());
    List<Step> steps = new ArrayList<>();
    for (JsonEntry part : parts.subList(1, parts.size())) {
      steps.add(step(part));
      part.end();
    }
    return new Recipe(source, steps);
  }

  private static Source source(JsonEntry entry) {
    Source source =
        entry.has("join")
            ? new Source.Join(template(entry, "join"))
            : new Source.Copy(claim(entry, "copy"));
    entry.end();
    return source;
  }

  private static Step step(JsonEntry entry) {
    String kind = entry.names().isEmpty() ? "" : entry.names().iterator().next();
    return switch (kind) {
      case "after" -> new Step.After(template(entry, "after"), entry.flag("ignoreCase"));
      case "dropVersion" -> new Step.DropVersion(List.copyOf(entry.claims("dropVersion")));
      case "split" -> split(entry);
      case "endsIn" -> new Step.EndsIn(entry.texts("endsIn"));
      case "lacks" -> new Step.Lacks(entry.text("lacks"));
      case "if" -> new Step.If(claim(entry, "if"), template(entry, "is"), entry.flag("orAbsent"));
      default -> throw entry.fault(kind, "is no step");
    };
  }

  private static Step split(JsonEntry entry) {
    String mark = entry.text("split");
    Step.Split.Side side =
        switch (entry.text("keep")) {
          case "left" -> Step.Split.Side.LEFT;
          case "right" -> Step.Split.Side.RIGHT;
          case "leftOrAll" -> Step.Split.Side.LEFT_OR_ALL;
          default -> throw entry.fault("keep", "is left, right or leftOrAll");
        };
    return new Step.Split(
        mark,
        entry.texts("behind"),
        entry.flag("last") ? Step.Split.Place.LAST : Step.Split.Place.FIRST,
        side);
  }

  private static Template template(JsonEntry entry, String field) {
    return entry.checked(field, Template.parse(entry.text(field)));
  }

  private static String claim(JsonEntry entry, String field) {
    return entry.claim(field, entry.text(field)).text();
  }
}
