package dev.slipway.repos;

import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Decision.Allowed;
import dev.slipway.access.Decision.Disabled;
import dev.slipway.access.Decision.Forbidden;
import dev.slipway.access.Decision.Gated;
import dev.slipway.access.Decision.Hidden;
import dev.slipway.access.GateStatus;
import dev.slipway.http.ErrorCode;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Status;
import dev.slipway.names.RepoId;
import java.util.Optional;

/** A closed gate in the words and codes of the error contract. */
public final class RepoProblem {

  private static final String DISABLED = "Access to this resource is disabled.";

  private final PublicUrl publicUrl;

  /** Problems whose addresses begin with {@code publicUrl}. */
  public RepoProblem(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** Why {@code caller} does not get to {@code id}. */
  public Problem of(Decision decision, Caller caller, RepoId id) {
    return switch (decision) {
      case Hidden _ -> Problem.repoNotFound(caller.isAnonymous());
      case Forbidden(var reason) ->
          caller.isAnonymous() ? Problem.signIn() : Problem.forbidden(reason);
      case Disabled _ -> Problem.forbidden(DISABLED);
      case Gated(var status) -> gated(status, caller, id);
      case Allowed _ -> throw new IllegalArgumentException("an open gate is no problem");
    };
  }

  private Problem gated(GateStatus status, Caller caller, RepoId id) {
    String what = "Access to " + id.type().word() + " " + id.fullName() + " is restricted";
    if (caller.isAnonymous()) {
      return gated(
          Status.UNAUTHORIZED,
          what + ". You must have access to it and be authenticated to access it. Please log in.");
    }
    String page = publicUrl.at("/" + id.path());
    String sentence =
        switch (status) {
          case PENDING -> " and your request to it is awaiting a review from its authors.";
          case REJECTED -> " and your request to it has been rejected by its authors.";
          case NONE, ACCEPTED ->
              " and you are not in the authorized list. Visit " + page + " to ask for access.";
        };
    return gated(Status.FORBIDDEN, what + sentence);
  }

  private static Problem gated(int status, String message) {
    return new Problem(status, Optional.of(ErrorCode.GATED_REPO), message);
  }
}
