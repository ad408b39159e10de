package dev.slipway.xetstore;

import dev.slipway.access.Permission;
import dev.slipway.contents.IntakeResult;
import dev.slipway.contents.XetAddresses;
import dev.slipway.contents.XorbIntake;
import dev.slipway.contents.XorbShelf;
import dev.slipway.http.Body;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.Status;
import dev.slipway.http.Unavailable;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xetstore.StoreRoutes.Visit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/**
 * {@code /xet/v1/xorbs/{prefix}/{hash}}: xorbs come in; and {@code /xet/v1/xorb-grants/…}, where
 * newer clients ask first whether they need to.
 */
final class XorbEndpoint {

  private static final String XORB = XetAddresses.ROOT + "/v1/xorbs/{prefix}/{hash}";
  private static final String GRANT = XetAddresses.ROOT + "/v1/xorb-grants/{prefix}/{hash}";

  private final XorbIntake intake;
  private final XorbShelf shelf;
  private final StoreRoutes door;

  XorbEndpoint(XorbIntake intake, XorbShelf shelf, StoreRoutes door) {
    this.intake = intake;
    this.shelf = shelf;
    this.door = door;
  }

  List<Route> routes() {
    return List.of(
        door.route(Method.POST, XORB, Permission.WRITE, this::take),
        door.route(Method.POST, GRANT, Permission.WRITE, this::grant),
        door.route(Method.HEAD, XORB, Permission.READ_CONTENT, this::size));
  }

  private Reply take(Request request, Visit visit) throws IOException {
    XetHash hash = hash(request);
    if (request.contentLength().orElse(0) > Limits.XORB_BODY.bytes()) {
      return Problem.of(Status.CONTENT_TOO_LARGE, "a xorb has at most " + Limits.XORB_BODY).reply();
    }
    return switch (intake.take(
        visit.repo(), hash, request.body(), tx -> door.mayStillWrite(tx, visit))) {
      case IntakeResult.Taken(var isNew) -> Reply.json(Map.of("was_inserted", isNew));
      case IntakeResult.Refused(var reason) -> Problem.badRequest(reason).reply();
      case IntakeResult.NoLongerAllowed _ -> door.ended(visit).reply();
    };
  }

  /**
   * 200 says that the repository has this xorb: an upload that was interrupted goes on where it
   * was. 404 says that it is to be sent here, and not to an address of somebody else's.
   */
  private Reply grant(Request request, Visit visit) {
    return intake.reaches(visit.repo(), hash(request))
        ? Reply.json(Map.of())
        : Problem.of(Status.NOT_FOUND, "Send this xorb here.").reply();
  }

  /** Whoever does not reach all of a xorb does not learn that it is here. */
  private Reply size(Request request, Visit visit) {
    XetHash hash = hash(request);
    if (!intake.reaches(visit.repo(), hash)) {
      return Problem.of(Status.NOT_FOUND, "There is no such xorb.").reply();
    }
    long length = shelf.index(hash).packedLength().bytes();
    return Reply.empty(Status.OK)
        .with(new Body.Streamed(OptionalLong.of(length), _ -> {}, () -> {}))
        .header("Content-Type", "application/octet-stream");
  }

  /** 503: every client comes again. */
  static Unavailable tooMuchAtOnce() {
    return new Unavailable("too many large requests at once", new TimeoutException());
  }

  static XetHash hash(Request request) {
    return Request.require(XetHash.parse(request.variable("hash")));
  }
}
