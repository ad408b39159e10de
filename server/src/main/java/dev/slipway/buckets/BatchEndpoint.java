package dev.slipway.buckets;

import dev.slipway.access.Permission;
import dev.slipway.buckets.BucketJson.BatchJson;
import dev.slipway.buckets.BucketJson.FailedJson;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /api/buckets/{id}/batch}: puts, copies and removes files. */
final class BatchEndpoint {

  private final BucketChanges changes;

  BatchEndpoint(BucketChanges changes) {
    this.changes = changes;
  }

  void register(RepoRoutes routes) {
    routes.bucketApi(Method.POST, "/batch", Permission.WRITE, this::batch);
  }

  /** Lines that were written wrong: nothing of such a batch is done. */
  private static List<FailedJson> impossible(List<BucketLine> lines) {
    List<FailedJson> failed = new ArrayList<>();
    for (BucketLine line : lines) {
      if (line instanceof BucketLine.Impossible(var path, var reason)) {
        failed.add(new FailedJson(path, reason));
      }
    }
    return failed;
  }

  private Reply batch(Request request, OpenRepo bucket) throws IOException {
    List<BucketLine> lines = BatchReader.read(request);
    List<FailedJson> impossible = impossible(lines);
    if (!impossible.isEmpty()) {
      return Problem.of(Status.UNPROCESSABLE_CONTENT, impossible.getFirst().error())
          .reply(Map.of("success", false, "processed", 0, "succeeded", 0, "failed", impossible));
    }
    List<FailedJson> failed =
        changes.apply(bucket, lines, request.id().both()).stream()
            .map(one -> new FailedJson(one.path(), one.reason()))
            .toList();
    int succeeded = lines.size() - failed.size();
    int status = succeeded == 0 && !lines.isEmpty() ? Status.UNPROCESSABLE_CONTENT : Status.OK;
    return Reply.json(status, new BatchJson(failed.isEmpty(), lines.size(), succeeded, failed));
  }
}
