package dev.slipway.git;

import dev.slipway.git.history.CommitLog;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.SealedEnvironment;
import dev.slipway.names.CommitId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;

/** A clone on this machine's disk, made by git, read to check what a hub says of it. */
public final class LocalClone {

  private final Path folder;

  /** The clone in {@code folder}, which holds {@code .git} or is a bare one. */
  public LocalClone(Path folder, InstantSource clock) {
    SealedEnvironment.seal(clock);
    Path inside = folder.resolve(".git");
    this.folder = Files.isDirectory(inside) ? inside : folder;
  }

  /**
   * The bytes whose hash a commit's id is, without git's header, if the clone has such a commit.
   *
   * @throws IOException if there is no clone there
   */
  public Optional<byte[]> commitBytes(CommitId id) throws IOException {
    try (Repository repository =
            new RepositoryBuilder().setGitDir(folder.toFile()).setMustExist(true).build();
        ObjectReader reader = repository.newObjectReader()) {
      return new CommitLog(reader).bytes(id);
    } catch (GitStorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
