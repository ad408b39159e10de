package dev.slipway.gating;

import dev.slipway.access.GateStatus;
import dev.slipway.access.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * One person at one gate.
 *
 * @param id names it without naming the person
 * @param fields what they filled into the repository's form, as a JSON object
 * @param grantedBy who let them in without being asked
 */
record AccessRequest(
    AccessRequestId id,
    Guest guest,
    GateStatus status,
    String fields,
    Optional<String> rejectionReason,
    Optional<String> grantedBy,
    Instant requestedAt,
    Optional<Instant> reviewedAt) {

  /** The person. */
  record Guest(UserId id, String name, String fullName, Optional<String> email) {}
}
