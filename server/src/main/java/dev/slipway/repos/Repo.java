package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.access.Door;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.UserId;
import dev.slipway.audit.AuditEvent;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A repository as the database knows it; its files are in git.
 *
 * @param sdk of a Space
 * @param createdBy who created it, if that person still exists
 * @param settings what clients may set and nobody here acts on, as a JSON object
 */
public record Repo(
    RepoKey key,
    RepoId id,
    UserId owner,
    boolean isPrivate,
    Gate gate,
    boolean membersAreGated,
    boolean isDisabled,
    Optional<String> sdk,
    Optional<UserId> createdBy,
    String settings,
    Instant createdAt,
    Instant lastModifiedAt) {

  /** What was done to it, as the audit tells it. */
  public AuditEvent event(String action, Actor by, String requestId, Map<String, String> details) {
    return new AuditEvent(action, by, Optional.of(owner), id.path(), requestId, details);
  }

  Door door(PublishingMode publishing) {
    return new Door(key, isPrivate, gate != Gate.OPEN, membersAreGated, isDisabled, publishing);
  }
}
