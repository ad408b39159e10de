package dev.slipway.xetstore;

import dev.slipway.access.Permission;
import dev.slipway.contents.IntakeResult;
import dev.slipway.contents.ShardIntake;
import dev.slipway.contents.XetAddresses;
import dev.slipway.http.Body;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.Status;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.shards.Shard;
import dev.slipway.xet.shards.ShardFile;
import dev.slipway.xet.shards.ShardReader;
import dev.slipway.xetstore.StoreRoutes.Visit;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * {@code /xet/v1/shards}, which answers when all is checked, and {@code /xet/v2/shards}, which
 * tells meanwhile how far it is.
 */
final class ShardEndpoint {

  private static final ShardIntake.Progress SILENT = (_, _) -> {};
  private static final Map<String, Object> DONE = Map.of("result", 1);

  private final ShardIntake intake;
  private final MemoryBudget memory =
      new MemoryBudget(XetLimits.SHARDS_IN_MEMORY, XetLimits.PATIENCE);
  private final StoreRoutes door;
  private final InstantSource time;

  ShardEndpoint(ShardIntake intake, StoreRoutes door, InstantSource time) {
    this.intake = intake;
    this.door = door;
    this.time = time;
  }

  List<Route> routes() {
    String root = XetAddresses.ROOT;
    return List.of(
        door.route(Method.POST, root + "/v1/shards", Permission.WRITE, this::answerAtEnd),
        door.route(Method.POST, root + "/v2/shards", Permission.WRITE, this::answerMeanwhile));
  }

  private Reply answerAtEnd(Request request, Visit visit) throws IOException {
    try (MemoryBudget.Share _ = share(request)) {
      IntakeResult result = take(visit, shard(request), new Patience(request));
      return result instanceof IntakeResult.Taken ? Reply.json(DONE) : refusal(result, visit);
    }
  }

  /** Nothing is told meanwhile, but nothing is done for a client that waits no more. */
  private final class Patience implements ShardIntake.Progress {

    private final Request request;
    private Instant asked = Instant.MIN;

    Patience(Request request) {
      this.request = request;
    }

    @Override
    public void verified(int files, int all) throws IOException {
      Instant now = time.instant();
      if (now.isAfter(asked)) {
        request.requireClient();
        asked = now.plus(XetLimits.PROGRESS_INTERVAL);
      }
    }
  }

  /** What is checked soon is answered by its status; a longer check begins its answer at once. */
  private Reply answerMeanwhile(Request request, Visit visit) throws IOException {
    MemoryBudget.Share share = share(request);
    boolean isStreaming = false;
    try {
      Shard shard = shard(request);
      isStreaming = takesLong(shard);
      return isStreaming ? meanwhile(visit, shard, share) : atOnce(visit, shard);
    } finally {
      if (!isStreaming) {
        share.close();
      }
    }
  }

  private MemoryBudget.Share share(Request request) {
    return memory
        .take(request.contentLength().orElse(Limits.SHARD_BODY.bytes()))
        .orElseThrow(XorbEndpoint::tooMuchAtOnce);
  }

  private static boolean takesLong(Shard shard) {
    long terms = shard.files().stream().mapToLong(file -> file.terms().count()).sum();
    return length(shard) > XetLimits.CHECKED_AT_ONCE.bytes()
        || terms > XetLimits.TERMS_CHECKED_AT_ONCE;
  }

  private Reply meanwhile(Visit visit, Shard shard, MemoryBudget.Share share) {
    Body.Writer writer =
        out -> {
          try (share) {
            new ShardEventsBody(out, time, () -> door.ended(visit).message())
                .tell(progress -> take(visit, shard, progress));
          }
        };
    return Reply.empty(Status.OK)
        .with(new Body.Streamed(OptionalLong.empty(), writer, share::close))
        .header("Content-Type", ShardEventsBody.MEDIA_TYPE);
  }

  private Reply atOnce(Visit visit, Shard shard) throws IOException {
    IntakeResult result = take(visit, shard, SILENT);
    return result instanceof IntakeResult.Taken
        ? Reply.bytes(
            Status.OK, ShardEventsBody.MEDIA_TYPE, ShardEventsBody.done(shard.files().size()))
        : refusal(result, visit);
  }

  private static Shard shard(Request request) throws IOException {
    if (request.contentLength().orElse(0) > Limits.SHARD_BODY.bytes()) {
      throw new dev.slipway.http.BadRequest(
          Problem.of(Status.CONTENT_TOO_LARGE, "a shard has at most " + Limits.SHARD_BODY));
    }
    return Request.require(ShardReader.read(request.body()));
  }

  private static long length(Shard shard) {
    return shard.files().stream().map(ShardFile::terms).mapToLong(t -> t.length().bytes()).sum();
  }

  private IntakeResult take(Visit visit, Shard shard, ShardIntake.Progress progress)
      throws IOException {
    return intake.take(visit.repo(), shard, progress, door.writing(visit, "xet.shard"));
  }

  private Reply refusal(IntakeResult result, Visit visit) {
    return result instanceof IntakeResult.Refused(var reason)
        ? Problem.badRequest(reason).reply()
        : door.ended(visit).reply();
  }
}
