package dev.slipway.copies;

import dev.slipway.access.Permission;
import dev.slipway.copies.CopyJson.CopiedJson;
import dev.slipway.copies.CopyJson.CopyFilesJson;
import dev.slipway.copies.CopyJson.FailedJson;
import dev.slipway.copies.CopyJson.TargetJson;
import dev.slipway.copies.CopyJson.WantedFileJson;
import dev.slipway.copies.FileCopy.Outcome;
import dev.slipway.copies.FileCopy.WantedFile;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.BlobId;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoProblem;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.xet.hashing.XetHash;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST …/lfs-files/duplicate}: files of this repository become files of another, which a
 * commit there may name then. Asked of the source; the target stands in the body.
 */
final class FileCopyEndpoint {

  /** Most files of a request; clients send half as many. */
  static final int MAX_FILES = 1_000;

  private static final String MISSING = "The source repository has no such file.";

  private final FileCopy copies;
  private final RepoProblem problems;

  FileCopyEndpoint(FileCopy copies, PublicUrl publicUrl) {
    this.copies = copies;
    this.problems = new RepoProblem(publicUrl);
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/lfs-files/duplicate", Permission.READ_CONTENT, this::copy);
  }

  private Reply copy(Request request, OpenRepo source) throws IOException {
    CopyFilesJson body = request.json(CopyFilesJson.class);
    RepoId target = target(body.target());
    List<@Nullable WantedFileJson> files = body.files() == null ? List.of() : body.files();
    if (files.size() > MAX_FILES) {
      throw new BadRequest(
          Problem.of(Status.CONTENT_TOO_LARGE, "at most " + MAX_FILES + " files a request"));
    }
    List<WantedFile> wanted = files.stream().map(FileCopyEndpoint::file).distinct().toList();
    return switch (copies.copy(source, target, wanted, request.id().both())) {
      case Outcome.Closed(var decision, var id) ->
          problems.of(decision, request.caller(), id).reply();
      case Outcome.Copied(var missing, var allowed) ->
          RepoRoutes.warned(allowed, copied(wanted.size(), missing));
    };
  }

  private static Reply copied(int processed, List<BlobId> missing) {
    List<FailedJson> failed =
        missing.stream().map(blob -> new FailedJson(blob.hex(), MISSING)).toList();
    return Reply.json(
        failed.isEmpty() ? Status.OK : Status.MULTI_STATUS,
        new CopiedJson(failed.isEmpty(), processed, processed - failed.size(), failed));
  }

  private static RepoId target(@Nullable TargetJson target) {
    if (target == null || target.name() == null) {
      throw new BadRequest("\"target\" has a \"type\" and a \"name\"");
    }
    RepoType type =
        RepoType.ofWord(target.type() == null ? "model" : target.type())
            .filter(RepoType::hasGit)
            .orElseThrow(
                () -> new BadRequest("\"type\" of the target is model, dataset, space or kernel"));
    return Request.require(RepoId.parse(type, target.name()));
  }

  private static WantedFile file(@Nullable WantedFileJson file) {
    if (file == null || file.sha256() == null) {
      throw new BadRequest("a file has a \"sha256\"");
    }
    BlobId blob = Request.require(BlobId.parse(file.sha256()));
    Optional<XetHash> chunked =
        file.xetHash() == null
            ? Optional.empty()
            : Optional.of(Request.require(XetHash.parse(file.xetHash())));
    return new WantedFile(blob, chunked);
  }
}
