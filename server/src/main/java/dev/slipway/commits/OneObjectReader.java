package dev.slipway.commits;

import dev.slipway.http.BadRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code application/json}: one object with the header's members beside arrays of files and
 * deletions. They are given in the order in which they stand, and the header last, because it may
 * stand anywhere.
 */
final class OneObjectReader implements CommitReader {

  private static final Map<String, String> ARRAYS =
      Map.of(
          "files", "file",
          "lfsFiles", "lfsFile",
          "deletedFiles", "deletedFile",
          "deletedFolders", "deletedFolder",
          "deletedEntries", "deletedEntry");

  private final MemberReader members;
  private final LineReader header;
  private final LineReader element;
  private @Nullable String key;
  private boolean isBegun;
  private boolean isEnded;

  OneObjectReader(MemberReader members, InlineBody content) {
    this.members = members;
    this.header = new LineReader(members, content);
    this.element = new LineReader(members, content);
  }

  @Override
  public Optional<CommitLine> next() {
    if (isEnded) {
      return Optional.empty();
    }
    begin();
    while (true) {
      String inside = key;
      if (inside != null && members.nextObject()) {
        element.clear();
        element.readObject();
        return Optional.of(element.line(inside));
      }
      key = null;
      Optional<String> name = members.nextName();
      if (name.isEmpty()) {
        isEnded = true;
        return Optional.of(header.header());
      }
      String array = ARRAYS.get(name.get());
      if (array == null) {
        header.readMember(name.get());
      } else if (members.enterArray(name.get())) {
        key = array;
      }
    }
  }

  private void begin() {
    if (!isBegun && !members.nextObject()) {
      throw new BadRequest("the body is empty");
    }
    isBegun = true;
  }
}
