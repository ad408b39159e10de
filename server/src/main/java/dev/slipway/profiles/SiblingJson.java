package dev.slipway.profiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.lfs.LfsPointer;
import org.jspecify.annotations.Nullable;

/** A file in an info object. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SiblingJson(
    String rfilename, @Nullable Long size, @Nullable String blobId, @Nullable LfsJson lfs) {

  /** Stands for a hash that the caller may not learn, because the gate is closed to them. */
  private static final String MASK = "*".repeat(64);

  static SiblingJson named(FileEntry file) {
    return new SiblingJson(file.path().text(), null, null, null);
  }

  static SiblingJson detailed(FileEntry file, boolean masked) {
    return new SiblingJson(
        file.path().text(),
        file.size().bytes(),
        file.oid().hex(),
        file.pointer().map(pointer -> LfsJson.of(pointer, masked)).orElse(null));
  }

  /** Where the content is; what is {@code oid} in a tree is {@code sha256} here. */
  record LfsJson(long size, String sha256, long pointerSize) {

    static LfsJson of(LfsPointer pointer, boolean masked) {
      return new LfsJson(
          pointer.size().bytes(),
          masked ? MASK : pointer.blob().hex(),
          pointer.pointerSize().bytes());
    }
  }
}
