package dev.slipway.git.change;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.names.Parsed;
import dev.slipway.names.RepoPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a repository begins with beside the rules: files that somebody gives it, and a README that
 * names its license and how a Space runs.
 */
public final class FirstFiles {

  private static final RepoPath README = new RepoPath("README.md");
  private static final RepoPath RULES = new RepoPath(LfsRules.FILE_NAME);
  private static final Pattern LICENSE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}");

  private FirstFiles() {}

  /** A file that is given. */
  public record FirstFile(RepoPath path, byte[] bytes) {}

  /**
   * The files by path, as a commit would take them.
   *
   * @param license the short name of one
   */
  public static Parsed<Map<RepoPath, byte[]>> of(
      List<FirstFile> given, Optional<SpaceReadme> space, Optional<String> license) {
    Map<RepoPath, byte[]> files = new TreeMap<>();
    for (FirstFile file : given) {
      String problem = problem(file);
      if (!problem.isEmpty()) {
        return Parsed.malformed(file.path() + " " + problem);
      }
      if (files.put(file.path(), file.bytes()) != null) {
        return Parsed.malformed(file.path() + " is there twice");
      }
    }
    if (license.isPresent() && !LICENSE.matcher(license.get()).matches()) {
      return Parsed.malformed("a license is a short name, such as apache-2.0");
    }
    describe(files, space, license);
    return files.keySet().stream()
        .flatMap(path -> folderProblem(files, path).stream())
        .findFirst()
        .<Parsed<Map<RepoPath, byte[]>>>map(Parsed::malformed)
        .orElse(Parsed.of(files));
  }

  private static String problem(FirstFile file) {
    if (file.bytes().length > LfsRules.LARGEST_REGULAR.bytes()) {
      return "has more than " + LfsRules.LARGEST_REGULAR + "; upload it with Git LFS";
    }
    return LfsPointer.isSuspect(file.bytes())
        ? "is a Git LFS pointer, but nothing was uploaded yet"
        : "";
  }

  private static void describe(
      Map<RepoPath, byte[]> files, Optional<SpaceReadme> space, Optional<String> license) {
    StringBuilder lines = new StringBuilder();
    space.map(SpaceReadme::members).ifPresent(lines::append);
    license.ifPresent(word -> lines.append("license: ").append(word).append('\n'));
    if (!lines.isEmpty()) {
      byte[] readme = files.getOrDefault(README, new byte[0]);
      files.put(README, ReadmeMembers.in(lines.toString(), readme));
    }
  }

  /** No file stands where another one needs a folder. */
  private static Optional<String> folderProblem(Map<RepoPath, byte[]> files, RepoPath path) {
    String text = path.text();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      RepoPath folder = new RepoPath(text.substring(0, end));
      if (files.containsKey(folder) || folder.equals(RULES)) {
        return Optional.of(folder + " is a file where a folder is needed");
      }
    }
    return Optional.empty();
  }
}
