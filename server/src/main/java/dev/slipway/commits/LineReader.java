package dev.slipway.commits;

import static dev.slipway.http.Request.require;

import dev.slipway.commits.CommitLine.DeletedEntry;
import dev.slipway.commits.CommitLine.DeletedFile;
import dev.slipway.commits.CommitLine.DeletedFolder;
import dev.slipway.commits.CommitLine.Header;
import dev.slipway.commits.CommitLine.InlineFile;
import dev.slipway.commits.CommitLine.LfsFile;
import dev.slipway.http.BadRequest;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the members of one object at a time, in whatever order they stand, and then says what they
 * mean.
 */
final class LineReader {

  private static final Map<String, Integer> TEXTS =
      Map.of(
          "key", CommitLimits.WORD_CHARACTERS,
          "summary", CommitLimits.SUMMARY_CHARACTERS,
          "description", CommitLimits.DESCRIPTION_CHARACTERS,
          "parentCommit", CommitLimits.WORD_CHARACTERS,
          "path", CommitLimits.PATH_CHARACTERS,
          "oldPath", CommitLimits.PATH_CHARACTERS,
          "encoding", CommitLimits.WORD_CHARACTERS,
          "algo", CommitLimits.WORD_CHARACTERS,
          "oid", CommitLimits.WORD_CHARACTERS);

  private final MemberReader members;
  private final InlineBody content;
  private final Map<String, String> texts = new HashMap<>();
  private OptionalLong size = OptionalLong.empty();
  private boolean hasContent;

  LineReader(MemberReader members, InlineBody content) {
    this.members = members;
    this.content = content;
  }

  /** Forgets the line before. */
  void clear() {
    texts.clear();
    size = OptionalLong.empty();
    hasContent = false;
  }

  /** Reads the members of the object that was entered, to its end. */
  void readObject() {
    for (Optional<String> name = members.nextName(); name.isPresent(); name = members.nextName()) {
      readMember(name.get());
    }
  }

  /** Reads the value of one member; what nobody here knows is passed over. */
  void readMember(String name) {
    switch (name) {
      case "content" -> hasContent = content.read(members, name);
      case "size" -> size = members.number(name);
      default -> {
        Integer limit = TEXTS.get(name);
        if (limit == null) {
          members.skip();
        } else {
          members.text(name, limit).ifPresent(text -> texts.put(name, text));
        }
      }
    }
  }

  /** The value of {@code key}. */
  String key() {
    return required("key");
  }

  /** The members as the line of this key. */
  CommitLine line(String key) {
    return switch (key) {
      case "header" -> header();
      case "file" -> inlineFile();
      case "lfsFile" -> lfsFile();
      case "deletedFile" -> new DeletedFile(path("path"));
      case "deletedFolder" -> new DeletedFolder(folder());
      case "deletedEntry" -> new DeletedEntry(folder());
      default ->
          throw wrong("a key is header, file, lfsFile, deletedFile, deletedFolder or deletedEntry");
    };
  }

  Header header() {
    String summary = texts.getOrDefault("summary", "").strip();
    String description = texts.getOrDefault("description", "").strip();
    if (summary.isEmpty()) {
      throw new BadRequest("\"summary\" is empty: a commit needs a message");
    }
    if (summary.indexOf('\0') >= 0 || description.indexOf('\0') >= 0) {
      throw new BadRequest("a commit message has no NUL");
    }
    Optional<CommitId> parent = optional("parentCommit").map(text -> require(CommitId.parse(text)));
    return new Header(summary, description, parent);
  }

  private InlineFile inlineFile() {
    RepoPath path = path("path");
    if (!hasContent) {
      throw wrong("\"content\" is missing");
    }
    CommitLine.Content text = new CommitLine.Content(content, encoding());
    return new InlineFile(path, former(path), text);
  }

  private InlineBody.Encoding encoding() {
    return switch (texts.getOrDefault("encoding", "utf-8")) {
      case "utf-8" -> InlineBody.Encoding.UTF_8;
      case "base64" -> InlineBody.Encoding.BASE64;
      default -> throw wrong("\"encoding\" is utf-8 or base64");
    };
  }

  private LfsFile lfsFile() {
    RepoPath path = path("path");
    if (!texts.getOrDefault("algo", "sha256").equals("sha256")) {
      throw wrong("\"algo\" is sha256");
    }
    if (size.isPresent() && size.getAsLong() < 0) {
      throw wrong("\"size\" is not negative");
    }
    Optional<ByteCount> told =
        size.isPresent() ? Optional.of(new ByteCount(size.getAsLong())) : Optional.empty();
    return new LfsFile(path, former(path), require(BlobId.parse(required("oid"))), told);
  }

  private Optional<RepoPath> former(RepoPath path) {
    return optional("oldPath").map(_ -> path("oldPath")).filter(old -> !old.equals(path));
  }

  private RepoPath path(String member) {
    return parsed(member, required(member));
  }

  /** Clients write a folder with a slash behind it, or without. */
  private RepoPath folder() {
    String text = required("path");
    return parsed("path", text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private RepoPath parsed(String member, String text) {
    return switch (RepoPath.parse(text)) {
      case dev.slipway.names.Parsed.Value<RepoPath>(var path) -> path;
      case dev.slipway.names.Parsed.Malformed<RepoPath>(var problem) ->
          throw wrong("\"" + member + "\": " + problem);
    };
  }

  private String required(String member) {
    return optional(member).orElseThrow(() -> wrong("\"" + member + "\" is missing"));
  }

  private Optional<String> optional(String member) {
    return Optional.ofNullable(texts.get(member));
  }

  private BadRequest wrong(String problem) {
    return new BadRequest(problem + " (line " + members.line() + ")");
  }
}
