package dev.slipway.xetstore;

import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.Tokens;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The door of the store: a request shows a token of the store, and behind that the token of the hub
 * must live and the repository be open to it when the request begins.
 */
final class StoreRoutes {

  private static final String BEARER = "bearer ";
  private static final Problem CLOSED = Problem.forbidden("The repository is closed to you.");

  private final XetTokens xetTokens;
  private final Tokens tokens;
  private final RepoGate gate;

  StoreRoutes(XetTokens xetTokens, Tokens tokens, RepoGate gate) {
    this.xetTokens = xetTokens;
    this.tokens = tokens;
    this.gate = gate;
  }

  /** Somebody who was let in, to one repository. */
  record Visit(OpenRepo open, String requestId) {

    RepoKey repo() {
      return open.repo().key();
    }

    Caller caller() {
      return open.caller();
    }
  }

  /** Answers somebody who was let in. */
  interface StoreHandler {

    Reply handle(Request request, Visit visit) throws IOException;
  }

  /** A route behind the door. */
  Route route(Method method, String pattern, Permission needs, StoreHandler handler) {
    return new Route(
        method,
        pattern,
        RouteAccess.STORE_TOKEN,
        request ->
            switch (bearer(request).map(xetTokens::read).orElseGet(() -> new Malformed<>("none"))) {
              case Malformed<XetGrant> _ -> Problem.badCredentials().reply();
              case Value<XetGrant>(var grant) -> enter(request, grant, needs, handler);
            });
  }

  private static Optional<String> bearer(Request request) {
    return request
        .header("Authorization")
        .filter(header -> Ascii.lowerCase(header).startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()).strip());
  }

  private Reply enter(Request request, XetGrant grant, Permission needs, StoreHandler handler)
      throws IOException {
    if (!grant.includes(needs)) {
      return Problem.forbidden("This token may only read.").reply();
    }
    Optional<Caller> caller = holder(grant);
    if (caller.isEmpty()) {
      return Problem.badCredentials().reply();
    }
    return switch (gate.open(caller.get(), grant.repo(), needs)) {
      case Opened(var repo) ->
          RepoRoutes.warned(
              repo.allowed(), handler.handle(request, new Visit(repo, request.id().both())));
      case Closed(Decision.Forbidden(var reason)) -> Problem.forbidden(reason).reply();
      case Closed _, Moved _ -> CLOSED.reply();
    };
  }

  /** Why somebody who was let in to write may not do so any more. */
  Problem ended(Visit visit) {
    if (visit.caller().token().flatMap(tokens::stillHeld).isEmpty()) {
      return Problem.badCredentials();
    }
    return gate.open(visit.caller(), visit.repo(), Permission.WRITE)
            instanceof Closed(Decision.Forbidden(var reason))
        ? Problem.forbidden(reason)
        : CLOSED;
  }

  /** Whose grant it is, if they may still read: what the address of a range is asked. */
  Optional<Caller> reader(XetGrant grant) {
    return holder(grant)
        .filter(
            caller -> gate.open(caller, grant.repo(), Permission.READ_CONTENT) instanceof Opened);
  }

  private Optional<Caller> holder(XetGrant grant) {
    return grant.token().isEmpty()
        ? Optional.of(Caller.ANONYMOUS)
        : tokens.stillHeld(grant.token().get());
  }

  /** Whether somebody who was let in may read the content of another repository, too. */
  boolean mayRead(Visit visit, RepoKey other) {
    return gate.open(visit.caller(), other, Permission.READ_CONTENT) instanceof Opened;
  }

  /** Whether somebody who was let in to write may do so to the end of a transaction. */
  boolean mayStillWrite(Tx tx, Visit visit) {
    return gate.stillOpens(tx, visit.caller(), visit.repo(), Permission.WRITE);
  }

  /**
   * The same for what takes several transactions: the first of them notes what the policy of the
   * repository only warns of.
   */
  Predicate<Tx> writing(Visit visit, String action) {
    AtomicBoolean isNoted = new AtomicBoolean();
    return tx ->
        isNoted.getAndSet(true)
            ? mayStillWrite(tx, visit)
            : gate.refusalToWrite(tx, visit.open(), action, visit.requestId()).isEmpty();
  }
}
