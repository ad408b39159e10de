package dev.slipway.repos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.git.change.ReadmeMembers;
import dev.slipway.git.change.SpaceReadme;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.RepoJson.CreateJson;
import dev.slipway.repos.RepoJson.FirstFileJson;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a new repository begins with: the files that come with the request, and a README that names
 * its license and how a Space runs. What cannot be is refused before anything is made.
 */
final class FirstFilesReader {

  /** Longest body of a request that brings files: the largest file in base64, and some more. */
  static final ByteCount MAX_BODY = ByteCount.mib(16);

  private static final RepoPath README = new RepoPath("README.md");
  private static final RepoPath RULES = new RepoPath(LfsRules.FILE_NAME);
  private static final Pattern LICENSE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}");

  private final Map<RepoPath, byte[]> files = new TreeMap<>();

  private FirstFilesReader() {}

  /** The files of the first commit beside the rules; 400 for what cannot be one. */
  static Map<RepoPath, byte[]> of(CreateJson body, RepoId id, Optional<String> sdk) {
    List<@Nullable FirstFileJson> wanted = body.files() == null ? List.of() : body.files();
    Optional<String> license = Optional.ofNullable(body.license()).filter(text -> !text.isEmpty());
    if (!id.type().hasGit() && (!wanted.isEmpty() || license.isPresent())) {
      throw new BadRequest("a bucket has no first commit, and so no \"files\" and no \"license\"");
    }
    var first = new FirstFilesReader();
    wanted.forEach(first::add);
    first.describe(sdk.map(word -> new SpaceReadme(id.name().text(), word)), license);
    first.files.keySet().forEach(first::requireFolders);
    return first.files;
  }

  private void add(@Nullable FirstFileJson file) {
    if (file == null || file.path() == null || file.content() == null) {
      throw new BadRequest("each of \"files\" has a \"path\" and a \"content\"");
    }
    RepoPath path = Request.require(RepoPath.parse(file.path()));
    byte[] bytes = bytes(path, file.content(), file.encoding());
    if (bytes.length > LfsRules.LARGEST_REGULAR.bytes()) {
      throw new BadRequest(
          path + " has more than " + LfsRules.LARGEST_REGULAR + "; upload it with Git LFS");
    }
    if (LfsPointer.isSuspect(bytes)) {
      throw new BadRequest(path + " is a Git LFS pointer, but nothing was uploaded yet");
    }
    if (files.put(path, bytes) != null) {
      throw new BadRequest("\"files\" has " + path + " twice");
    }
  }

  private static byte[] bytes(RepoPath path, String content, @Nullable String encoding) {
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

  private void describe(Optional<SpaceReadme> space, Optional<String> license) {
    if (license.isPresent() && !LICENSE.matcher(license.get()).matches()) {
      throw new BadRequest("\"license\" is the short name of a license, such as apache-2.0");
    }
    StringBuilder lines = new StringBuilder();
    space.map(SpaceReadme::members).ifPresent(lines::append);
    license.ifPresent(word -> lines.append("license: ").append(word).append('\n'));
    if (!lines.isEmpty()) {
      files.merge(
          README,
          ReadmeMembers.in(lines.toString(), new byte[0]),
          (given, _) -> ReadmeMembers.in(lines.toString(), given));
    }
  }

  /** No file stands where another one needs a folder. */
  private void requireFolders(RepoPath path) {
    String text = path.text();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      RepoPath folder = new RepoPath(text.substring(0, end));
      if (files.containsKey(folder) || folder.equals(RULES)) {
        throw new BadRequest(folder + " is a file where a folder is needed");
      }
    }
  }
}
