package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.ProviderPreset.Page;
import dev.slipway.trust.ProviderPreset.Pin;
import dev.slipway.trust.ProviderPreset.Row;
import dev.slipway.trust.recipe.Facts;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a verified token says of its job, as far as its preset lets it be kept.
 *
 * @param snapshot the claims that may be stored, in the preset's order: strings, booleans and whole
 *     numbers; a set of strings is one string, with commas between
 * @param rows the same facts under the names that all providers share
 * @param identities the ids that a publisher keeps; those that the token has
 * @param links pages about the job; nothing is ever fetched from there
 */
public record JobFacts(
    Map<ClaimName, ClaimValue> snapshot,
    Map<Row, String> rows,
    List<Identity> identities,
    Map<Page, URI> links) {

  public JobFacts {
    snapshot = Collections.unmodifiableMap(new LinkedHashMap<>(snapshot));
    rows = Map.copyOf(rows);
    identities = List.copyOf(identities);
    links = Map.copyOf(links);
  }

  /**
   * An id that is never given to anybody else, and the name that goes with it now.
   *
   * @param nameClaim the claim of the name; empty if the preset knows none
   * @param name empty if there is no such claim in the token either
   */
  public record Identity(
      ClaimName idClaim, String id, Optional<ClaimName> nameClaim, Optional<String> name) {}

  static JobFacts of(ProviderPreset preset, Issuer issuer, ClaimSet claims) {
    View view = new View(preset, claims, preset.facts(issuer, claims));
    Map<ClaimName, ClaimValue> snapshot = new LinkedHashMap<>();
    preset
        .snapshot()
        .forEach(name -> view.kept(name).ifPresent(value -> snapshot.put(name, value)));
    Map<Row, String> rows = new EnumMap<>(Row.class);
    preset
        .keeps()
        .rows()
        .forEach((row, name) -> view.shown(name).ifPresent(text -> rows.put(row, text)));
    List<Identity> identities = new ArrayList<>();
    preset.pins().forEach(pin -> view.identity(pin).ifPresent(identities::add));
    Map<Page, URI> links = new EnumMap<>(Page.class);
    String web = view.text(Facts.WEB).orElse("");
    if (!web.isEmpty()) {
      preset
          .keeps()
          .links()
          .forEach((page, link) -> link.at(web, view).ifPresent(uri -> links.put(page, uri)));
    }
    return new JobFacts(snapshot, rows, identities, links);
  }

  /** The page of the CI run. */
  public Optional<URI> runUrl() {
    return Optional.ofNullable(links.get(Page.RUN));
  }

  /** The page of the commit that the run was started for. */
  public Optional<URI> commitUrl() {
    return Optional.ofNullable(links.get(Page.COMMIT));
  }

  /** The page of the repository that the job belongs to. */
  public Optional<URI> repositoryUrl() {
    return Optional.ofNullable(links.get(Page.REPOSITORY));
  }

  /** The claims as people see them: a derived one hides a raw one of its name, numbers are text. */
  private record View(ProviderPreset preset, ClaimSet claims, Facts raw) implements Facts {

    Optional<ClaimValue> kept(ClaimName name) {
      Optional<ClaimValue> value =
          preset.recipe(name).isPresent()
              ? preset.recipe(name).flatMap(recipe -> recipe.make(raw)).map(Text::new)
              : claims.find(name);
      return value.flatMap(found ->
          switch (found) {
            case Text _, Whole _, ClaimValue.Flag _ -> Optional.of(found);
            case Elements(var elements) -> joined(elements);
            case ClaimValue.Members _, ClaimValue.OddNumber _, ClaimValue.Nothing _ ->
                Optional.empty();
          });
    }

    private static Optional<ClaimValue> joined(List<ClaimValue> elements) {
      return !elements.isEmpty() && elements.stream().allMatch(Text.class::isInstance)
          ? Optional.of(
              new Text(elements.stream().map(Object::toString).collect(Collectors.joining(","))))
          : Optional.empty();
    }

    Optional<String> shown(ClaimName name) {
      return kept(name).map(Object::toString).filter(text -> !text.isEmpty());
    }

    Optional<Identity> identity(Pin pin) {
      return shown(pin.id())
          .map(id -> new Identity(pin.id(), id, pin.name(), pin.name().flatMap(this::shown)));
    }

    @Override
    public Optional<String> text(String name) {
      return name.startsWith("@") ? raw.text(name) : shown(new ClaimName(name));
    }

    @Override
    public boolean has(String name) {
      return text(name).isPresent();
    }
  }
}
