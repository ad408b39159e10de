package dev.slipway.lfsfiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.contents.RepoBlobStore.ListedBlob;
import dev.slipway.git.history.LfsPlace;
import dev.slipway.http.WireTime;
import dev.slipway.xet.hashing.XetHash;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code …/lfs-files}. */
final class LfsFilesJson {

  private LfsFilesJson() {}

  /**
   * A file of the list. Clients delete by {@code fileOid} and show {@code filename}, which they
   * want to be there: it is empty for what no commit refers to.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FileJson(
      String fileOid,
      String oid,
      String filename,
      long size,
      String pushedAt,
      @Nullable String ref,
      @Nullable String xetHash) {

    static FileJson of(ListedBlob blob, Optional<LfsPlace> place) {
      return new FileJson(
          blob.id().hex(),
          blob.id().hex(),
          place.map(at -> at.path().text()).orElse(""),
          blob.held().size().bytes(),
          WireTime.print(blob.addedAt()),
          place.map(at -> at.ref().text()).orElse(null),
          blob.held().file().map(XetHash::toString).orElse(null));
    }
  }

  /** The body of {@code batch}. */
  record BatchJson(@Nullable DeletionsJson deletions) {}

  /** What is deleted. */
  record DeletionsJson(@Nullable List<@Nullable String> sha, @Nullable Boolean rewriteHistory) {}

  /** The answer to a deletion. */
  record DeletedJson(boolean success, int deleted) {}
}
