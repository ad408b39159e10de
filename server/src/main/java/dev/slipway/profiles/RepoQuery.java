package dev.slipway.profiles;

import dev.slipway.access.UserId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Optional;

/**
 * Which repositories to list.
 *
 * @param type of all types if empty
 * @param after where the page before ended
 * @param limit the most repositories to give
 */
record RepoQuery(
    Optional<RepoType> type,
    Viewer viewer,
    Filter filter,
    Order order,
    Optional<Place> after,
    int limit) {

  /**
   * Who looks: everybody sees what is public.
   *
   * @param user sees what is private in their own account and in their organisations
   * @param repo seen though private, because the caller is a job that belongs to it
   */
  record Viewer(Optional<UserId> user, Optional<RepoKey> repo) {}

  /**
   * What a repository must fit.
   *
   * @param search a part of {@code namespace/name}, in small letters
   * @param author the account, in small letters
   * @param tags all of them
   * @param gated whether there is a gate
   */
  record Filter(
      Optional<String> search,
      Optional<String> author,
      List<String> tags,
      Optional<String> pipelineTag,
      Optional<Boolean> gated) {

    Filter {
      tags = List.copyOf(tags);
    }
  }

  /** The order of a list; repositories that are equal in it are ordered by key. */
  record Order(Key key, boolean ascending) {

    /** What is compared. */
    enum Key {
      MODIFIED,
      CREATED,
      NAME
    }
  }

  /**
   * Where a page ended.
   *
   * @param value what the order compares: milliseconds, or a name
   */
  record Place(String value, String key) {}
}
