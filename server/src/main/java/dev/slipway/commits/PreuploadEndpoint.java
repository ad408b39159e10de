package dev.slipway.commits;

import static dev.slipway.http.Request.require;

import dev.slipway.access.Permission;
import dev.slipway.commits.PreuploadJson.AnswerJson;
import dev.slipway.commits.PreuploadJson.FileJson;
import dev.slipway.commits.PreuploadJson.ModeJson;
import dev.slipway.commits.PreuploadJson.QuestionJson;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.lfs.IgnoreRules;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import dev.slipway.names.Revision;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code preupload}: how each file of a commit to come is to be uploaded, and which are there. */
final class PreuploadEndpoint {

  private final RepoGit git;
  private final HeldBlobs blobs;

  PreuploadEndpoint(RepoGit git, HeldBlobs blobs) {
    this.git = git;
    this.blobs = blobs;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/preupload/{revision*}", Permission.WRITE, this::preupload);
  }

  private Reply preupload(Request request, OpenRepo repo) throws IOException {
    Optional<Reply> refusal = PullRequestEndpoint.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    QuestionJson question = request.json(QuestionJson.class, CommitLimits.PREUPLOAD_BODY);
    List<FileJson> files = files(question);
    Revision revision = TargetReader.revision(request);
    try (GitRepository repository = git.read(repo)) {
      Optional<CommitId> commit = repository.resolve(revision);
      return commit.isEmpty()
          ? Problem.revisionNotFound(revision.text()).reply()
          : Reply.json(answer(new Place(repo, repository, commit.get()), question, files));
    }
  }

  private static List<FileJson> files(QuestionJson question) {
    List<FileJson> files = question.files();
    if (files == null) {
      throw new BadRequest("\"files\" is missing");
    }
    if (files.size() > CommitLimits.PREUPLOAD_FILES) {
      throw new BadRequest(
          Problem.of(
              Status.UNPROCESSABLE_CONTENT,
              "\"files\" has more than " + CommitLimits.PREUPLOAD_FILES + " entries"));
    }
    return files;
  }

  /** Where the commit to come will stand. */
  private record Place(OpenRepo repo, GitRepository repository, CommitId commit) {}

  private AnswerJson answer(Place place, QuestionJson question, List<FileJson> files) {
    GitRepository repository = place.repository();
    CommitId commit = place.commit();
    LfsRules lfs = repository.lfsRules(commit);
    String attributes = question.gitAttributes();
    UploadRules rules = new UploadRules(attributes == null ? lfs : lfs.withRoot(attributes));
    IgnoreRules ignored = repository.ignoreRules(commit);
    String gitIgnore = question.gitIgnore();
    IgnoreRules ignore = gitIgnore == null ? ignored : ignored.withRoot(gitIgnore);
    List<Asked> all = files.stream().map(Asked::of).toList();
    Map<RepoPath, String> oids = oids(place, all.stream().map(Asked::path).toList());
    List<ModeJson> modes = new ArrayList<>();
    for (Asked asked : all) {
      modes.add(
          new ModeJson(
              asked.path().text(),
              rules.mode(asked.path(), asked.size(), asked.sample()).word(),
              ignore.ignores(asked.path()),
              oids.get(asked.path())));
    }
    return new AnswerJson(modes, commit.hex());
  }

  /**
   * By which clients know a file that did not change: the SHA-256 for one in LFS. One whose content
   * was deleted has none, so that it is sent again.
   */
  private Map<RepoPath, String> oids(Place place, List<RepoPath> paths) {
    Map<RepoPath, TreeEntry> present = place.repository().entries(place.commit(), paths);
    List<BlobId> named = new ArrayList<>();
    present.values().forEach(entry -> pointer(entry).ifPresent(it -> named.add(it.blob())));
    Set<BlobId> held = blobs.sizes(place.repo(), named).keySet();
    Map<RepoPath, String> oids = new HashMap<>();
    present.forEach((path, entry) -> {
      Optional<LfsPointer> pointer = pointer(entry);
      if (pointer.isEmpty() && entry instanceof TreeEntry.FileEntry) {
        oids.put(path, entry.oid().hex());
      }
      pointer
          .map(LfsPointer::blob)
          .filter(held::contains)
          .ifPresent(blob -> oids.put(path, blob.hex()));
    });
    return oids;
  }

  private static Optional<LfsPointer> pointer(TreeEntry entry) {
    return switch (entry) {
      case TreeEntry.FileEntry file -> file.pointer();
      case TreeEntry.FolderEntry _ -> Optional.empty();
    };
  }

  /** A file of the question. */
  private record Asked(RepoPath path, ByteCount size, byte[] sample) {

    static Asked of(@Nullable FileJson file) {
      if (file == null || file.path() == null) {
        throw new BadRequest("a file has a \"path\"");
      }
      Long size = file.size();
      if (size == null || size < 0) {
        throw new BadRequest("\"size\" of a file is a number that is not negative");
      }
      RepoPath path = require(RepoPath.parse(file.path()));
      if (UploadRules.isRefused(path, new ByteCount(size))) {
        throw new BadRequest(
            Problem.of(
                Status.UNPROCESSABLE_CONTENT,
                path
                    + " has more than "
                    + LfsRules.LARGEST_REGULAR
                    + ", and a file of this name is never in Git LFS"));
      }
      return new Asked(path, new ByteCount(size), sample(file.sample()));
    }

    private static byte[] sample(@Nullable String base64) {
      String text = base64 == null ? "" : base64;
      if (text.length() > CommitLimits.SAMPLE_CHARACTERS) {
        throw new BadRequest("\"sample\" is the base64 of the first 512 bytes");
      }
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException _) {
        throw new BadRequest("\"sample\" is not base64");
      }
    }
  }
}
