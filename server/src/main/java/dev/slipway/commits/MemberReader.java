package dev.slipway.commits;

import dev.slipway.http.BadRequest;
import java.io.InputStream;
import java.io.Writer;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Pulls the members of JSON objects out of a body, none of which is ever whole in memory: a text is
 * streamed to its limit. What is not as it should be ends the request with 400.
 */
final class MemberReader {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME_CHARACTERS = 256;

  /** Names are remembered while a body is read, so there must be an end to them. */
  private static final long MAX_TOKENS = 40L * CommitLimits.OPERATIONS;

  /** Texts are streamed, each to a limit of its own, and may be as long as a file. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_CHARACTERS)
                  .maxTokenCount(MAX_TOKENS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;

  /** Reads from {@code body}, which it does not close. */
  MemberReader(InputStream body) {
    parser = FACTORY.createParser(ObjectReadContext.empty(), body);
  }

  private interface Step<T> {
    T take();
  }

  private static <T> T reading(Step<T> step) {
    try {
      return step.take();
    } catch (JacksonIOException e) {
      throw e; // the connection, not what it carries
    } catch (StreamConstraintsException e) {
      throw new BadRequest("the body is nested too deep or has too many members" + where(e));
    } catch (JacksonException e) {
      throw new BadRequest("the body is not JSON" + where(e));
    }
  }

  private static String where(JacksonException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }

  /** Whether another object begins here: of the lines of a body, or of an array. */
  boolean nextObject() {
    JsonToken token = reading(parser::nextToken);
    if (token == null || token == JsonToken.END_ARRAY) {
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new BadRequest("an object is expected on line " + line());
    }
    return true;
  }

  /** Enters the array that is the value of this member; false if it is null. */
  boolean enterArray(String member) {
    JsonToken token = reading(parser::nextToken);
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    if (token != JsonToken.START_ARRAY) {
      throw wrongType(member, "an array");
    }
    return true;
  }

  /** Enters the object that is the value of this member. */
  void enterObject(String member) {
    if (reading(parser::nextToken) != JsonToken.START_OBJECT) {
      throw wrongType(member, "an object");
    }
  }

  /** The name of the next member; empty at the end of the object. */
  Optional<String> nextName() {
    return Optional.ofNullable(reading(parser::nextName));
  }

  /** The text of this member; empty if it is null. */
  Optional<String> text(String member, int maxCharacters) {
    LimitedText text = new LimitedText(maxCharacters);
    boolean isThere = readText(member, text);
    if (text.isCut()) {
      throw new BadRequest("\"" + member + "\" is longer than " + maxCharacters + " characters");
    }
    return isThere ? Optional.of(text.toString()) : Optional.empty();
  }

  /** The text of this member without what goes beyond the limit; nothing if it is null. */
  String beginning(String member, int maxCharacters) {
    LimitedText text = new LimitedText(maxCharacters);
    readText(member, text);
    return text.toString();
  }

  /** Streams the text of this member; false if it is null. */
  boolean readText(String member, Writer to) {
    JsonToken token = reading(parser::nextToken);
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw wrongType(member, "a string");
    }
    reading(() -> parser.readString(to));
    return true;
  }

  /** The whole number of this member; empty if it is null. */
  OptionalLong number(String member) {
    JsonToken token = reading(parser::nextToken);
    if (token == JsonToken.VALUE_NULL) {
      return OptionalLong.empty();
    }
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType(member, "a whole number");
    }
    try {
      return OptionalLong.of(parser.getLongValue());
    } catch (JacksonException _) {
      throw wrongType(member, "a whole number of at most 63 bits");
    }
  }

  /** Passes over a value that nobody here knows. */
  void skip() {
    reading(() -> {
      parser.nextToken();
      return parser.skipChildren();
    });
  }

  /** The number of the line that was read last, the first being 1. */
  int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private BadRequest wrongType(String member, String expected) {
    return new BadRequest("\"" + member + "\" is " + expected + " (line " + line() + ")");
  }

  /** Collects the beginning of a text; the rest passes through. */
  private static final class LimitedText extends Writer {

    private final int maxCharacters;
    private final StringBuilder text = new StringBuilder();
    private boolean isCut;

    LimitedText(int maxCharacters) {
      this.maxCharacters = maxCharacters;
    }

    boolean isCut() {
      return isCut;
    }

    @Override
    public void write(char[] characters, int offset, int count) {
      int kept = Math.min(count, maxCharacters - text.length());
      text.append(characters, offset, kept);
      isCut |= kept < count;
    }

    @Override
    public void flush() {
      // everything is in memory
    }

    @Override
    public void close() {
      // nothing is open
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
