package dev.slipway.buckets;

import dev.slipway.buckets.BucketJson.LineJson;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Json;
import dev.slipway.http.LimitedInput;
import dev.slipway.http.Problem;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import dev.slipway.xet.hashing.XetHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the body of a batch: a line of JSON for each thing to do. */
final class BatchReader {

  /** Most lines of a batch. */
  static final int MAX_LINES = 10_000;

  private static final ByteCount MAX_BODY = ByteCount.mib(32);

  /** Years that clients can read: from 1 to 9999. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private BatchReader() {}

  static List<BucketLine> read(Request request) throws IOException {
    List<BucketLine> lines = new ArrayList<>();
    var body = new LimitedInput(request.body(), MAX_BODY);
    try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (!text.isBlank()) {
          if (lines.size() == MAX_LINES) {
            throw new BadRequest(
                Problem.of(
                    Status.CONTENT_TOO_LARGE, "a batch has at most " + MAX_LINES + " lines"));
          }
          lines.add(line(text, lines.size() + 1));
        }
      }
    }
    return lines;
  }

  private static BucketLine line(String text, int number) {
    return switch (Json.read(text.getBytes(StandardCharsets.UTF_8), LineJson.class)) {
      case Malformed<LineJson>(var problem) ->
          throw new BadRequest(problem + " (line " + number + ")");
      case Value<LineJson>(var json) ->
          switch (parse(json)) {
            case Value<BucketLine>(var line) -> line;
            case Malformed<BucketLine>(var problem) ->
                new BucketLine.Impossible(text(json.path()), problem);
          };
    };
  }

  private static Parsed<BucketLine> parse(LineJson json) {
    if (json.path() == null) {
      return Parsed.malformed("\"path\" is missing");
    }
    if (json.mtime() != null && !isTime(json.mtime())) {
      return Parsed.malformed("\"mtime\" is in milliseconds since 1970, in a year from 1 to 9999");
    }
    return RepoPath.parse(json.path())
        .then(path ->
            switch (json.type()) {
              case "addFile" ->
                  hash(json).then(file -> Parsed.of(new BucketLine.Add(path, file, time(json))));
              case "copyFile" ->
                  hash(json)
                      .then(file ->
                          source(json)
                              .then(from ->
                                  Parsed.of(new BucketLine.Copy(path, file, time(json), from))));
              case "deleteFile" -> Parsed.of(new BucketLine.Delete(path));
              case null, default -> Parsed.malformed("\"type\" is addFile, copyFile or deleteFile");
            });
  }

  private static Parsed<XetHash> hash(LineJson json) {
    return json.xetHash() == null
        ? Parsed.malformed("\"xetHash\" is missing")
        : XetHash.parse(json.xetHash());
  }

  private static Parsed<RepoId> source(LineJson json) {
    Optional<RepoType> type = RepoType.ofWord(text(json.sourceRepoType()));
    return type.isEmpty()
        ? Parsed.malformed("\"sourceRepoType\" is model, dataset, space, kernel or bucket")
        : RepoId.parse(type.get(), text(json.sourceRepoId()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static boolean isTime(long milliseconds) {
    return milliseconds >= EARLIEST.toEpochMilli() && milliseconds <= LATEST.toEpochMilli();
  }

  /** In milliseconds since 1970. */
  private static Optional<Instant> time(LineJson json) {
    return Optional.ofNullable(json.mtime()).map(Instant::ofEpochMilli);
  }
}
