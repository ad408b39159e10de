package dev.slipway.http;

import dev.slipway.names.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON at the edge. Unknown members are ignored, because clients add fields; known ones of the
 * wrong type are refused, never coerced; of a name that stands twice the last one counts.
 */
public final class Json {

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Json() {}

  /** Reads one value of {@code type} from bytes. */
  public static <T> Parsed<T> read(byte[] bytes, Class<T> type) {
    try {
      T value = MAPPER.readValue(bytes, type);
      return value == null ? Parsed.malformed("the body is null") : Parsed.of(value);
    } catch (DatabindException e) {
      return Parsed.malformed("wrong JSON: " + where(e));
    } catch (JacksonException _) {
      return Parsed.malformed("the body is not JSON");
    }
  }

  private static String where(DatabindException e) {
    StringBuilder path = new StringBuilder();
    e.getPath()
        .forEach(step ->
            path.append(
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : (path.isEmpty() ? "" : ".") + step.getPropertyName()));
    return path.isEmpty() ? "not the expected object" : "a wrong type at \"" + path + "\"";
  }

  /** A pull parser over {@code in}, for bodies that do not fit into memory. */
  public static JsonParser parser(InputStream in) {
    return MAPPER.createParser(in);
  }

  /** A push generator onto {@code out}, for answers that do not fit into memory. */
  public static JsonGenerator generator(OutputStream out) {
    return MAPPER.createGenerator(out);
  }

  /** Writes one value into a stream that stays open. */
  public static void write(JsonGenerator out, Object value) throws IOException {
    MAPPER.writeValue(out, value);
  }

  /** The JSON of a value, as UTF-8. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }
}
