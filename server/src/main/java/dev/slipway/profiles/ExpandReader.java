package dev.slipway.profiles;

import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.names.RepoType;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads {@code expand}: the members of an info object that a client names. */
final class ExpandReader {

  private static final Set<String> ALL =
      names(
          """
          author cardData createdAt disabled downloads downloadsAllTime gated lastModified likes
          private resourceGroup sha siblings tags trendingScore usedStorage
          """);
  private static final Set<String> MODEL =
      names(
          """
          baseModels childrenModelCount config evalResults gguf inference inferenceProviderMapping
          library_name mask_token model-index pipeline_tag safetensors spaces transformersInfo
          widgetData
          """);
  private static final Set<String> DATASET =
      names("citation description mainSize paperswithcode_id");
  private static final Set<String> SPACE = names("datasets models region runtime sdk subdomain");
  private static final Set<String> KERNEL =
      names("isLikedByUser supportedDriverFamilies trustedPublisher");

  private ExpandReader() {}

  private static Set<String> names(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /** The names, or empty if the client names none; 400 for one that there is not. */
  static Optional<Set<String>> read(Request request, RepoType type) {
    Set<String> named = new LinkedHashSet<>();
    Stream.of("expand", "expand[]")
        .flatMap(parameter -> request.queries(parameter).stream())
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .forEach(named::add);
    Set<String> known = new TreeSet<>(ALL);
    known.addAll(ofType(type));
    for (String name : named) {
      if (!known.contains(name)) {
        throw new BadRequest("\"expand\" must be one of [" + String.join(", ", known) + "]");
      }
    }
    return named.isEmpty() ? Optional.empty() : Optional.of(named);
  }

  private static Set<String> ofType(RepoType type) {
    return switch (type) {
      case MODEL -> MODEL;
      case DATASET -> DATASET;
      case SPACE -> SPACE;
      case KERNEL -> KERNEL;
      case BUCKET -> Set.of();
    };
  }
}
