package dev.slipway.copies;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.http.BadRequest;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bodies of the copies room. */
final class CopyJson {

  private CopyJson() {}

  /** The body of {@code lfs-files/duplicate}. */
  record CopyFilesJson(
      @Nullable TargetJson target, @Nullable List<@Nullable WantedFileJson> files) {}

  /** The repository that gets the files. */
  record TargetJson(@Nullable String type, @Nullable String name) {}

  /** A file; what it is called does not matter. */
  record WantedFileJson(@Nullable String sha256, @Nullable String xetHash) {}

  /** The answer: clients look into {@code failed} whatever the status is. */
  record CopiedJson(boolean success, int processed, int succeeded, List<FailedJson> failed) {}

  /** A file that was not copied. */
  record FailedJson(String sha256, String error) {}

  /**
   * The body of {@code duplicate}. What a Space would run on does not matter here, where none runs.
   */
  record DuplicateJson(
      @Nullable String repository,
      @JsonProperty("private") @Nullable Boolean isPrivate,
      @Nullable String visibility) {

    /** Whether it is to be private, if that is said. */
    Optional<Boolean> wantsPrivate(RepoType type) {
      return switch (visibility) {
        case null -> Optional.ofNullable(isPrivate);
        case "public" -> Optional.of(false);
        case "private" -> Optional.of(true);
        case "protected" -> {
          if (type != RepoType.SPACE) {
            throw new BadRequest("only a Space has the \"visibility\" protected");
          }
          yield Optional.of(true);
        }
        default -> throw new BadRequest("\"visibility\" is public or private");
      };
    }
  }

  /** The answer of {@code duplicate}; the large files are there by then. */
  record DuplicatedJson(String url, String name, String id) {}
}
