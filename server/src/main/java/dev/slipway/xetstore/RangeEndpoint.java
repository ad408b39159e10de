package dev.slipway.xetstore;

import dev.slipway.contents.XetAddresses;
import dev.slipway.contents.XorbShelf;
import dev.slipway.http.Body;
import dev.slipway.http.ByteRange;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.signing.AddressSigner;
import dev.slipway.xet.PackedRange;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code /xet/data/{ticket}}: bytes of stored xorbs, at addresses that are their own credential.
 */
final class RangeEndpoint {

  private static final String DATA = XetAddresses.ROOT + "/data/";

  private final XorbShelf shelf;
  private final StoreRoutes door;
  private final AddressSigner signer;
  private final XetAddresses addresses;

  RangeEndpoint(XorbShelf shelf, StoreRoutes door, AddressSigner signer, XetAddresses addresses) {
    this.shelf = shelf;
    this.door = door;
    this.signer = signer;
    this.addresses = addresses;
  }

  List<Route> routes() {
    return List.of(
        new Route(Method.GET, DATA + "{ticket}", RouteAccess.SIGNED_ADDRESS, this::read));
  }

  /** Where these bytes are to be had. */
  String address(RangeTicket ticket) {
    return addresses.publicUrl().at(DATA + ticket.seal(signer));
  }

  private Reply read(Request request) {
    return switch (RangeTicket.open(signer, request.variable("ticket"))) {
      case Malformed<RangeTicket>(var problem) -> Problem.forbidden(problem).reply();
      case Value<RangeTicket>(var ticket) ->
          door.reader(ticket.grant()).isPresent()
              ? bytes(request, ticket)
              : Problem.forbidden("the address is no longer valid").reply();
    };
  }

  private Reply bytes(Request request, RangeTicket ticket) {
    // Whoever may read these bytes does not learn how many follow: as if the xorb ended here.
    long end = ticket.range().end();
    ByteRange asked =
        request
            .header("Range")
            .map(range -> ByteRange.parse(range, Long.MAX_VALUE))
            .orElseGet(ByteRange.Whole::new);
    return switch (asked) {
      case ByteRange.Whole _ -> part(ticket, ticket.range(), Status.OK);
      case ByteRange.Part part when part.first() >= ticket.range().offset() && part.last() < end ->
          part(ticket, new PackedRange(part.first(), part.last() + 1), Status.PARTIAL_CONTENT)
              .header("Content-Range", part.contentRange(end));
      case ByteRange.Part _, ByteRange.Unsatisfiable _ ->
          Problem.of(Status.RANGE_NOT_SATISFIABLE, "the address is for other bytes")
              .reply()
              .header("Content-Range", "bytes */" + end);
    };
  }

  private Reply part(RangeTicket ticket, PackedRange range, int status) {
    Body.Writer writer =
        out -> {
          try (InputStream in = shelf.checked(ticket.xorb(), range)) {
            in.transferTo(out);
          }
        };
    return Reply.empty(status)
        .with(new Body.Streamed(OptionalLong.of(range.length()), writer, () -> {}))
        .header("Content-Type", "application/octet-stream")
        .header("Cache-Control", "private, no-store");
  }
}
