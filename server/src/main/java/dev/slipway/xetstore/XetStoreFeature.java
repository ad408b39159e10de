package dev.slipway.xetstore;

import dev.slipway.contents.ContentsFeature;
import dev.slipway.contents.XetAddresses;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.signing.AddressSigner;
import dev.slipway.tokens.Tokens;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The door of the Xet store. */
public final class XetStoreFeature {

  private final XetTokens tokens;
  private final XetTokenEndpoint tokenEndpoint;
  private final XorbEndpoint xorbs;
  private final ShardEndpoint shards;
  private final ReconstructionEndpoint reconstructions;
  private final RangeEndpoint ranges;
  private final ChunkEndpoint chunks;

  /** Who may: the token says for which repository, the gate whether it still opens. */
  public record Door(AddressSigner signer, Tokens tokens, RepoGate gate) {}

  /** Stands on these. */
  public XetStoreFeature(
      ContentsFeature contents, Door access, RepoGit git, PublicUrl publicUrl, InstantSource time) {
    XetAddresses addresses = new XetAddresses(publicUrl);
    tokens = new XetTokens(access.signer(), time);
    StoreRoutes door = new StoreRoutes(tokens, access.tokens(), access.gate());
    tokenEndpoint = new XetTokenEndpoint(git, tokens, addresses);
    xorbs = new XorbEndpoint(contents.xorbIntake(), contents.xorbs(), door);
    shards = new ShardEndpoint(contents.shardIntake(), door, time);
    ranges = new RangeEndpoint(contents.xorbs(), door, access.signer(), addresses);
    reconstructions =
        new ReconstructionEndpoint(contents.contents(), contents.xorbs(), door, ranges);
    chunks = new ChunkEndpoint(contents.deduplication(), door);
  }

  /** How other rooms hand out tokens of the store. */
  public XetTokens tokens() {
    return tokens;
  }

  /** {@code …/xet-read-token} and {@code …/xet-write-token}. */
  public void register(RepoRoutes routes) {
    tokenEndpoint.register(routes);
  }

  /** {@code /xet/*}. */
  public List<Route> routes() {
    return Stream.of(
            xorbs.routes(),
            shards.routes(),
            reconstructions.routes(),
            ranges.routes(),
            chunks.routes(),
            newer())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What newer clients ask of the store and it does not know: 404 makes them do it the older way.
   */
  private static List<Route> newer() {
    return Stream.of(Method.GET, Method.POST, Method.PUT)
        .map(method ->
            new Route(
                method,
                XetAddresses.ROOT + "/{version}/{rest*}",
                RouteAccess.OPEN,
                _ -> Problem.noSuchPath().reply()))
        .toList();
  }
}
