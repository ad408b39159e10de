package dev.slipway.buckets;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.access.Scope;
import dev.slipway.access.UserId;
import dev.slipway.buckets.BucketJson.EntryJson;
import dev.slipway.buckets.BucketJson.InfoJson;
import dev.slipway.buckets.BucketJson.PathsJson;
import dev.slipway.buckets.BucketStore.ListQuery;
import dev.slipway.buckets.BucketStore.Listed;
import dev.slipway.files.NextPage;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.Ascii;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api/buckets/*}: which there are, and what is in one, without its bytes. */
final class BucketEndpoint {

  /** Most entries of a page. */
  static final int PAGE = 1000;

  /** Most paths that one request asks about. */
  static final int MAX_PATHS = 1000;

  private static final int MAX_BUCKETS = 500;

  /** Stands for the namespace of whoever asks. */
  private static final String ME = "me";

  private final Database database;
  private final BucketStore store;
  private final BucketListing listing;
  private final NextPage nextPage;

  BucketEndpoint(Database database, BucketStore store, NextPage nextPage) {
    this.database = database;
    this.store = store;
    this.listing = new BucketListing(database, store);
    this.nextPage = nextPage;
  }

  void register(RepoRoutes routes) {
    Permission read = Permission.READ_METADATA;
    routes.bucketApi(Method.GET, "", read, (_, bucket) -> info(bucket));
    routes.bucketApi(Method.GET, "/tree/{rest*}", read, this::tree);
    routes.bucketApi(Method.POST, "/paths-info", read, this::pathsInfo);
  }

  List<Route> routes() {
    return List.of(new Route(Method.GET, "/api/buckets/{ns}", RouteAccess.ANYONE, this::ofAccount));
  }

  private Reply info(OpenRepo bucket) {
    return Reply.json(
        InfoJson.of(bucket, database.read(tx -> store.totals(tx, bucket.repo().key()))));
  }

  private Reply tree(Request request, OpenRepo bucket) {
    String prefix = withoutSlashes(String.join("/", request.rest()));
    String from =
        request
            .query(NextPage.CURSOR)
            .map(cursor -> Request.require(NextPage.cursor(cursor)))
            .orElse("");
    if (!from.isEmpty() && !prefix.isEmpty() && !from.startsWith(prefix + "/")) {
      throw new BadRequest("\"cursor\" is not one of this list");
    }
    int limit = Math.min(PAGE, request.number("limit", PAGE, 1, Integer.MAX_VALUE));
    BucketListing.Page page =
        listing.list(
            bucket.repo().key(),
            new BucketListing.Query(prefix, request.flag("recursive"), from, limit));
    Reply reply = Reply.json(page.entries().stream().map(EntryJson::of).toList());
    return page.next().map(next -> nextPage.behind(next, request, reply)).orElse(reply);
  }

  private static String withoutSlashes(String prefix) {
    int start = prefix.startsWith("/") ? 1 : 0;
    int end = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return end <= start ? "" : prefix.substring(start, end);
  }

  private Reply pathsInfo(Request request, OpenRepo bucket) throws IOException {
    List<@org.jspecify.annotations.Nullable String> paths = request.json(PathsJson.class).paths();
    Set<String> wanted = new LinkedHashSet<>();
    for (String path : paths == null ? List.<String>of() : paths) {
      if (path == null) {
        throw new BadRequest("\"paths\" are texts");
      }
      wanted.add(path);
    }
    if (wanted.size() > MAX_PATHS) {
      return Problem.of(Status.CONTENT_TOO_LARGE, "at most " + MAX_PATHS + " paths a request")
          .reply();
    }
    return Reply.json(
        database.read(tx -> store.find(tx, bucket.repo().key(), wanted)).stream()
            .map(EntryJson::of)
            .toList());
  }

  private Reply ofAccount(Request request) {
    int limit = Math.min(MAX_BUCKETS, request.number("limit", MAX_BUCKETS, 1, Integer.MAX_VALUE));
    ListQuery query =
        new ListQuery(
            owner(request),
            user(request.caller()),
            ownRepo(request.caller()),
            Ascii.lowerCase(request.query("search").orElse("")),
            request
                .query(NextPage.CURSOR)
                .map(cursor -> Request.require(NextPage.cursor(cursor)))
                .orElse(""),
            limit);
    List<Listed> found = database.read(tx -> store.list(tx, query));
    Reply reply =
        Reply.json(found.stream().map(one -> InfoJson.of(one.bucket(), one.totals())).toList());
    return found.size() < limit
        ? reply
        : nextPage.behind(found.getLast().bucket().id().name().folded(), request, reply);
  }

  private static Namespace owner(Request request) {
    String name = request.variable("ns");
    if (!name.equals(ME)) {
      return Request.require(Namespace.parse(name));
    }
    if (request.caller().actor() instanceof Person person) {
      return person.name();
    }
    throw new BadRequest(Problem.signIn());
  }

  /** A token that reads gated repositories sees nothing private. */
  private static Optional<UserId> user(Caller caller) {
    return switch (caller.actor()) {
      case Person(var id, var _, var scope) ->
          scope == Scope.GATED_REPOS ? Optional.empty() : Optional.of(id);
      case Workload _, Anonymous _, Operator _ -> Optional.empty();
    };
  }

  private static Optional<RepoKey> ownRepo(Caller caller) {
    return caller.actor() instanceof Workload workload
        ? Optional.of(workload.repo())
        : Optional.empty();
  }
}
