package dev.slipway.git.lfs;

import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesRule;

/**
 * What the {@code .gitattributes} files of a tree say about which files belong in LFS, as git reads
 * them: a file in a deeper folder wins, then a later line. Not thread-safe.
 *
 * @see <a href="https://git-scm.com/docs/gitattributes">gitattributes</a>
 */
public final class LfsRules {

  /** The name of a file that holds such rules. */
  public static final String FILE_NAME = ".gitattributes";

  /** The largest file that git itself keeps, wherever it comes from; larger ones belong in LFS. */
  public static final ByteCount LARGEST_REGULAR = ByteCount.mib(10);

  private static final String FILTER = "filter";
  private static final int MAX_MACRO_DEPTH = 8;

  private final RuleFiles files;
  private final Map<String, List<AttributesRule>> parsed = new HashMap<>();

  public LfsRules(RuleFiles files) {
    this.files = files;
  }

  /** The same rules, but for the file in the root, in whose place this text stands. */
  public LfsRules withRoot(String text) {
    return new LfsRules(files.withRoot(text));
  }

  /** What the rules say about a file at this path, whether or not there is one. */
  public Tracking of(RepoPath path) {
    String folder = path.text();
    while (!folder.isEmpty()) {
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
      Tracking decided = decide(folder, relative(path, folder));
      if (decided != Tracking.UNSPECIFIED) {
        return decided;
      }
    }
    return Tracking.UNSPECIFIED;
  }

  private static String relative(RepoPath path, String folder) {
    return folder.isEmpty() ? path.text() : path.text().substring(folder.length() + 1);
  }

  private Tracking decide(String folder, String path) {
    for (AttributesRule rule : rules(folder).reversed()) {
      if (!AttributesLines.isMacro(rule) && rule.isMatch(path, false)) {
        Tracking decided = decide(rule.getAttributes(), 0);
        if (decided != Tracking.UNSPECIFIED) {
          return decided;
        }
      }
    }
    return Tracking.UNSPECIFIED;
  }

  private Tracking decide(List<Attribute> attributes, int depth) {
    for (Attribute attribute : attributes.reversed()) {
      if (attribute.getKey().equals(FILTER)) {
        return "lfs".equals(attribute.getValue()) ? Tracking.LFS : Tracking.REGULAR;
      }
      if (attribute.getState() == Attribute.State.SET && depth < MAX_MACRO_DEPTH) {
        Tracking expanded = decide(macro(attribute.getKey()), depth + 1);
        if (expanded != Tracking.UNSPECIFIED) {
          return expanded;
        }
      }
    }
    return Tracking.UNSPECIFIED;
  }

  /** Only the root defines macros; git ignores them elsewhere. */
  private List<Attribute> macro(String name) {
    return rules("").reversed().stream()
        .filter(rule -> AttributesLines.definesMacro(rule, name))
        .findFirst()
        .map(AttributesRule::getAttributes)
        .orElse(List.of());
  }

  private List<AttributesRule> rules(String folder) {
    return parsed.computeIfAbsent(folder, this::read);
  }

  private List<AttributesRule> read(String folder) {
    Optional<String> text = files.text(folder);
    return text.map(AttributesLines::parse).orElse(List.of());
  }
}
