package dev.slipway.audit;

import dev.slipway.access.Actor;
import dev.slipway.access.UserId;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that happened.
 *
 * @param action {@code scope.verb}, as {@code repo.create}
 * @param actor who did it
 * @param owner the account in whose log it stands
 * @param target what it was done to, as people write it
 * @param requestId our own id of the request, and behind a space the one that the client was shown
 *     if that is another; {@code cli} at the command line, {@code hub} for what it does by itself
 * @param details a few more words, none of them secret
 */
public record AuditEvent(
    String action,
    Actor actor,
    Optional<UserId> owner,
    String target,
    String requestId,
    Map<String, String> details) {

  /** The request id of what the operator did at the command line. */
  public static final String COMMAND_LINE = "cli";

  /** The request id of what the hub does by itself. */
  public static final String BY_ITSELF = "hub";

  public AuditEvent {
    details = Map.copyOf(details);
  }
}
