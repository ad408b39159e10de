package dev.slipway.git.lfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.names.RepoPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * What the {@code .gitignore} files of a tree say, as git reads them: a file in a deeper folder
 * wins, then a later line, and nothing below an ignored folder can be taken back. Not thread-safe.
 *
 * @see <a href="https://git-scm.com/docs/gitignore">gitignore</a>
 */
public final class IgnoreRules {

  /** The name of a file that holds such rules. */
  public static final String FILE_NAME = ".gitignore";

  private final RuleFiles files;
  private final Map<String, IgnoreNode> parsed = new HashMap<>();

  public IgnoreRules(RuleFiles files) {
    this.files = files;
  }

  /** The same rules, but for the file in the root, in whose place this text stands. */
  public IgnoreRules withRoot(String text) {
    return new IgnoreRules(files.withRoot(text));
  }

  /** Whether a file at this path is ignored. */
  public boolean ignores(RepoPath path) {
    String text = path.text();
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
      if (decide(text.substring(0, slash), true)) {
        return true;
      }
    }
    return decide(text, false);
  }

  private boolean decide(String path, boolean isFolder) {
    String folder = path;
    while (!folder.isEmpty()) {
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
      String relative = folder.isEmpty() ? path : path.substring(folder.length() + 1);
      Boolean decided = rules(folder).checkIgnored(relative, isFolder);
      if (decided != null) {
        return decided;
      }
    }
    return false;
  }

  private IgnoreNode rules(String folder) {
    return parsed.computeIfAbsent(folder, this::read);
  }

  private IgnoreNode read(String folder) {
    var node = new IgnoreNode();
    String text = files.text(folder).orElse("");
    try {
      node.parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail", e);
    }
    return node;
  }
}
