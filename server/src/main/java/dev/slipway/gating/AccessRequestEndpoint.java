package dev.slipway.gating;

import dev.slipway.access.GateStatus;
import dev.slipway.access.Permission;
import dev.slipway.gating.AccessRequestJson.BatchJson;
import dev.slipway.gating.AccessRequestJson.GrantJson;
import dev.slipway.gating.AccessRequestJson.HandleJson;
import dev.slipway.gating.AccessRequestJson.OneJson;
import dev.slipway.gating.AccessRequestStore.Page;
import dev.slipway.gating.AccessRequestStore.Place;
import dev.slipway.gating.AccessRequestStore.Review;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code …/user-access-request/*}: what those with the Write role do at their gate. */
final class AccessRequestEndpoint {

  private static final String BASE = "/user-access-request";
  private static final int USUAL_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_BATCH = 100;
  private static final int MAX_REASON_CHARACTERS = 200;

  private final GuestList guests;
  private final PublicUrl publicUrl;

  AccessRequestEndpoint(GuestList guests, PublicUrl publicUrl) {
    this.guests = guests;
    this.publicUrl = publicUrl;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.GET, BASE + "/{status}", Permission.MANAGE, this::list);
    routes.api(Method.POST, BASE + "/handle", Permission.MANAGE, this::handle);
    routes.api(Method.POST, BASE + "/grant", Permission.MANAGE, this::grant);
    routes.api(Method.POST, BASE + "/batch", Permission.MANAGE, this::batch);
  }

  private Reply list(Request request, OpenRepo repo) {
    if (repo.repo().gate() == dev.slipway.repos.Gate.OPEN) {
      return notGated();
    }
    int limit = request.number("limit", USUAL_LIMIT, 1, MAX_LIMIT);
    GateStatus status = status(request.variable("status"));
    Optional<Place> after = request.query("after").map(AccessRequestEndpoint::place);
    List<AccessRequest> found =
        guests.list(repo, status, new Page(limit, after, request.query("q").orElse("")));
    String avatar = publicUrl.at("/assets/avatar.svg");
    Reply reply =
        Reply.json(found.stream().map(guest -> AccessRequestJson.of(guest, avatar)).toList());
    return found.size() < limit
        ? reply
        : reply.header("Link", next(request, found.getLast(), limit));
  }

  private String next(Request request, AccessRequest last, int limit) {
    String cursor = last.requestedAt().toEpochMilli() + "-" + last.guest().id().hex();
    return "<"
        + publicUrl.at(request.rawPath())
        + "?limit="
        + limit
        + "&after="
        + cursor
        + ">; rel=\"next\"";
  }

  private static Place place(String cursor) {
    int dash = cursor.indexOf('-');
    try {
      return new Place(
          Instant.ofEpochMilli(Long.parseLong(cursor.substring(0, Math.max(dash, 0)))),
          cursor.substring(dash + 1));
    } catch (NumberFormatException _) {
      throw new BadRequest("\"after\" is not a cursor of this list");
    }
  }

  private static GateStatus status(@Nullable String word) {
    return switch (word) {
      case "pending" -> GateStatus.PENDING;
      case "accepted" -> GateStatus.ACCEPTED;
      case "rejected" -> GateStatus.REJECTED;
      case null, default -> throw new BadRequest("a status is pending, accepted or rejected");
    };
  }

  private Reply handle(Request request, OpenRepo repo) throws IOException {
    HandleJson body = request.json(HandleJson.class);
    Optional<String> reason = Optional.ofNullable(body.rejectionReason());
    if (reason.filter(text -> text.length() > MAX_REASON_CHARACTERS).isPresent()) {
      throw new BadRequest("a rejection reason has at most 200 characters");
    }
    GuestName guest =
        Request.require(GuestName.parse(body.user(), body.userId(), body.requestId()));
    Review review = new Review(status(body.status()), reason, Optional.empty());
    return reply(guests.handle(repo, guest, review, request.id().both()));
  }

  private Reply grant(Request request, OpenRepo repo) throws IOException {
    GrantJson body = request.json(GrantJson.class);
    GuestName guest = Request.require(GuestName.parse(body.user(), body.userId(), null));
    return reply(guests.grant(repo, guest, request.id().both()));
  }

  private Reply batch(Request request, OpenRepo repo) throws IOException {
    BatchJson body = request.json(BatchJson.class);
    List<OneJson> wanted = body.requests() == null ? List.of() : body.requests();
    if (wanted.isEmpty() || wanted.size() > MAX_BATCH) {
      throw new BadRequest("\"requests\" has 1 to 100 entries");
    }
    Review review = new Review(status(body.status()), Optional.empty(), Optional.empty());
    List<GuestName> names =
        wanted.stream()
            .map(one -> Request.require(GuestName.parse(one.user(), one.userId(), one.requestId())))
            .toList();
    names.forEach(guest -> guests.handle(repo, guest, review, request.id().both()));
    return Reply.json(Map.of());
  }

  static Reply reply(GuestResult result) {
    return switch (result) {
      case GuestResult.Done _ -> Reply.json(Map.of());
      case GuestResult.AlreadySo _ -> Problem.badRequest("This user has access already.").reply();
      case GuestResult.NoSuchRequest _ ->
          Problem.of(Status.NOT_FOUND, "No access request found matching your criteria").reply();
      case GuestResult.NoSuchUser _ -> Problem.of(Status.NOT_FOUND, "User not found").reply();
      case GuestResult.NotGated _ -> notGated();
    };
  }

  static Reply notGated() {
    return Problem.badRequest("This repository is not gated.").reply();
  }
}
