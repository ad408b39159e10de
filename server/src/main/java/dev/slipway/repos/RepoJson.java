package dev.slipway.repos;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.http.BadRequest;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code /api/repos/*}. */
final class RepoJson {

  private static final List<String> SDKS = List.of("gradio", "docker", "static", "streamlit");

  private RepoJson() {}

  /** The body of {@code create}. */
  record CreateJson(
      @Nullable String name,
      @Nullable String organization,
      @Nullable String type,
      @JsonProperty("private") @Nullable Boolean isPrivate,
      @Nullable String visibility,
      @Nullable String sdk,
      @Nullable String license,
      @Nullable List<@Nullable FirstFileJson> files) {

    boolean wantsPrivate() {
      return RepoJson.wantsPrivate(isPrivate, visibility);
    }

    Optional<String> sdkOf(RepoType type) {
      if (type != RepoType.SPACE) {
        return Optional.empty();
      }
      if (sdk == null || !SDKS.contains(sdk)) {
        throw new BadRequest("\"sdk\" of a Space is one of " + String.join(", ", SDKS));
      }
      return Optional.of(sdk);
    }
  }

  /** A file of the first commit, as JavaScript's client sends it. */
  record FirstFileJson(
      @Nullable String path, @Nullable String content, @Nullable String encoding) {}

  /** The body of {@code POST /api/buckets/{ns}/{name}}. */
  record CreateBucketJson(
      @JsonProperty("private") @Nullable Boolean isPrivate, @Nullable String visibility) {

    boolean wantsPrivate() {
      return RepoJson.wantsPrivate(isPrivate, visibility);
    }
  }

  private static boolean wantsPrivate(@Nullable Boolean isPrivate, @Nullable String visibility) {
    return switch (visibility) {
      case null -> Boolean.TRUE.equals(isPrivate);
      case "public" -> false;
      case "private", "protected" -> true;
      default -> throw new BadRequest("\"visibility\" is public or private");
    };
  }

  /** The answer of {@code create}. */
  record CreatedJson(String url, String name, String id) {}

  /** The body of {@code delete}. */
  record DeleteJson(@Nullable String name, @Nullable String organization, @Nullable String type) {}

  /** The body of {@code move}. */
  record MoveJson(@Nullable String fromRepo, @Nullable String toRepo, @Nullable String type) {}
}
