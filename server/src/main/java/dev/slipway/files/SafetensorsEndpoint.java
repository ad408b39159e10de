package dev.slipway.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.access.Permission;
import dev.slipway.contents.Contents;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Json;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import dev.slipway.names.Revision;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * {@code …/safetensors-metadata/{index}}: the headers of all the files that an index of the default
 * branch names, so that a client need not ask for each. New in huggingface_hub 2.4.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
final class SafetensorsEndpoint {

  private static final ByteCount MAX_INDEX = ByteCount.mib(16);
  private static final ByteCount MAX_HEADERS = ByteCount.mib(32);
  private static final int MAX_FILES = 4_096;
  private static final int LENGTH_BYTES = 8;

  private final RepoGit repos;
  private final Contents contents;

  SafetensorsEndpoint(RepoGit repos, Contents contents) {
    this.repos = repos;
    this.contents = contents;
  }

  void register(RepoRoutes routes) {
    routes.api(
        Method.GET, "/safetensors-metadata/{rest*}", Permission.READ_CONTENT, this::metadata);
  }

  /** What this needs of an index. */
  record IndexJson(
      @Nullable Map<String, Object> metadata,
      @JsonProperty("weight_map") @Nullable Map<String, String> weightMap) {}

  /** The JSON that a file begins with. */
  record HeaderJson(@JsonValue @JsonRawValue String text) {}

  /** What is answered. */
  record MetadataJson(Map<String, Object> headers, Map<String, Object> index) {}

  private Reply metadata(Request request, OpenRepo open) throws IOException {
    try (GitRepository git = repos.read(open)) {
      CommitId commit =
          git.resolve(Revision.MAIN)
              .orElseThrow(() -> new BadRequest(Problem.revisionNotFound(Revision.MAIN.text())));
      Reading reading = new Reading(git, open);
      RepoPath path = path(String.join("/", request.rest()));
      FileEntry file = file(path, git.entry(commit, path));
      if (file.size().exceeds(MAX_INDEX)) {
        throw tooLarge("the index has more than " + MAX_INDEX);
      }
      byte[] bytes = reading.bytes(file, 0, file.size().bytes());
      IndexJson index = Request.require(Json.read(bytes, IndexJson.class));
      Map<String, Object> about =
          index.metadata() == null ? Map.of() : Map.of("metadata", index.metadata());
      return Reply.json(new MetadataJson(headers(reading, commit, path, index), about))
          .header(EntryProblem.COMMIT_HEADER, commit.hex());
    }
  }

  private Map<String, Object> headers(
      Reading reading, CommitId commit, RepoPath index, IndexJson named) throws IOException {
    if (named.weightMap() == null) {
      throw new BadRequest(index + " is no index of safetensors: it has no \"weight_map\"");
    }
    String folder = index.text().substring(0, index.text().lastIndexOf('/') + 1);
    Map<String, RepoPath> paths = new TreeMap<>();
    named.weightMap().values().forEach(name -> paths.put(name, path(folder + name)));
    if (paths.size() > MAX_FILES) {
      throw tooLarge("the index names more than " + MAX_FILES + " files");
    }
    Map<RepoPath, TreeEntry> entries = reading.entries(commit, paths.values());
    Map<String, Object> headers = new LinkedHashMap<>();
    long left = MAX_HEADERS.bytes();
    for (Map.Entry<String, RepoPath> shard : paths.entrySet()) {
      RepoPath path = shard.getValue();
      byte[] header = header(reading, file(path, Optional.ofNullable(entries.get(path))), left);
      left -= header.length;
      headers.put(shard.getKey(), new HeaderJson(new String(header, UTF_8)));
    }
    return headers;
  }

  /** The bytes of a header, which say their own length in front. */
  private static byte[] header(Reading reading, FileEntry file, long limit) throws IOException {
    byte[] length = reading.bytes(file, 0, LENGTH_BYTES);
    if (length.length < LENGTH_BYTES) {
      throw notSafetensors(file.path());
    }
    long announced = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (announced < 0 || announced > file.size().bytes() - LENGTH_BYTES) {
      throw notSafetensors(file.path());
    }
    if (announced > limit) {
      throw tooLarge("the headers have more than " + MAX_HEADERS);
    }
    byte[] header = reading.bytes(file, LENGTH_BYTES, announced);
    if (!isObject(header)) {
      throw notSafetensors(file.path());
    }
    return header;
  }

  private static boolean isObject(byte[] text) {
    try (JsonParser parser = Json.parser(new ByteArrayInputStream(text))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException _) {
      return false;
    }
  }

  private static BadRequest notSafetensors(RepoPath path) {
    return new BadRequest(path + " is no file of safetensors");
  }

  private static BadRequest tooLarge(String sentence) {
    return new BadRequest(Problem.of(Status.CONTENT_TOO_LARGE, sentence));
  }

  private static RepoPath path(String text) {
    return switch (RepoPath.parse(text)) {
      case Value<RepoPath>(var path) -> path;
      case Malformed<RepoPath> _ -> throw new BadRequest(Problem.entryNotFound("Entry not found"));
    };
  }

  private static FileEntry file(RepoPath path, Optional<TreeEntry> entry) {
    if (entry.isPresent() && entry.get() instanceof FileEntry file) {
      return file;
    }
    throw new BadRequest(Problem.entryNotFound("Entry not found: " + path));
  }

  /** The files of a repository, wherever their bytes are. */
  private final class Reading {

    private final GitRepository git;
    private final OpenRepo open;

    Reading(GitRepository git, OpenRepo open) {
      this.git = git;
      this.open = open;
    }

    Map<RepoPath, TreeEntry> entries(CommitId commit, Collection<RepoPath> paths) {
      return git.entries(commit, paths);
    }

    byte[] bytes(FileEntry file, long offset, long length) throws IOException {
      try (InputStream in = open(file, offset, Math.min(length, file.size().bytes() - offset))) {
        return in.readNBytes(Math.toIntExact(length));
      }
    }

    private InputStream open(FileEntry file, long offset, long length) throws IOException {
      if (file.pointer().isEmpty()) {
        return FileSources.open(git, file.oid(), offset, length);
      }
      BlobId blob = file.pointer().get().blob();
      if (contents.find(open.repo().key(), blob).isEmpty()) {
        throw new BadRequest(
            Problem.of(Status.NOT_FOUND, "The content of " + file.path() + " is not here"));
      }
      return contents.open(open.repo().key(), blob, offset, length);
    }
  }
}
