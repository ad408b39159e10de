package dev.slipway.tokens;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Scope;
import dev.slipway.names.Namespace;
import java.util.Optional;

/**
 * A token that works now.
 *
 * @param userName its user's name today; absent for a repository's token
 */
public record LiveToken(AccessToken token, Optional<Namespace> userName) {

  /** Who holds it. */
  public Caller caller() {
    return new Caller(actor(), Optional.of(token.id()));
  }

  private Actor actor() {
    return switch (token.kind()) {
      case PERSONAL, USER ->
          new Actor.Person(token.user().orElseThrow(), userName.orElseThrow(), token.scope());
      case REPO -> {
        TokenOrigin origin = token.origin().orElseThrow();
        yield new Actor.Workload(
            token.repo().orElseThrow(),
            token.scope() == Scope.WRITE,
            token.limits(),
            origin.issuer(),
            origin.subject());
      }
    };
  }
}
