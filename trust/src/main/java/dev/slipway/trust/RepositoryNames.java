package dev.slipway.trust;

import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.recipe.Recipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a token says of the plain name of its repository, for publishers of a namespace that let
 * each repository of an owner publish to the one of its own name.
 *
 * @param name the plain name, made of what the identity anchor determines and of nothing that a job
 *     or who pushes chooses
 * @param owners sets of ids that say whose repository it is; each is enough where the name is asked
 *     for
 */
public record RepositoryNames(Recipe name, List<Set<String>> owners) {

  public RepositoryNames {
    owners = List.copyOf(owners);
  }

  /** The usual anchors, and those of an owner. */
  Anchors with(Anchors usual) {
    return switch (usual) {
      case Anchors.AnyBut anyBut -> anyBut;
      case Anchors.OneOf(var alternatives) -> {
        List<Set<String>> all = new ArrayList<>(alternatives);
        owners.stream().filter(owner -> !all.contains(owner)).forEach(all::add);
        yield new Anchors.OneOf(all);
      }
    };
  }

  /** Whether claims of these names say whose repository it is, and not which one. */
  boolean isOwnerAlone(Set<String> claims, Anchors anchors) {
    return owners.stream().anyMatch(claims::containsAll)
        && anchors instanceof Anchors.OneOf(var alternatives)
        && alternatives.stream()
            .filter(names -> !owners.contains(names))
            .noneMatch(claims::containsAll);
  }

  /** The ids of owners. */
  Set<String> ownerIds() {
    Set<String> ids = new HashSet<>();
    owners.forEach(ids::addAll);
    return ids;
  }
}
