package dev.slipway.publishing;

import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Other;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Claims as JSON, in a row and on the wire: strings, booleans and whole numbers, nothing else. */
public final class ClaimsText {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ClaimsText() {}

  /** The text of a column. */
  public static String print(Map<String, ClaimValue> claims) {
    Map<String, Object> plain = new LinkedHashMap<>();
    claims.forEach((name, value) -> plain.put(name, plain(value)));
    return JSON.writeValueAsString(plain);
  }

  /** The JSON value of a claim that a publisher may ask for. */
  public static Object plain(ClaimValue value) {
    return switch (value) {
      case Text(var text) -> text;
      case Flag(var flag) -> flag;
      case Whole(var number) -> number;
      case Other _ -> throw new IllegalArgumentException("no publisher asks for " + value);
    };
  }

  /** Reads what {@link #print} wrote. */
  public static Map<String, ClaimValue> parse(String column) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    JSON.readTree(column)
        .properties()
        .forEach(entry ->
            claims.put(
                entry.getKey(),
                value(JSON.convertValue(entry.getValue(), Object.class)).orElseThrow()));
    return claims;
  }

  /** The claim of a JSON value, if a publisher may ask for it. */
  static Optional<ClaimValue> value(Object json) {
    return switch (json) {
      case String text -> Optional.of(new Text(text));
      case Boolean flag -> Optional.of(new Flag(flag));
      case Integer number -> Optional.of(new Whole(number));
      case Long number -> Optional.of(new Whole(number));
      default -> Optional.empty();
    };
  }
}
