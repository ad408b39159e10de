package dev.slipway.buckets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.access.Permission;
import dev.slipway.buckets.BucketListing.Entry;
import dev.slipway.http.WireTime;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Repo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code /api/buckets/*}. */
final class BucketJson {

  private BucketJson() {}

  /** A bucket; whose files it takes is shown to those who manage it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record InfoJson(
      String id,
      @JsonProperty("_id") String key,
      String author,
      @JsonProperty("private") boolean isPrivate,
      String visibility,
      String createdAt,
      String updatedAt,
      long size,
      long totalFiles,
      @Nullable String trustedPublishing,
      @Nullable String trustedPublishingPausedUntil) {

    static InfoJson of(OpenRepo open, BucketStore.Totals totals) {
      InfoJson info = of(open.repo(), totals);
      return open.allows(Permission.MANAGE)
          ? new InfoJson(
              info.id,
              info.key,
              info.author,
              info.isPrivate,
              info.visibility,
              info.createdAt,
              info.updatedAt,
              info.size,
              info.totalFiles,
              open.policy().lasting().word(),
              open.pause().map(pause -> WireTime.print(pause.until())).orElse(null))
          : info;
    }

    static InfoJson of(Repo bucket, BucketStore.Totals totals) {
      return new InfoJson(
          bucket.id().fullName(),
          bucket.key().hex(),
          bucket.id().namespace().text(),
          bucket.isPrivate(),
          bucket.isPrivate() ? "private" : "public",
          WireTime.print(bucket.createdAt()),
          WireTime.print(bucket.lastModifiedAt()),
          totals.size().bytes(),
          totals.files(),
          null,
          null);
    }
  }

  /** A file or folder of a bucket. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EntryJson(
      String type,
      String path,
      @Nullable Long size,
      @Nullable String xetHash,
      @Nullable String mtime,
      String uploadedAt) {

    static EntryJson of(Entry entry) {
      return switch (entry) {
        case Entry.File(var file) -> of(file);
        case Entry.Folder(var path, var uploadedAt) ->
            new EntryJson("directory", path, null, null, null, WireTime.print(uploadedAt));
      };
    }

    static EntryJson of(BucketFile file) {
      return new EntryJson(
          "file",
          file.path().text(),
          file.size().bytes(),
          file.file().toString(),
          WireTime.print(file.modifiedAt()),
          WireTime.print(file.uploadedAt()));
    }
  }

  /** The body of {@code paths-info}. */
  record PathsJson(@Nullable List<@Nullable String> paths) {}

  /** A line of {@code batch}. */
  record LineJson(
      @Nullable String type,
      @Nullable String path,
      @Nullable String xetHash,
      @Nullable Long mtime,
      @Nullable String sourceRepoType,
      @Nullable String sourceRepoId) {}

  /** The answer of {@code batch}: clients look into {@code failed} whatever the status is. */
  record BatchJson(boolean success, int processed, int succeeded, List<FailedJson> failed) {}

  /** A line that could not be done. */
  record FailedJson(String path, String error) {}
}
