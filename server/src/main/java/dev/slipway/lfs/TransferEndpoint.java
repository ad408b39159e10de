package dev.slipway.lfs;

import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.contents.Contents;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.RangedReply;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.lfs.LfsAddresses.Purpose;
import dev.slipway.lfs.LfsJson.CompletionJson;
import dev.slipway.lfs.LfsTicket.PartOf;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.tokens.Tokens;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /lfs/*}: the bytes themselves, at addresses that are their own credential. */
final class TransferEndpoint {

  private static final String OCTETS = "application/octet-stream";

  private final Uploads uploads;
  private final Contents contents;
  private final LfsAddresses addresses;
  private final Tokens tokens;
  private final RepoGate gate;

  TransferEndpoint(
      Uploads uploads, Contents contents, LfsAddresses addresses, Tokens tokens, RepoGate gate) {
    this.uploads = uploads;
    this.contents = contents;
    this.addresses = addresses;
    this.tokens = tokens;
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(
        route(Method.PUT, Purpose.UPLOAD, this::upload),
        route(Method.PUT, Purpose.PART, this::part),
        route(Method.POST, Purpose.COMPLETE, this::complete),
        route(Method.GET, Purpose.DOWNLOAD, this::download));
  }

  private interface Transfer {

    Reply run(Request request, Address address) throws IOException;
  }

  /** An address whose holder may use it now. */
  private record Address(LfsTicket ticket, Caller holder) {}

  private Route route(Method method, Purpose purpose, Transfer transfer) {
    return new Route(
        method,
        "/lfs/" + purpose.word() + "/{ticket}",
        RouteAccess.SIGNED_ADDRESS,
        request ->
            switch (addresses.read(purpose, request.variable("ticket"))) {
              case Malformed<LfsTicket>(var problem) -> Problem.forbidden(problem).reply();
              case Value<LfsTicket>(var ticket) -> enter(request, ticket, purpose, transfer);
            });
  }

  /**
   * The token that the address was given for must live, and the gate be open to it, when it begins.
   */
  private Reply enter(Request request, LfsTicket ticket, Purpose purpose, Transfer transfer)
      throws IOException {
    Optional<Caller> holder =
        ticket.token().isEmpty()
            ? Optional.of(Caller.ANONYMOUS)
            : tokens.stillHeld(ticket.token().get());
    if (holder.isEmpty()) {
      return noLongerValid();
    }
    Permission needs = purpose == Purpose.DOWNLOAD ? Permission.READ_CONTENT : Permission.WRITE;
    return switch (gate.open(holder.get(), ticket.repo(), needs)) {
      case Opened(var repo) ->
          RepoRoutes.warned(
              repo.allowed(), transfer.run(request, new Address(ticket, holder.get())));
      case Closed(Decision.Forbidden(var reason)) -> Problem.forbidden(reason).reply();
      case Closed _, Moved _ -> noLongerValid();
    };
  }

  private static Reply noLongerValid() {
    return Problem.forbidden("the address is no longer valid").reply();
  }

  private Reply upload(Request request, Address address) throws IOException {
    return answer(uploads.receive(address.ticket(), address.holder(), request.body()));
  }

  private Reply part(Request request, Address address) throws IOException {
    PartOf part = address.ticket().upload().orElseThrow();
    return answer(uploads.receivePart(part, request.body()));
  }

  private Reply complete(Request request, Address address) throws IOException {
    LfsTicket ticket = address.ticket();
    CompletionJson body = request.json(CompletionJson.class);
    if (!ticket.object().id().hex().equals(body.oid())) {
      throw new BadRequest("this address completes another object");
    }
    String upload = ticket.upload().orElseThrow().upload();
    return answer(uploads.complete(ticket, address.holder(), upload));
  }

  private static Reply answer(TransferResult result) {
    return switch (result) {
      case TransferResult.Stored _ -> BatchEndpoint.lfs(Status.OK, Map.of());
      case TransferResult.PartStored(var etag) ->
          Reply.empty(Status.OK).header("ETag", "\"" + etag + "\"");
      case TransferResult.Mismatch(var reason) ->
          Problem.of(Status.UNPROCESSABLE_CONTENT, reason).reply(Map.of("message", reason));
      case TransferResult.NoSuchRepo _ -> Problem.repoNotFound(false).reply();
      case TransferResult.NoLongerValid(var reason) -> Problem.forbidden(reason).reply();
      case TransferResult.NoSuchUpload _ ->
          Problem.of(Status.NOT_FOUND, "this upload is over; begin again").reply();
    };
  }

  private Reply download(Request request, Address address) {
    LfsTicket ticket = address.ticket();
    LfsObject object = ticket.object();
    if (contents.find(ticket.repo(), object.id()).isEmpty()) {
      return Problem.of(Status.NOT_FOUND, "The object does not exist here").reply();
    }
    RangedReply.Source source =
        new RangedReply.Source(
            object.size(),
            object.id().hex(),
            OCTETS,
            (offset, length) -> contents.open(ticket.repo(), object.id(), offset, length));
    return RangedReply.of(request, source);
  }
}
