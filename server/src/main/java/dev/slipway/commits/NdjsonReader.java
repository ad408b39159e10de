package dev.slipway.commits;

import dev.slipway.http.BadRequest;
import java.util.Optional;

/**
 * {@code application/x-ndjson}: an object with {@code key} and {@code value} on each line, the
 * header first. Blank lines and the end of the last line do not matter.
 */
final class NdjsonReader implements CommitReader {

  private final MemberReader members;
  private final LineReader line;
  private boolean isBegun;

  NdjsonReader(MemberReader members, InlineBody content) {
    this.members = members;
    this.line = new LineReader(members, content);
  }

  @Override
  public Optional<CommitLine> next() {
    if (!members.nextObject()) {
      if (!isBegun) {
        throw new BadRequest("the commit has no header");
      }
      return Optional.empty();
    }
    line.clear();
    boolean hasValue = readLine();
    String key = line.key();
    if (!hasValue) {
      throw new BadRequest("\"value\" is missing (line " + members.line() + ")");
    }
    if (key.equals("header") == isBegun) {
      throw new BadRequest("the header is the first line, and no other");
    }
    isBegun = true;
    return Optional.of(line.line(key));
  }

  private boolean readLine() {
    boolean hasValue = false;
    for (Optional<String> name = members.nextName(); name.isPresent(); name = members.nextName()) {
      switch (name.get()) {
        case "key" -> line.readMember("key");
        case "value" -> {
          members.enterObject("value");
          line.readObject();
          hasValue = true;
        }
        default -> members.skip();
      }
    }
    return hasValue;
  }
}
