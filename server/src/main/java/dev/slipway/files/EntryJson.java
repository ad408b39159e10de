package dev.slipway.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.contents.RepoBlobStore.HeldBlob;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreeEntry.FolderEntry;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.http.WireTime;
import dev.slipway.names.BlobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file or folder in the answers of {@code tree} and {@code paths-info}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryJson(
    String type,
    String oid,
    long size,
    String path,
    @Nullable LfsJson lfs,
    @Nullable String xetHash,
    @Nullable LastCommitJson lastCommit) {

  /** Stands for a hash that the caller may not learn, because the gate is closed to them. */
  static final String MASK = "*".repeat(64);

  /**
   * @param held where the blobs are that entries point to
   */
  static EntryJson of(
      TreeEntry entry,
      Map<BlobId, HeldBlob> held,
      boolean masked,
      Optional<CommitDetails> lastCommit) {
    LastCommitJson last = lastCommit.map(LastCommitJson::of).orElse(null);
    return switch (entry) {
      case FolderEntry(var path, var oid) ->
          new EntryJson("directory", oid.hex(), 0, path.text(), null, null, last);
      case FileEntry(var path, var oid, var size, var pointer) ->
          new EntryJson(
              "file",
              oid.hex(),
              size.bytes(),
              path.text(),
              pointer.map(lfs -> LfsJson.of(lfs, masked)).orElse(null),
              pointer
                  .flatMap(lfs -> Optional.ofNullable(held.get(lfs.blob())))
                  .flatMap(HeldBlob::file)
                  .map(hash -> masked ? MASK : hash.toString())
                  .orElse(null),
              last);
    };
  }

  /** Where the content of a file in LFS is; {@code size} is the content's. */
  record LfsJson(String oid, long size, long pointerSize) {

    static LfsJson of(LfsPointer pointer, boolean masked) {
      return new LfsJson(
          masked ? MASK : pointer.blob().hex(),
          pointer.size().bytes(),
          pointer.pointerSize().bytes());
    }
  }

  /** The commit that gave the entry its present content. */
  record LastCommitJson(String id, String title, String date) {

    static LastCommitJson of(CommitDetails commit) {
      return new LastCommitJson(
          commit.id().hex(), commit.title(), WireTime.print(commit.committer().at()));
    }
  }

  /** The JSON body of {@code paths-info}. */
  record PathsJson(@Nullable List<String> paths, @Nullable Boolean expand) {}
}
