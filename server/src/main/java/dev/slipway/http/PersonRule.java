package dev.slipway.http;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import dev.slipway.access.Scope;
import java.util.Optional;

/** Who may call the routes that belong to a person and not to a repository. */
final class PersonRule {

  private PersonRule() {}

  static Optional<Problem> refusal(RouteAccess access, Caller caller) {
    if (access != RouteAccess.PERSON && access != RouteAccess.PERSON_WRITING) {
      return Optional.empty();
    }
    return switch (caller.actor()) {
      case Anonymous _ -> Optional.of(Problem.signIn());
      case Workload _ ->
          Optional.of(
              Problem.forbidden("A trusted publisher's token works for its repository alone."));
      case Operator _ -> Optional.empty();
      case Person(_, _, var scope) -> refusal(access, scope);
    };
  }

  private static Optional<Problem> refusal(RouteAccess access, Scope scope) {
    return switch (scope) {
      case WRITE -> Optional.empty();
      case READ ->
          access == RouteAccess.PERSON
              ? Optional.empty()
              : Optional.of(
                  Problem.forbidden("This token may only read; use a token with the write role."));
      case GATED_REPOS ->
          Optional.of(
              Problem.forbidden("This token only reads repositories that its user was let into."));
    };
  }
}
