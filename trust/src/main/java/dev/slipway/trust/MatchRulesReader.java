package dev.slipway.trust;

import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.MatchRules.Boundaries;
import dev.slipway.trust.MatchRules.Conflict;
import dev.slipway.trust.MatchRules.Spelling;
import dev.slipway.trust.MatchRules.Spelling.Type;
import dev.slipway.trust.MatchRules.Trigger;
import dev.slipway.trust.recipe.Facts;
import dev.slipway.trust.recipe.Recipe;
import dev.slipway.trust.recipe.Recipe.Source;
import dev.slipway.trust.recipe.Step;
import dev.slipway.trust.recipe.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a preset's file how claims are compared: recipes, triggers, conflicts and the rest.
 */
final class MatchRulesReader {

  /** The text so far, and what is no claim of the token. */
  private static final Set<String> NOT_CLAIMS = Set.of("", Facts.ISSUER, Facts.WEB);

  private static final String REPOSITORY_NAME = "repositoryName";

  private MatchRulesReader() {}

  static MatchRules read(JsonEntry top) {
    Map<String, Recipe> derived = new LinkedHashMap<>();
    JsonEntry recipes = top.entry("derived");
    for (String name : recipes.names()) {
      recipes.claim(name, name);
      derived.put(name, recipe(recipes, name));
    }
    return new MatchRules(
        anchors(top.entry("anchors")),
        spelling(top.entry("spelling")),
        derived,
        top.entries("triggers").stream().map(MatchRulesReader::trigger).toList(),
        top.entries("conflicts").stream().map(MatchRulesReader::conflict).toList(),
        boundaries(top.entry("boundaries")),
        repositoryNames(top));
  }

  private static Anchors anchors(JsonEntry entry) {
    List<Set<String>> oneOf = entry.sets("oneOf");
    oneOf.forEach(names -> names.forEach(name -> entry.claim("oneOf", name)));
    Set<String> anyBut = entry.claims("anyBut");
    entry.end();
    if (oneOf.isEmpty() == anyBut.isEmpty()) {
      throw entry.fault("oneOf", "or anyBut has to be there, and not both");
    }
    return oneOf.isEmpty() ? new Anchors.AnyBut(anyBut) : new Anchors.OneOf(oneOf);
  }

  private static Spelling spelling(JsonEntry entry) {
    Map<String, Type> types = new HashMap<>();
    entry.claims("texts").forEach(name -> types.put(name, Type.TEXT));
    for (Map.Entry<String, Type> kind :
        Map.of("flags", Type.FLAG, "numbers", Type.WHOLE).entrySet()) {
      for (String name : entry.claims(kind.getKey())) {
        if (types.put(name, kind.getValue()) != null) {
          throw entry.fault(kind.getKey(), name + " has two types");
        }
      }
    }
    Spelling spelling =
        new Spelling(
            entry.claims("caseless"),
            entry.claims("braced"),
            types,
            entry.claims("sets"),
            entry.claims("chosenByJob"));
    entry.end();
    spelling.caseless().forEach(name -> needText(entry, "caseless", types.get(name)));
    spelling.braced().forEach(name -> needText(entry, "braced", types.get(name)));
    if (spelling.sets().stream().anyMatch(types::containsKey)) {
      throw entry.fault("sets", "a set has no other type");
    }
    return spelling;
  }

  private static void needText(JsonEntry entry, String field, @Nullable Type type) {
    if (type != Type.TEXT) {
      throw entry.fault(field, "names a claim that is not among the texts");
    }
  }

  private static Trigger trigger(JsonEntry entry) {
    String claim = entry.claim("claim", entry.text("claim")).text();
    List<String> refused = entry.texts("refuse");
    if (refused.isEmpty()) {
      throw entry.fault("refuse", "is missing");
    }
    Trigger trigger = new Trigger(claim, refused, entry.optionalText("unlock"));
    entry.end();
    return trigger;
  }

  private static Conflict conflict(JsonEntry entry) {
    String claim = entry.claim("claim", entry.text("claim")).text();
    String blame = entry.optionalText("blame").orElse(claim);
    entry.claim("blame", blame);
    if (List.of("under", "same", "is").stream().filter(entry::has).count() != 1) {
      throw entry.fault("claim", "has to be under, the same as, or what a recipe is: one of these");
    }
    Conflict.Rule rule;
    if (entry.has("under")) {
      rule = new Conflict.Rule.Under(claim, entry.claim("under", entry.text("under")).text());
    } else if (entry.has("same")) {
      rule = new Conflict.Rule.Same(claim, entry.claim("same", entry.text("same")).text());
    } else {
      rule = new Conflict.Rule.Made(claim, recipe(entry, "is"));
    }
    entry.end();
    return new Conflict(blame, rule);
  }

  private static Boundaries boundaries(JsonEntry entry) {
    Boundaries boundaries =
        new Boundaries(
            entry.claims("places"),
            entry.claims("definitions"),
            entry.claims("origins"),
            values(entry.entry("hosted")),
            values(entry.entry("proposal")));
    entry.end();
    if (boundaries.places().isEmpty()) {
      throw entry.fault("places", "is missing");
    }
    if (!boundaries.places().containsAll(boundaries.proposal().keySet())) {
      throw entry.fault("proposal", "names a claim that is no place");
    }
    return boundaries;
  }

  private static Map<String, String> values(JsonEntry entry) {
    Map<String, String> values = new LinkedHashMap<>();
    entry
        .names()
        .forEach(name -> {
          entry.claim(name, name);
          values.put(name, entry.text(name));
        });
    return values;
  }

  private static Recipe recipe(JsonEntry entry, String field) {
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
    Template template = entry.checked(field, Template.parse(entry.text(field)));
    template.holes().stream()
        .filter(hole -> !NOT_CLAIMS.contains(hole))
        .forEach(hole -> entry.claim(field, hole));
    return template;
  }

  private static String claim(JsonEntry entry, String field) {
    return entry.claim(field, entry.text(field)).text();
  }

  private static Optional<RepositoryNames> repositoryNames(JsonEntry top) {
    if (!top.has(REPOSITORY_NAME)) {
      return Optional.empty();
    }
    JsonEntry entry = top.entry(REPOSITORY_NAME);
    Recipe name = recipe(entry, "is");
    List<Set<String>> owners = entry.sets("owners");
    entry.end();
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (JsonEntry pin : top.entries("pins")) {
      ids.add(pin.text("id"));
      pin.optionalText("name").ifPresent(names::add);
    }
    if (!names.containsAll(claimsOf(entry, name))) {
      throw entry.fault("is", "is made of more than the names behind the pins");
    }
    if (!owners.stream().allMatch(ids::containsAll)) {
      throw entry.fault("owners", "name a claim that is no id among the pins");
    }
    return Optional.of(new RepositoryNames(name, owners));
  }

  private static Set<String> claimsOf(JsonEntry entry, Recipe recipe) {
    Set<String> claims = new HashSet<>();
    switch (recipe.source()) {
      case Source.Copy(var claim) -> claims.add(claim);
      case Source.Join(var template) -> claims.addAll(template.holes());
    }
    for (Step step : recipe.steps()) {
      switch (step) {
        case Step.After(var prefix, _) -> claims.addAll(prefix.holes());
        case Step.Split _, Step.EndsIn _, Step.Lacks _ -> {
          // They look at the text alone.
        }
        case Step.DropVersion _, Step.If _ -> throw entry.fault("is", "has a step with versions");
      }
    }
    return claims;
  }
}
