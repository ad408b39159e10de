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
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/** The commit that every repository begins with, so that its default branch is never missing. */
public final class InitialCommit {

  private static final String MESSAGE = "initial commit";

  private final HubRepository repository;

  public InitialCommit(HubRepository repository) {
    this.repository = repository;
  }

  /**
   * Creates the default branch with the rules that the Hub gives this type of repository, and with
   * these files.
   *
   * @param files by path, no file in the place of a folder; one called {@code .gitattributes}
   *     replaces the rules
   */
  public RefResult create(RepoType type, Map<RepoPath, byte[]> files, Signature by)
      throws IOException {
    byte[] rules = AttributesFile.initial(type).getBytes(StandardCharsets.UTF_8);
    var all = new TreeMap<>(Map.of(new RepoPath(LfsRules.FILE_NAME), rules));
    all.putAll(files);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitId root = RefEdits.root(inserter, tree(inserter, all), by, MESSAGE);
      return new RefEdits(repository)
          .set(GitRef.to(RefName.MAIN, root), RefEdits.IfExists.KEEP, Set.of(root));
    }
  }

  private static ObjectId tree(ObjectInserter inserter, Map<RepoPath, byte[]> files)
      throws IOException {
    try (ObjectReader reader = inserter.newReader()) {
      EditedFolder root = EditedFolder.empty(reader);
      for (Map.Entry<RepoPath, byte[]> file : files.entrySet()) {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
        if (!(root.put(file.getKey(), FileMode.REGULAR_FILE, blob) instanceof EditResult.Edited)) {
          throw new IllegalArgumentException("a file in the place of a folder: " + file.getKey());
        }
      }
      return root.write(inserter);
    }
  }
}
