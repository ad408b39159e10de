package dev.slipway.profiles;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import dev.slipway.access.Scope;
import dev.slipway.files.NextPage;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Request;
import dev.slipway.names.Ascii;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoType;
import dev.slipway.profiles.RepoQuery.Filter;
import dev.slipway.profiles.RepoQuery.Order;
import dev.slipway.profiles.RepoQuery.Place;
import dev.slipway.profiles.RepoQuery.Viewer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the query of a list of repositories. */
final class RepoQueryReader {

  static final int MAX_LIMIT = 1000;

  private static final int MAX_TAGS = 20;
  private static final int MAX_TEXT_CHARACTERS = 200;

  /** Parameters whose values are tags, as the clients of different versions call them. */
  private static final List<String> TAGS =
      List.of("filter", "tags", "other", "language", "library", "trained_dataset");

  private RepoQueryReader() {}

  static RepoQuery read(Request request, RepoType type) {
    Order order = order(request);
    return new RepoQuery(
        Optional.of(type),
        viewer(request.caller()),
        filter(request),
        order,
        request.query(NextPage.CURSOR).map(cursor -> place(cursor, order)),
        limit(request));
  }

  /** The repositories of one account, the last modified first. */
  static RepoQuery ofOwner(Request request, Namespace owner) {
    Order order = new Order(Order.Key.MODIFIED, false);
    Filter filter =
        new Filter(
            text(request, "search").map(Ascii::lowerCase),
            Optional.of(owner.folded()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new RepoQuery(
        request.query("type").map(RepoQueryReader::type),
        viewer(request.caller()),
        filter,
        order,
        request.query(NextPage.CURSOR).map(cursor -> place(cursor, order)),
        limit(request));
  }

  private static RepoType type(String word) {
    return RepoType.ofWord(word)
        .orElseThrow(() -> new BadRequest("\"type\" is model, dataset, space, kernel or bucket"));
  }

  private static int limit(Request request) {
    return Math.min(MAX_LIMIT, request.number("limit", MAX_LIMIT, 1, Integer.MAX_VALUE));
  }

  /** A token that reads gated repositories sees nothing private; a job sees its own repository. */
  private static Viewer viewer(Caller caller) {
    return switch (caller.actor()) {
      case Person(var id, var _, var scope) ->
          new Viewer(
              scope == Scope.GATED_REPOS ? Optional.empty() : Optional.of(id), Optional.empty());
      case Workload workload -> new Viewer(Optional.empty(), Optional.of(workload.repo()));
      case Anonymous _, Operator _ -> new Viewer(Optional.empty(), Optional.empty());
    };
  }

  private static Filter filter(Request request) {
    Set<String> tags = new LinkedHashSet<>();
    TAGS.stream()
        .flatMap(name -> Stream.of(name, name + "[]"))
        .flatMap(name -> request.queries(name).stream())
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .filter(tag -> !tag.isEmpty())
        .forEach(tags::add);
    if (tags.size() > MAX_TAGS) {
      throw new BadRequest("a list is filtered by at most " + MAX_TAGS + " tags");
    }
    return new Filter(
        text(request, "search").map(Ascii::lowerCase),
        text(request, "author").map(Ascii::lowerCase),
        List.copyOf(tags),
        text(request, "pipeline_tag"),
        text(request, "gated").map(gated -> !gated.equals("false")));
  }

  private static Optional<String> text(Request request, String name) {
    Optional<String> text = request.query(name).filter(value -> !value.isEmpty());
    if (text.filter(value -> value.length() > MAX_TEXT_CHARACTERS).isPresent()) {
      throw new BadRequest("\"" + name + "\" has at most " + MAX_TEXT_CHARACTERS + " characters");
    }
    return text;
  }

  /** What nobody counts here is the same for all, so that the youngest come first. */
  private static Order order(Request request) {
    Order.Key key =
        switch (request.query("sort").orElse("lastModified")) {
          case "lastModified", "last_modified", "updatedAt", "modified" -> Order.Key.MODIFIED;
          case "downloads", "likes", "trendingScore", "trending_score", "trending" ->
              Order.Key.MODIFIED;
          case "createdAt", "created_at", "created" -> Order.Key.CREATED;
          case "id", "_id", "alphabetical" -> Order.Key.NAME;
          default ->
              throw new BadRequest(
                  "\"sort\" must be one of [createdAt, downloads, id, lastModified, likes,"
                      + " trendingScore]");
        };
    Optional<String> direction = request.query("direction");
    boolean ascending = direction.map("1"::equals).orElse(key == Order.Key.NAME);
    return new Order(key, ascending);
  }

  private static Place place(String cursor, Order order) {
    String text = Request.require(NextPage.cursor(cursor));
    int space = text.indexOf(' ');
    String value = text.substring(0, Math.max(space, 0));
    if (space < 0 || (order.key() != Order.Key.NAME && !value.matches("-?[0-9]{1,18}"))) {
      throw new BadRequest("\"cursor\" is not one of this list");
    }
    return new Place(value, text.substring(space + 1));
  }

  /** The text of a cursor behind a repository; neither a number nor a name has a space. */
  static String cursor(Described last, Order order) {
    String value =
        switch (order.key()) {
          case MODIFIED -> String.valueOf(last.repo().lastModifiedAt().toEpochMilli());
          case CREATED -> String.valueOf(last.repo().createdAt().toEpochMilli());
          case NAME ->
              last.repo().id().namespace().folded() + "/" + last.repo().id().name().folded();
        };
    return value + " " + last.repo().key().hex();
  }
}
