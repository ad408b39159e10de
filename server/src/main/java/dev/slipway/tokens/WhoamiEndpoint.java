package dev.slipway.tokens;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Role;
import dev.slipway.access.Scope;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.accounts.Membership;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.WireTime;
import dev.slipway.names.Ascii;
import dev.slipway.sql.Database;
import dev.slipway.tokens.WhoamiJson.AuthJson;
import dev.slipway.tokens.WhoamiJson.OrgJson;
import dev.slipway.tokens.WhoamiJson.ResourceJson;
import dev.slipway.tokens.WhoamiJson.TokenJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/whoami-v2}: who the bearer of a token is. */
final class WhoamiEndpoint {

  private static final String NO_BILLING = "prepaid";

  private final Database database;
  private final AccountStore accounts;
  private final Tokens tokens;
  private final PublicUrl publicUrl;

  WhoamiEndpoint(Database database, AccountStore accounts, Tokens tokens, PublicUrl publicUrl) {
    this.database = database;
    this.accounts = accounts;
    this.tokens = tokens;
    this.publicUrl = publicUrl;
  }

  List<Route> routes() {
    return List.of(new Route(Method.GET, "/api/whoami-v2", RouteAccess.ANYONE, this::whoami));
  }

  private Reply whoami(Request request) {
    Optional<AccessToken> token = request.caller().token().flatMap(tokens::of);
    return switch (request.caller().actor()) {
      case Anonymous _, Operator _ -> Problem.signIn().reply();
      case Workload workload ->
          token.map(row -> Reply.json(workload(workload, row))).orElseGet(WhoamiEndpoint::gone);
      case Person person ->
          token.map(row -> Reply.json(person(person, row))).orElseGet(WhoamiEndpoint::gone);
    };
  }

  /** The token was revoked between its check and this line. */
  private static Reply gone() {
    return Problem.badCredentials().reply();
  }

  private WhoamiJson workload(Workload workload, AccessToken token) {
    return new WhoamiJson(
        "app",
        token.id().hex(),
        Workload.NAME,
        Workload.NAME,
        null,
        false,
        false,
        NO_BILLING,
        null,
        false,
        publicUrl.at("/assets/avatar.svg"),
        List.of(),
        new AuthJson("oidc", null, expiry(token), new ResourceJson(workload.subject().text())));
  }

  private WhoamiJson person(Person person, AccessToken token) {
    return database.read(tx -> {
      Account account = accounts.find(tx, person.id()).orElseThrow();
      boolean showsAll = person.scope() != Scope.GATED_REPOS;
      List<OrgJson> orgs =
          showsAll
              ? accounts.memberships(tx, person.id()).stream().map(this::org).toList()
              : List.of();
      return new WhoamiJson(
          "user",
          account.id().hex(),
          account.name().text(),
          account.fullName(),
          showsAll ? account.email().orElse(null) : null,
          showsAll && account.email().isPresent(),
          false,
          NO_BILLING,
          null,
          false,
          publicUrl.at("/assets/avatar.svg"),
          orgs,
          auth(token));
    });
  }

  private OrgJson org(Membership membership) {
    Account org = membership.org();
    return new OrgJson(
        "org",
        org.id().hex(),
        org.name().text(),
        org.fullName(),
        null,
        false,
        NO_BILLING,
        null,
        publicUrl.at("/assets/avatar.svg"),
        "team",
        word(membership.role()),
        List.of(),
        List.of());
  }

  private static String word(Role role) {
    return role == Role.NONE ? "no_access" : Ascii.lowerCase(role.name());
  }

  private static AuthJson auth(AccessToken token) {
    String role = token.scope() == Scope.WRITE ? "write" : "read";
    TokenJson json = new TokenJson(token.name(), role, WireTime.print(token.createdAt()));
    String type = token.kind() == AccessToken.Kind.USER ? "oidc" : "access_token";
    ResourceJson resource =
        token.origin().map(origin -> new ResourceJson(origin.subject().text())).orElse(null);
    return new AuthJson(type, json, expiry(token), resource);
  }

  private static @Nullable String expiry(AccessToken token) {
    Optional<Instant> at = token.expiresAt();
    return at.map(WireTime::print).orElse(null);
  }
}
