package dev.slipway.xetstore;

import dev.slipway.access.Permission;
import dev.slipway.contents.Deduplication;
import dev.slipway.contents.XetAddresses;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.Status;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xetstore.StoreRoutes.Visit;
import java.util.List;

/**
 * {@code /xet/v1/chunks/{prefix}/{hash}}: whether a chunk is here already. Clients ask for the
 * first chunk of every file, so that a no must be cheap.
 */
final class ChunkEndpoint {

  private final Deduplication deduplication;
  private final StoreRoutes door;

  ChunkEndpoint(Deduplication deduplication, StoreRoutes door) {
    this.deduplication = deduplication;
    this.door = door;
  }

  List<Route> routes() {
    return List.of(
        door.route(
            Method.GET,
            XetAddresses.ROOT + "/v1/chunks/{prefix}/{hash}",
            Permission.READ_CONTENT,
            this::find));
  }

  private Reply find(Request request, Visit visit) {
    XetHash chunk = XorbEndpoint.hash(request);
    return deduplication
        .answer(visit.repo(), chunk, other -> door.mayRead(visit, other))
        .map(shard -> Reply.bytes(Status.OK, "application/octet-stream", shard))
        .orElseGet(() -> Problem.of(Status.NOT_FOUND, "There is no such chunk.").reply());
  }
}
