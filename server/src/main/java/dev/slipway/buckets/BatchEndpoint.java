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
import java.util.List;

/** {@code /api/buckets/{id}/batch}: puts, copies and removes files. */
final class BatchEndpoint {

  private final BucketChanges changes;

  BatchEndpoint(BucketChanges changes) {
    this.changes = changes;
  }

  void register(RepoRoutes routes) {
    routes.bucketApi(Method.POST, "/batch", Permission.WRITE, this::batch);
  }

  private Reply batch(Request request, OpenRepo bucket) throws IOException {
    List<BucketLine> lines = BatchReader.read(request);
    return switch (changes.apply(bucket, lines, request.id().both())) {
      case BatchResult.NoLongerAllowed _ -> Problem.badCredentials().reply();
      case BatchResult.Applied(var failures) -> {
        List<FailedJson> failed =
            failures.stream().map(one -> new FailedJson(one.path(), one.reason())).toList();
        int succeeded = lines.size() - failed.size();
        int status = succeeded == 0 && !lines.isEmpty() ? Status.UNPROCESSABLE_CONTENT : Status.OK;
        yield Reply.json(status, new BatchJson(failed.isEmpty(), lines.size(), succeeded, failed));
      }
    };
  }
}
