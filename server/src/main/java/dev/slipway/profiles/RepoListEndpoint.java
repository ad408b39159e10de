package dev.slipway.profiles;

import dev.slipway.files.NextPage;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.RepoType;
import dev.slipway.sql.Database;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/models} and its sisters: the repositories that the caller may see. */
final class RepoListEndpoint {

  private final Database database;
  private final RepoListStore store;
  private final NextPage nextPage;

  RepoListEndpoint(Database database, RepoListStore store, NextPage nextPage) {
    this.database = database;
    this.store = store;
    this.nextPage = nextPage;
  }

  List<Route> routes() {
    return RepoType.withGit().stream()
        .map(type ->
            new Route(
                Method.GET,
                "/api/" + type.plural(),
                RouteAccess.ANYONE,
                request -> list(request, type)))
        .toList();
  }

  private Reply list(Request request, RepoType type) {
    Optional<Set<String>> named = ExpandReader.read(request, type);
    RepoQuery query = RepoQueryReader.read(request, type);
    Set<String> hidden = new HashSet<>(Set.of("usedStorage", "runtime", "subdomain"));
    if (!request.flag("cardData") && !request.flag("full")) {
      hidden.add("cardData");
    }
    List<Described> page = database.read(tx -> store.list(tx, query));
    List<Map<String, Object>> shown =
        page.stream().map(one -> ProfileJson.of(one).shown(named, hidden)).toList();
    Reply reply = Reply.json(shown);
    return page.size() < query.limit()
        ? reply
        : nextPage.behind(RepoQueryReader.cursor(page.getLast(), query.order()), request, reply);
  }
}
