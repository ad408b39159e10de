package dev.slipway.lfsfiles;

import dev.slipway.access.Permission;
import dev.slipway.contents.Contents;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.contents.FileRemoval;
import dev.slipway.contents.RepoBlobStore.HeldBlob;
import dev.slipway.git.GitRepository;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.BlobId;
import dev.slipway.repos.CatalogWork;
import dev.slipway.repos.GitChange;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a repository give files up: its rows go, and if it is asked for every commit that refers to
 * one is written anew without it, all in one transaction with the audit. There is no way back.
 */
final class Removal {

  private static final String ACTION = "repo.delete_lfs_file";

  private final RepoGit git;
  private final Contents contents;
  private final FileRemoval files;
  private final InstantSource time;

  Removal(RepoGit git, ContentsFeature contents, InstantSource time) {
    this.git = git;
    this.contents = contents.contents();
    this.files = contents.removal();
    this.time = time;
  }

  /**
   * What is to go.
   *
   * @param rewrites whether commits that refer to it are written anew; if not, they lead nowhere
   */
  record Wanted(Collection<BlobId> blobs, boolean rewrites) {}

  /** What came of it. */
  sealed interface Outcome {

    /** So many files were held, and are no more. */
    record Removed(int files) implements Outcome {}

    /** Not that; {@code reason} is a sentence for the caller. */
    record Refused(String reason) implements Outcome {}
  }

  /** Removes those that the repository holds. */
  Outcome remove(OpenRepo repo, Wanted wanted, String requestId) {
    Map<BlobId, HeldBlob> held = contents.find(repo.repo().key(), wanted.blobs());
    if (held.isEmpty()) {
      repo.confirm(Permission.REWRITE);
      return new Outcome.Removed(0);
    }
    Map<String, String> details = new LinkedHashMap<>();
    details.put("rewriteHistory", String.valueOf(wanted.rewrites()));
    details.put(
        "files", held.keySet().stream().map(BlobId::hex).sorted().collect(Collectors.joining(" ")));
    Rows rows = new Rows(repo, List.copyOf(held.keySet()));
    GitChange change = GitChange.with(ACTION, requestId, details, rows);
    try (GitRepository repository = git.change(repo, change)) {
      return switch (repository.removeLfs(wanted.rewrites() ? pointers(held) : List.of())) {
        case UpdateResult.Updated _ -> new Outcome.Removed(held.size());
        case UpdateResult.Refused(var reason) -> new Outcome.Refused(reason);
        case UpdateResult.RefMoved _, UpdateResult.NameConflict _ ->
            throw new IllegalStateException("rewriting goes on until no reference moves");
      };
    }
  }

  private static List<LfsPointer> pointers(Map<BlobId, HeldBlob> held) {
    return held.entrySet().stream()
        .map(blob -> new LfsPointer(blob.getKey(), blob.getValue().size()))
        .toList();
  }

  /** The rows of the files, in the transaction that moves the references. */
  private final class Rows implements CatalogWork {

    private final OpenRepo repo;
    private final List<BlobId> blobs;

    Rows(OpenRepo repo, List<BlobId> blobs) {
      this.repo = repo;
      this.blobs = blobs;
    }

    /** Whoever may write may not do this. */
    @Override
    public Optional<String> before(Tx tx, CatalogUpdate update) {
      repo.confirm(tx, Permission.REWRITE);
      return Optional.empty();
    }

    @Override
    public void after(Tx tx, CatalogUpdate update) {
      files.remove(tx, repo.repo().key(), blobs, time.instant());
    }
  }
}
