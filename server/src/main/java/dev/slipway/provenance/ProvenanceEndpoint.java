package dev.slipway.provenance;

import dev.slipway.access.Permission;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code …/provenance/{commit}}, and the keys by which it is checked. */
final class ProvenanceEndpoint {

  private static final String KEYS = "/.well-known/slipway/provenance-keys.json";

  private final Provenance provenance;

  ProvenanceEndpoint(Provenance provenance) {
    this.provenance = provenance;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.GET, "/provenance/{commit}", Permission.READ_METADATA, this::statement);
  }

  List<Route> routes() {
    return List.of(new Route(Method.GET, KEYS, RouteAccess.OPEN, _ -> keys()));
  }

  private Reply statement(Request request, OpenRepo repo) {
    Optional<String> envelope =
        switch (CommitId.parse(request.variable("commit"))) {
          case Malformed<CommitId> _ -> Optional.empty();
          case Value<CommitId>(var commit) -> provenance.envelope(repo.repo().key(), commit);
        };
    return envelope
        .map(text ->
            Reply.bytes(Status.OK, Envelope.MEDIA_TYPE, text.getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() ->
            Problem.of(
                    Status.NOT_FOUND,
                    "No trusted publisher wrote a commit of this id: there is no statement.")
                .reply());
  }

  private Reply keys() {
    return Reply.json(JwksJson.of(provenance.keys()))
        .header("Cache-Control", "public, max-age=300");
  }
}
