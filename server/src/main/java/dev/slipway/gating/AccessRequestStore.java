package dev.slipway.gating;

import dev.slipway.access.GateStatus;
import dev.slipway.access.UserId;
import dev.slipway.names.Ascii;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All SQL of the people at a gate. */
final class AccessRequestStore {

  /**
   * A part of a list, newest first.
   *
   * @param behind only what was asked before this place; empty for the newest
   * @param ahead only what was asked after this place; of that, the oldest if {@code behind} is
   *     empty
   * @param search a part of the user's name; empty for all
   */
  record Page(int limit, Optional<Place> behind, Optional<Place> ahead, String search) {}

  /** Where a page ended. */
  record Place(Instant requestedAt, String userId) {}

  /** How one person's request is left. */
  record Review(GateStatus status, Optional<String> reason, Optional<String> grantedBy) {}

  /** The newest first. */
  List<AccessRequest> list(Tx tx, RepoKey repo, GateStatus status, Page page) {
    boolean isBackwards = page.behind().isEmpty() && page.ahead().isPresent();
    Place behind = page.behind().orElse(new Place(Instant.ofEpochMilli(Long.MAX_VALUE), ""));
    Place ahead = page.ahead().orElse(new Place(Instant.EPOCH, ""));
    List<AccessRequest> found =
        tx.handle()
            .createQuery(
                """
                SELECT q.*, a.name, a.full_name, a.email FROM access_request q
                JOIN account a ON a.id = q.user_id
                WHERE q.repo_key = :repo AND q.status = :status
                  AND (q.requested_at, q.user_id) < (:behind_at, :behind_user)
                  AND (q.requested_at, q.user_id) > (:ahead_at, :ahead_user)
                  AND instr(a.folded_name, :search) > 0
                ORDER BY q.requested_at <order>, q.user_id <order> LIMIT :limit
                """)
            .define("order", isBackwards ? "ASC" : "DESC")
            .bind("repo", repo.hex())
            .bind("status", word(status))
            .bind("behind_at", behind.requestedAt().toEpochMilli())
            .bind("behind_user", behind.userId())
            .bind("ahead_at", ahead.requestedAt().toEpochMilli())
            .bind("ahead_user", ahead.userId())
            .bind("search", Ascii.lowerCase(page.search()))
            .bind("limit", page.limit())
            .map((row, _) -> request(row))
            .list();
    return isBackwards ? found.reversed() : found;
  }

  Optional<GateStatus> status(Tx tx, RepoKey repo, UserId user) {
    return tx.handle()
        .createQuery("SELECT status FROM access_request WHERE repo_key = :repo AND user_id = :user")
        .bind("repo", repo.hex())
        .bind("user", user.hex())
        .mapTo(String.class)
        .findOne()
        .map(AccessRequestStore::status);
  }

  /** Whose request this is, if it is one at this repository. */
  Optional<UserId> guest(Tx tx, RepoKey repo, AccessRequestId request) {
    return tx.handle()
        .createQuery("SELECT user_id FROM access_request WHERE id = :id AND repo_key = :repo")
        .bind("id", request.hex())
        .bind("repo", repo.hex())
        .mapTo(String.class)
        .findOne()
        .map(UserId::new);
  }

  void insert(Tx tx, RepoKey repo, UserId user, AccessRequest request) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO access_request
              (id, repo_key, user_id, status, fields, granted_by, requested_at, reviewed_at)
            VALUES (:id, :repo, :user, :status, :fields, :grantedBy, :at, :reviewed)
            """)
        .bind("id", request.id().hex())
        .bind("repo", repo.hex())
        .bind("user", user.hex())
        .bind("status", word(request.status()))
        .bind("fields", request.fields())
        .bind("grantedBy", request.grantedBy().orElse(null))
        .bind("at", request.requestedAt().toEpochMilli())
        .bind("reviewed", request.reviewedAt().map(Instant::toEpochMilli).orElse(null))
        .execute();
  }

  void review(Tx tx, RepoKey repo, UserId user, Review review, Instant at) {
    tx.handle()
        .createUpdate(
            """
            UPDATE access_request SET status = :status, rejection_reason = :reason,
              granted_by = :grantedBy, reviewed_at = :at
            WHERE repo_key = :repo AND user_id = :user
            """)
        .bind("status", word(review.status()))
        .bind("reason", review.reason().orElse(null))
        .bind("grantedBy", review.grantedBy().orElse(null))
        .bind("at", at.toEpochMilli())
        .bind("repo", repo.hex())
        .bind("user", user.hex())
        .execute();
  }

  boolean delete(Tx tx, RepoKey repo, UserId user) {
    return tx.handle()
            .createUpdate("DELETE FROM access_request WHERE repo_key = :repo AND user_id = :user")
            .bind("repo", repo.hex())
            .bind("user", user.hex())
            .execute()
        == 1;
  }

  private static AccessRequest request(ResultSet row) throws SQLException {
    long reviewed = row.getLong("reviewed_at");
    Optional<Instant> reviewedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(reviewed));
    return new AccessRequest(
        new AccessRequestId(row.getString("id")),
        new AccessRequest.Guest(
            new UserId(row.getString("user_id")),
            row.getString("name"),
            row.getString("full_name"),
            Optional.ofNullable(row.getString("email"))),
        status(row.getString("status")),
        row.getString("fields"),
        Optional.ofNullable(row.getString("rejection_reason")),
        Optional.ofNullable(row.getString("granted_by")),
        Instant.ofEpochMilli(row.getLong("requested_at")),
        reviewedAt);
  }

  private static GateStatus status(String word) {
    return GateStatus.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String word(GateStatus status) {
    return Ascii.lowerCase(status.name());
  }
}
