package dev.slipway.buckets;

import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lists what is below a prefix: every file, or one level of folders, which are nothing but names.
 */
final class BucketListing {

  /** A path with this at its end lies behind the path and before every other: none has it. */
  private static final char BEHIND = 1;

  private static final String LAST = "\uDBFF\uDFFF";

  private final Database database;
  private final BucketStore store;

  BucketListing(Database database, BucketStore store) {
    this.database = database;
    this.store = store;
  }

  /** A line of a listing. */
  sealed interface Entry {

    /** A file. */
    record File(BucketFile file) implements Entry {}

    /** What begins like this, up to the next slash. */
    record Folder(String path, Instant uploadedAt) implements Entry {}
  }

  /**
   * Part of a listing.
   *
   * @param next where the next part begins; empty at the end
   */
  record Page(List<Entry> entries, Optional<String> next) {}

  /**
   * What is asked.
   *
   * @param prefix without a slash at its end, empty for all: a file of this name and what is below
   *     it
   * @param from where to begin
   */
  record Query(String prefix, boolean recursive, String from, int limit) {}

  Page list(RepoKey bucket, Query query) {
    return database.read(tx -> {
      Walk walk = new Walk(tx, bucket, query);
      walk.run();
      return walk.page();
    });
  }

  private final class Walk {

    private final Tx tx;
    private final RepoKey bucket;
    private final Query query;
    private final List<Entry> entries = new ArrayList<>();
    private String from;
    private boolean isAtEnd;

    Walk(Tx tx, RepoKey bucket, Query query) {
      this.tx = tx;
      this.bucket = bucket;
      this.query = query;
      this.from = query.from();
    }

    void run() {
      if (from.isEmpty() && !query.prefix().isEmpty()) {
        store.find(tx, bucket, List.of(query.prefix())).forEach(this::take);
        from = query.prefix() + "/";
      }
      below();
    }

    /**
     * A folder is passed over in one step, however much is in it. Each round moves {@code from}.
     */
    private void below() {
      String end = query.prefix() + (query.prefix().isEmpty() ? LAST : BucketStore.BEHIND_SLASH);
      while (!isAtEnd && entries.size() < query.limit()) {
        int asked = query.limit() - entries.size() + 1;
        List<BucketFile> found = store.list(tx, bucket, from, end, asked);
        isAtEnd = found.size() < asked;
        for (BucketFile file : found) {
          if (entries.size() == query.limit()) {
            isAtEnd = false;
            return;
          }
          take(file);
        }
      }
    }

    private void take(BucketFile file) {
      String path = file.path().text();
      if (isBefore(path, from)) {
        return;
      }
      int below = query.prefix().isEmpty() ? 0 : query.prefix().length() + 1;
      int slash = query.recursive() ? -1 : path.indexOf('/', below);
      if (slash < 0) {
        entries.add(new Entry.File(file));
        from = path + BEHIND;
      } else {
        String folder = path.substring(0, slash);
        entries.add(new Entry.Folder(folder, file.uploadedAt()));
        from = folder + BucketStore.BEHIND_SLASH;
      }
    }

    /** In the order of the rows, which is that of UTF-8 and not of Java's texts. */
    private static boolean isBefore(String path, String place) {
      return Arrays.compareUnsigned(
              path.getBytes(StandardCharsets.UTF_8), place.getBytes(StandardCharsets.UTF_8))
          < 0;
    }

    Page page() {
      return new Page(entries, isAtEnd ? Optional.empty() : Optional.of(from));
    }
  }
}
