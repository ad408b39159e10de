package dev.slipway.xetstore;

import dev.slipway.contents.IntakeResult;
import dev.slipway.contents.ShardIntake;
import dev.slipway.http.Json;
import dev.slipway.xet.DamagedXorbException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event stream of {@code /v2/shards}: a line of JSON an event, the last one says how it ended.
 */
final class ShardEventsBody {

  static final String MEDIA_TYPE = "application/x-ndjson";

  private static final Logger LOG = LoggerFactory.getLogger(ShardEventsBody.class);

  private final OutputStream out;
  private final InstantSource time;
  private final Supplier<String> ended;
  private Instant told;

  /**
   * A stream to {@code out}.
   *
   * @param ended why somebody who was let in may not go on
   */
  ShardEventsBody(OutputStream out, InstantSource time, Supplier<String> ended) {
    this.out = out;
    this.time = time;
    this.ended = ended;
    this.told = time.instant();
  }

  /** Something that takes long. */
  interface Work {

    IntakeResult run(ShardIntake.Progress progress) throws IOException;
  }

  /** The whole stream of a check that is over. */
  static byte[] done(int files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(bytes, validating(files, files));
    write(bytes, result());
    return bytes.toByteArray();
  }

  void tell(Work work) throws IOException {
    write(out, Map.of("type", "validating", "verified", 0, "total", 0));
    out.flush();
    write(out, outcome(work));
  }

  private Map<String, Object> outcome(Work work) throws IOException {
    try {
      return switch (work.run(this::progress)) {
        case IntakeResult.Taken _ -> result();
        case IntakeResult.Refused(var reason) -> error(reason, false);
        case IntakeResult.NoLongerAllowed _ -> error(ended.get(), false);
      };
    } catch (DamagedXorbException e) {
      LOG.error("a shard names chunks that have rotted", e);
      return error("stored chunks of this file are damaged; the operator has been told", false);
    }
  }

  private void progress(int verified, int total) throws IOException {
    Instant now = time.instant();
    if (!now.isBefore(told.plus(XetLimits.PROGRESS_INTERVAL))) {
      told = now;
      write(out, validating(verified, total));
      out.flush();
    }
  }

  private static Map<String, Object> validating(int verified, int total) {
    return Map.of("type", "validating", "verified", verified, "total", total);
  }

  private static Map<String, Object> result() {
    return Map.of("type", "result", "result", 1);
  }

  private static Map<String, Object> error(String message, boolean retryable) {
    return Map.of("type", "error", "message", message, "retryable", retryable);
  }

  private static void write(OutputStream to, Map<String, Object> event) throws IOException {
    to.write(Json.write(event));
    to.write('\n');
  }
}
