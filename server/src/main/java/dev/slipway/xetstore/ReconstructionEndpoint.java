package dev.slipway.xetstore;

import dev.slipway.access.Permission;
import dev.slipway.contents.Contents;
import dev.slipway.contents.XetAddresses;
import dev.slipway.contents.XetFile;
import dev.slipway.contents.XorbShelf;
import dev.slipway.http.Body;
import dev.slipway.http.ByteRange;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.Status;
import dev.slipway.xet.Reconstruction;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xetstore.StoreRoutes.Visit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /xet/v1/reconstructions/{hash}} and {@code /v2}: of which chunks a file of the repository
 * is made, and where they are to be had.
 */
final class ReconstructionEndpoint {

  private static final int BYTES_A_TERM = 20;

  private final Contents contents;
  private final XorbShelf shelf;
  private final MemoryBudget memory =
      new MemoryBudget(XetLimits.TERMS_IN_MEMORY, XetLimits.PATIENCE);
  private final StoreRoutes door;
  private final RangeEndpoint ranges;

  ReconstructionEndpoint(
      Contents contents, XorbShelf shelf, StoreRoutes door, RangeEndpoint ranges) {
    this.contents = contents;
    this.shelf = shelf;
    this.door = door;
    this.ranges = ranges;
  }

  List<Route> routes() {
    String root = XetAddresses.ROOT;
    Permission read = Permission.READ_CONTENT;
    return List.of(
        door.route(
            Method.GET,
            root + "/v1/reconstructions/{hash}",
            read,
            (request, visit) -> plan(request, visit, ReconstructionBody.Form.V1)),
        door.route(
            Method.GET,
            root + "/v2/reconstructions/{hash}",
            read,
            (request, visit) -> plan(request, visit, ReconstructionBody.Form.V2)),
        door.route(Method.HEAD, root + "/v1/files/{hash}", read, this::size));
  }

  private Reply plan(Request request, Visit visit, ReconstructionBody.Form form) {
    Optional<XetFile> file = file(request, visit);
    if (file.isEmpty()) {
      return notFound();
    }
    long size = file.get().size().bytes();
    ByteRange range =
        request
            .header("Range")
            .map(text -> ByteRange.parse(text, size))
            .orElseGet(ByteRange.Whole::new);
    return switch (range) {
      case ByteRange.Whole _ -> reply(visit, Reconstruction.whole(file.get().terms(), shelf), form);
      case ByteRange.Part part ->
          reply(
              visit,
              Reconstruction.of(
                  file.get().terms(), part.first(), part.first() + part.length() - 1, shelf),
              form);
      case ByteRange.Unsatisfiable _ -> beyondEnd(size);
    };
  }

  private Reply reply(Visit visit, Reconstruction made, ReconstructionBody.Form form) {
    return switch (made) {
      case Reconstruction.BeyondEnd(var length) -> beyondEnd(length.bytes());
      case Reconstruction.Plan plan -> {
        XetGrant grant = new XetGrant(visit.repo(), false, visit.caller().token());
        ReconstructionBody writer =
            new ReconstructionBody(
                (xorb, range) -> ranges.address(new RangeTicket(grant, xorb, range)));
        // A reader who is slow keeps the plan: what all of them keep together is limited.
        MemoryBudget.Share share =
            memory
                .take((long) plan.terms().count() * BYTES_A_TERM)
                .orElseThrow(XorbEndpoint::tooMuchAtOnce);
        Body.Writer body =
            out -> {
              try (share) {
                writer.write(plan, form, out);
              }
            };
        yield Reply.empty(Status.OK)
            .with(new Body.Streamed(OptionalLong.empty(), body, share::close))
            .header("Content-Type", "application/json")
            .header("Cache-Control", "private, no-store");
      }
    };
  }

  private static Reply beyondEnd(long size) {
    return Problem.of(Status.RANGE_NOT_SATISFIABLE, "The file has " + size + " bytes")
        .reply()
        .header("Content-Range", "bytes */" + size);
  }

  private Reply size(Request request, Visit visit) {
    return file(request, visit)
        .map(file ->
            Reply.empty(Status.OK)
                .with(new Body.Streamed(OptionalLong.of(file.size().bytes()), _ -> {}, () -> {}))
                .header("Content-Type", "application/octet-stream"))
        .orElseGet(ReconstructionEndpoint::notFound);
  }

  private Optional<XetFile> file(Request request, Visit visit) {
    XetHash hash = XorbEndpoint.hash(request);
    return contents.file(visit.repo(), hash);
  }

  private static Reply notFound() {
    return Problem.of(Status.NOT_FOUND, "The repository has no such file.").reply();
  }
}
