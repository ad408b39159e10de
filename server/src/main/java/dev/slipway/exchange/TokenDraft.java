package dev.slipway.exchange;

import dev.slipway.access.Scope;
import dev.slipway.access.TokenId;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.UserId;
import dev.slipway.names.RepoKey;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.Publisher.Grant;
import dev.slipway.publishing.Target;
import dev.slipway.tokens.AccessToken;
import dev.slipway.tokens.TokenOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The access token that a publisher gives to a job: as much as the publisher gives, or less if the
 * job wants less; never longer than the publisher itself lasts.
 *
 * @param target the one thing that was asked for; the publisher may stand on its namespace
 */
record TokenDraft(
    Publisher publisher, Target target, TokenOrigin origin, boolean wantsReading, Instant now) {

  private static final String NAME = "trusted publisher";

  /** How long the token works, in whole seconds: the answer says it in them. */
  Duration lifetime() {
    Duration usual = publisher.grant().lifetime();
    Duration left =
        publisher.state().expiresAt().map(end -> Duration.between(now, end)).orElse(usual);
    return Duration.ofSeconds((left.compareTo(usual) < 0 ? left : usual).toSeconds());
  }

  /** The token under an id of its own. */
  AccessToken as(TokenId id) {
    Grant grant = publisher.grant();
    return switch (target) {
      case Target.OfRepo(var repo) ->
          token(
              id,
              new Held(
                  AccessToken.Kind.REPO,
                  grant.isReadOnly() || wantsReading ? Scope.READ : Scope.WRITE,
                  Optional.empty(),
                  Optional.of(repo)));
      case Target.OfUser(var user) ->
          token(
              id,
              new Held(
                  AccessToken.Kind.USER, Scope.GATED_REPOS, Optional.of(user), Optional.empty()));
      case Target.OfNamespace _ ->
          throw new IllegalStateException("a token is for one repository, or for a user");
    };
  }

  /** What a token is for. */
  private record Held(
      AccessToken.Kind kind, Scope scope, Optional<UserId> user, Optional<RepoKey> repo) {}

  private AccessToken token(TokenId id, Held held) {
    return new AccessToken(
        id,
        held.kind(),
        NAME,
        held.scope(),
        held.user(),
        held.repo(),
        new TokenLimits(publisher.grant().refs(), publisher.grant().burnsAfterCommit()),
        Optional.of(origin),
        now,
        Optional.of(now.plus(lifetime())));
  }
}
