package dev.slipway.repos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.git.change.FirstFiles;
import dev.slipway.git.change.FirstFiles.FirstFile;
import dev.slipway.git.change.SpaceReadme;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
      @Nullable List<FirstFileJson> files) {

    boolean wantsPrivate(RepoType type) {
      if ("protected".equals(visibility) && type != RepoType.SPACE) {
        throw new BadRequest("only a Space has the \"visibility\" protected");
      }
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

    boolean bringsFiles() {
      return files != null && !files.isEmpty();
    }

    /** What the first commit has beside the rules; 400 for what it cannot have. */
    Map<RepoPath, byte[]> filesOf(RepoId id) {
      List<FirstFile> given =
          files == null ? List.of() : files.stream().map(FirstFileJson::file).toList();
      Optional<String> named = Optional.ofNullable(license).filter(text -> !text.isEmpty());
      if (!id.type().hasGit() && (!given.isEmpty() || named.isPresent())) {
        throw new BadRequest("a bucket has no first commit, and so no files and no license");
      }
      Optional<SpaceReadme> space =
          sdkOf(id.type()).map(word -> new SpaceReadme(id.name().text(), word));
      return Request.require(FirstFiles.of(given, space, named));
    }
  }

  /** A file of the first commit, as JavaScript's client sends it. */
  record FirstFileJson(@Nullable String path, @Nullable String content, @Nullable String encoding) {

    FirstFile file() {
      if (path == null || content == null) {
        throw new BadRequest("each of \"files\" has a \"path\" and a \"content\"");
      }
      return new FirstFile(Request.require(RepoPath.parse(path)), bytes(path, content));
    }

    private byte[] bytes(String path, String content) {
      return switch (encoding) {
        case null -> content.getBytes(UTF_8);
        case "utf-8" -> content.getBytes(UTF_8);
        case "base64" -> {
          try {
            yield Base64.getDecoder().decode(content);
          } catch (IllegalArgumentException _) {
            throw new BadRequest(path + " is not in the encoding that it is said to have");
          }
        }
        default -> throw new BadRequest("\"encoding\" is utf-8 or base64");
      };
    }
  }

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
