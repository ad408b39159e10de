package dev.slipway.commits;

import dev.slipway.commits.CommitLine.DeletedEntry;
import dev.slipway.commits.CommitLine.DeletedFile;
import dev.slipway.commits.CommitLine.DeletedFolder;
import dev.slipway.commits.CommitLine.InlineFile;
import dev.slipway.commits.CommitLine.LfsFile;
import dev.slipway.commits.CommitLine.Operation;
import dev.slipway.git.change.AddResult;
import dev.slipway.git.change.CommitDraft;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/** Puts operations into a draft, one by one, until one cannot be. */
final class DraftFiller {

  private final CommitDraft draft;
  private final Function<BlobId, Optional<ByteCount>> held;

  /**
   * @param held the size of a blob that the repository holds
   */
  DraftFiller(CommitDraft draft, Function<BlobId, Optional<ByteCount>> held) {
    this.draft = draft;
    this.held = held;
  }

  /** Why the operation cannot be, if it cannot. */
  Optional<CommitOutcome> apply(Operation operation) {
    switch (operation) {
      case InlineFile file -> {
        file.former().ifPresent(draft::deleteFile);
        return add(file).map(flaw -> new CommitOutcome.BadFile(file.path(), flaw));
      }
      case LfsFile file -> {
        file.former().ifPresent(draft::deleteFile);
        return add(file).map(flaw -> new CommitOutcome.BadFile(file.path(), flaw));
      }
      case DeletedFile(var path) -> draft.deleteFile(path);
      case DeletedFolder(var path) -> draft.deleteFolder(path);
      case DeletedEntry(var path) -> draft.deleteEntry(path);
    }
    return Optional.empty();
  }

  private Optional<FileFlaw> add(InlineFile file) {
    if (file.content().body().isTooLong()) {
      return Optional.of(new FileFlaw.TooLarge(LfsRules.LARGEST_REGULAR));
    }
    try (InputStream bytes = file.content().open()) {
      return switch (draft.add(file.path(), bytes, LfsRules.LARGEST_REGULAR)) {
        case AddResult.Added _ -> Optional.empty();
        case AddResult.AddedPointer(var pointer) ->
            flaw(pointer.blob(), Optional.of(pointer.size()));
        case AddResult.TooLarge(var limit) -> Optional.of(new FileFlaw.TooLarge(limit));
        case AddResult.BrokenPointer _ -> Optional.of(new FileFlaw.BrokenPointer());
      };
    } catch (IOException _) {
      return Optional.of(new FileFlaw.WrongEncoding());
    }
  }

  private Optional<FileFlaw> add(LfsFile file) {
    Optional<FileFlaw> flaw = flaw(file.blob(), file.size());
    if (flaw.isEmpty()) {
      ByteCount size = held.apply(file.blob()).orElseThrow();
      draft.addPointer(file.path(), new LfsPointer(file.blob(), size));
    }
    return flaw;
  }

  /** Knowing a hash gives nothing: the blob must have been uploaded to this very repository. */
  private Optional<FileFlaw> flaw(BlobId blob, Optional<ByteCount> told) {
    Optional<ByteCount> size = held.apply(blob);
    if (size.isEmpty()) {
      return Optional.of(new FileFlaw.BlobMissing(blob));
    }
    return told.isPresent() && !told.equals(size)
        ? Optional.of(new FileFlaw.WrongSize(size.get()))
        : Optional.empty();
  }
}
