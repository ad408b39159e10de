package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Members;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The providers that we know: one file each in {@code presets/}, in the order of {@code
 * presets/index.json}. A file that cannot be read is a mistake of ours, and nothing starts with it.
 */
public final class Presets {

  private static final String FOLDER = "presets/";
  private static final String INDEX = "index.json";
  private static final int MAX_MEMBERS_OF_INDEX = 1;

  private static final List<ProviderPreset> ALL = load();

  /** GitHub Actions, of github.com or an enterprise. */
  public static final ProviderPreset GITHUB = find("github").orElseThrow();

  /** GitLab CI, of gitlab.com or self-managed. */
  public static final ProviderPreset GITLAB = find("gitlab").orElseThrow();

  /** CircleCI: claims are named with the address of the service, dots and slash included. */
  public static final ProviderPreset CIRCLECI = find("circleci").orElseThrow();

  /** Bitbucket Pipelines: the workspace is in the issuer, a repository has no name but a UUID. */
  public static final ProviderPreset BITBUCKET = find("bitbucket").orElseThrow();

  /** Any other issuer: nothing is derived, raw claims are compared as they are. */
  public static final ProviderPreset GENERIC = find("generic").orElseThrow();

  private Presets() {}

  /** Every preset, the generic one last. */
  public static List<ProviderPreset> all() {
    return ALL;
  }

  /** The preset of that id. */
  public static Optional<ProviderPreset> find(String id) {
    for (ProviderPreset preset : ALL) {
      if (preset.id().equals(id)) {
        return Optional.of(preset);
      }
    }
    return Optional.empty();
  }

  /** The provider whose own address {@code issuer} is; the generic preset if it is nobody's. */
  public static ProviderPreset of(Issuer issuer) {
    return ALL.stream().filter(preset -> preset.owns(issuer)).findFirst().orElse(GENERIC);
  }

  private static List<ProviderPreset> load() {
    JsonEntry index =
        StrictJson.read(bytes(INDEX), MAX_MEMBERS_OF_INDEX)
                instanceof StrictJson.Reading.Read(Members object)
            ? JsonEntry.top(INDEX, object)
            : JsonEntry.top(INDEX, new Members(java.util.Map.of()));
    List<ProviderPreset> presets = new ArrayList<>();
    for (String id : index.texts("presets")) {
      String file = id + ".json";
      switch (PresetReader.read(file, bytes(file))) {
        case Parsed.Value<ProviderPreset>(var preset) -> presets.add(preset);
        case Parsed.Malformed<ProviderPreset>(var problem) ->
            throw new IllegalStateException("reading the preset " + FOLDER + problem);
      }
    }
    return List.copyOf(presets);
  }

  private static byte[] bytes(String file) {
    try (InputStream in = Presets.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("there is no preset " + FOLDER + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the preset " + FOLDER + file, e);
    }
  }
}
