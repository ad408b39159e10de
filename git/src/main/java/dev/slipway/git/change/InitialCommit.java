package dev.slipway.git.change;

import dev.slipway.git.history.Signature;
import dev.slipway.git.lfs.AttributesFile;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;

/** The commit that every repository begins with, so that its default branch is never missing. */
public final class InitialCommit {

  private static final String MESSAGE = "initial commit";

  private final HubRepository repository;

  public InitialCommit(HubRepository repository) {
    this.repository = repository;
  }

  /**
   * Creates the default branch with the rules that the Hub gives this type of repository, and with
   * these texts in the root.
   *
   * @param texts by file name; one called {@code .gitattributes} replaces the rules
   */
  public RefResult create(RepoType type, Map<String, String> texts, Signature by)
      throws IOException {
    var files = new TreeMap<>(Map.of(LfsRules.FILE_NAME, AttributesFile.initial(type)));
    files.putAll(texts);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitId root = RefEdits.root(inserter, tree(inserter, files), by, MESSAGE);
      return new RefEdits(repository).set(GitRef.to(RefName.MAIN, root), RefEdits.IfExists.KEEP);
    }
  }

  private static ObjectId tree(ObjectInserter inserter, TreeMap<String, String> files)
      throws IOException {
    var tree = new TreeFormatter();
    for (Map.Entry<String, String> file : files.entrySet()) {
      String name = new RepoPath(file.getKey()).fileName();
      byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
      tree.append(name, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text));
    }
    return inserter.insert(tree);
  }
}
