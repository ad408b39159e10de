package dev.slipway.trust;

import dev.slipway.trust.recipe.Recipe;
import dev.slipway.trust.recipe.Recipe.Source;
import dev.slipway.trust.recipe.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads from a preset's file what its tokens say of the plain names of repositories. */
final class RepositoryNamesReader {

  private static final String FIELD = "repositoryName";

  private RepositoryNamesReader() {}

  static Optional<RepositoryNames> read(JsonEntry top) {
    if (!top.has(FIELD)) {
      return Optional.empty();
    }
    JsonEntry entry = top.entry(FIELD);
    Recipe name = MatchRulesReader.recipe(entry, "is");
    List<Set<String>> owners = entry.sets("owners");
    entry.end();
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (JsonEntry pin : top.entries("pins")) {
      ids.add(pin.text("id"));
      pin.optionalText("name").ifPresent(names::add);
    }
    if (!names.containsAll(claims(entry, name))) {
      throw entry.fault("is", "is made of more than the names behind the pins");
    }
    if (!owners.stream().allMatch(ids::containsAll)) {
      throw entry.fault("owners", "name a claim that is no id among the pins");
    }
    return Optional.of(new RepositoryNames(name, owners));
  }

  private static Set<String> claims(JsonEntry entry, Recipe recipe) {
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
