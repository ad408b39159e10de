package dev.slipway.trust;

import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Nothing;
import dev.slipway.trust.ClaimValue.OddNumber;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.Flaw.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON object and refuses what two readers could understand differently: a member name
 * twice, anything after the object, bytes that are not UTF-8, half surrogates (RFC 8259, 4 and 8).
 *
 * <p>Depth at most {@value #MAX_DEPTH}, numbers at most {@value #MAX_NUMBER_CHARACTERS} characters;
 * the number of members is the caller's. Nothing is converted: a number keeps its form.
 */
final class StrictJson {

  static final int MAX_DEPTH = 16;
  static final int MAX_NUMBER_CHARACTERS = 32;

  /** Every document is capped before it comes here; this only has to be larger than that. */
  private static final int MAX_STRING_CHARACTERS = 512 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING_CHARACTERS)
                  .maxNameLength(MAX_STRING_CHARACTERS)
                  .build())
          .build();

  private final JsonParser parser;
  private int membersLeft;

  private StrictJson(JsonParser parser, int maxMembers) {
    this.parser = parser;
    this.membersLeft = maxMembers;
  }

  /** What reading gave. */
  sealed interface Reading {
    /** One object. */
    record Read(Members object) implements Reading {}

    /** Not one, or one that breaks a limit. */
    record Refused(Flaw flaw) implements Reading {}
  }

  /** Reads {@code utf8}; {@code maxMembers} counts the members of all objects in it together. */
  static Reading read(byte[] utf8, int maxMembers) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
        return new Reading.Read(new StrictJson(parser, maxMembers).document());
      }
    } catch (Refusal refusal) {
      return new Reading.Refused(refusal.flaw());
    } catch (StreamConstraintsException _) {
      return new Reading.Refused(Flaw.TOO_COMPLEX);
    } catch (CharacterCodingException | JacksonException _) {
      return new Reading.Refused(Flaw.NOT_A_JSON_OBJECT);
    }
  }

  private Members document() throws Refusal {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Refusal(Flaw.NOT_A_JSON_OBJECT);
    }
    Members object = object();
    if (parser.nextToken() != null) {
      throw new Refusal(Flaw.NOT_A_JSON_OBJECT);
    }
    return object;
  }

  private Members object() throws Refusal {
    Map<String, ClaimValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (membersLeft-- == 0) {
        throw new Refusal(Flaw.TOO_COMPLEX);
      }
      String name = whole(parser.currentName());
      parser.nextToken();
      if (members.put(name, value()) != null) {
        throw new Refusal(Flaw.DUPLICATE_MEMBER);
      }
    }
    return new Members(members);
  }

  private ClaimValue value() throws Refusal {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Text(whole(parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
      case VALUE_TRUE, VALUE_FALSE -> new Flag(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new Nothing();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new Refusal(Flaw.NOT_A_JSON_OBJECT);
    };
  }

  private Elements array() throws Refusal {
    List<ClaimValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return new Elements(elements);
  }

  private static ClaimValue number(String digits) throws Refusal {
    if (digits.length() > MAX_NUMBER_CHARACTERS) {
      throw new Refusal(Flaw.TOO_COMPLEX);
    }
    try {
      long value = Long.parseLong(digits);
      // -0 and 0 are one long but two texts; only the plain form is a whole number.
      return digits.equals(Long.toString(value)) ? new Whole(value) : new OddNumber(digits);
    } catch (NumberFormatException _) {
      return new OddNumber(digits);
    }
  }

  /** Half a surrogate pair, written as an escape, has no UTF-8: two such texts would hash alike. */
  private static String whole(String text) throws Refusal {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new Refusal(Flaw.NOT_A_JSON_OBJECT);
    }
    return text;
  }
}
