package dev.slipway.trust;

import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One golden vector of a preset: a token, a publisher, and what has to become of them. They stand
 * in {@code vectors/<preset>.json}, each as what it changes in the sample at the top of the file.
 *
 * @param expected what is expected, as the file says it
 */
record Vector(
    String sentence,
    Map<String, ClaimValue> claims,
    Map<String, ClaimValue> publisher,
    Set<String> unlocked,
    boolean byOperator,
    Members expected) {

  private static final int MAX_MEMBERS = 5_000;

  /** The vectors of a preset; {@code kind} is {@code valid} or {@code hostile}. */
  static List<Vector> of(String preset, String kind) {
    Map<String, ClaimValue> file = file(preset).members();
    List<Vector> vectors = new ArrayList<>();
    for (ClaimValue element : list(field(file, kind))) {
      vectors.add(vector(file, (Members) element));
    }
    return vectors;
  }

  private static Vector vector(Map<String, ClaimValue> file, Members changes) {
    Map<String, ClaimValue> own = changes.members();
    Map<String, ClaimValue> claims = new LinkedHashMap<>(object(field(file, "claims")));
    claims.putAll(object(own.getOrDefault("set", new Members(Map.of()))));
    texts(field(own, "drop")).forEach(claims::remove);
    return new Vector(
        field(own, "is").toString(),
        claims,
        object(field(own.containsKey("publisher") ? own : file, "publisher")),
        texts(field(own, "unlocked")),
        field(own.containsKey("byOperator") ? own : file, "byOperator").equals(new Flag(true)),
        changes);
  }

  private static Members file(String preset) {
    try (InputStream in = Vector.class.getResourceAsStream("vectors/" + preset + ".json")) {
      if (in == null) {
        throw new AssertionError("there are no vectors of " + preset);
      }
      return switch (StrictJson.read(in.readAllBytes(), MAX_MEMBERS)) {
        case StrictJson.Reading.Read(Members object) -> object;
        case StrictJson.Reading.Refused(Flaw flaw) -> throw new AssertionError(preset + flaw);
      };
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A field of the file; {@code null} where there is none. */
  static ClaimValue field(Map<String, ClaimValue> object, String name) {
    return object.getOrDefault(name, new ClaimValue.Nothing());
  }

  private static List<ClaimValue> list(ClaimValue value) {
    return value instanceof Elements(var elements) ? elements : List.of();
  }

  static Map<String, ClaimValue> object(ClaimValue value) {
    return ((Members) value).members();
  }

  private static Set<String> texts(ClaimValue value) {
    return list(value).stream()
        .map(Object::toString)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  String issuer() {
    return field(claims, "iss").toString();
  }

  /** The claims as an issuer would write them. */
  String json() {
    return json(new Members(claims));
  }

  static String json(ClaimValue value) {
    return switch (value) {
      case Members(var members) ->
          members.entrySet().stream()
              .map(member -> quoted(member.getKey()) + ":" + json(member.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Elements(var elements) ->
          elements.stream().map(Vector::json).collect(Collectors.joining(",", "[", "]"));
      case Text(String text) -> quoted(text);
      case ClaimValue.OddNumber(String digits) -> digits;
      case ClaimValue.Nothing() -> "null";
      case Flag _, ClaimValue.Whole _ -> value.toString();
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
