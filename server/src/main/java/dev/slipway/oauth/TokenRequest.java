package dev.slipway.oauth;

import dev.slipway.http.FormBody;
import dev.slipway.http.Request;
import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters of a request to the token endpoint, each at most once and each a text, whether
 * they came as JSON or as a form (RFC 6749, 3.2).
 */
public record TokenRequest(Map<String, String> parameters) {

  /** Deepest nesting that is read; no parameter is nested at all. */
  public static final int MAX_DEPTH = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> KNOWN =
      Set.of(
          "grant_type",
          "subject_token",
          "subject_token_type",
          "resource",
          "audience",
          "scope",
          "requested_token_type",
          "actor_token",
          "actor_token_type",
          "client_id",
          "client_secret",
          "client_assertion",
          "client_assertion_type");

  private static final List<String> CLIENT_CREDENTIALS =
      List.of("client_secret", "client_assertion", "client_assertion_type");

  public TokenRequest {
    parameters = Map.copyOf(parameters);
  }

  /** Reads a JSON object; members that are not known may be anything. */
  public static Parsed<TokenRequest> ofJson(byte[] body) {
    try {
      return JSON.readValue(body, Object.class) instanceof Map<?, ?> members
          ? ofMembers(members)
          : Parsed.malformed("the body is not a JSON object");
    } catch (JacksonException _) {
      return Parsed.malformed("the body is not JSON whose names stand once");
    }
  }

  private static Parsed<TokenRequest> ofMembers(Map<?, ?> members) {
    Map<String, String> parameters = new HashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String name = String.valueOf(member.getKey());
      if (member.getValue() instanceof String text) {
        parameters.put(name, text);
      } else if (KNOWN.contains(name)) {
        return Parsed.malformed("the parameter " + name + " is not a text");
      }
    }
    return Parsed.of(new TokenRequest(parameters));
  }

  /** Reads a form. */
  public static Parsed<TokenRequest> ofForm(byte[] body) {
    return FormBody.parse(body).then(form -> ofFields(form.fields()));
  }

  private static Parsed<TokenRequest> ofFields(Map<String, List<String>> fields) {
    Map<String, String> parameters = new HashMap<>();
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      if (field.getValue().size() > 1) {
        return Parsed.malformed("a parameter stands more than once");
      }
      parameters.put(field.getKey(), field.getValue().getFirst());
    }
    return Parsed.of(new TokenRequest(parameters));
  }

  /** A parameter that is there; an empty one counts as left out. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether a client authenticates by a header; there are no clients here. */
  public static boolean showsClient(Request request) {
    return request.headers("Authorization").stream()
        .anyMatch(header -> Ascii.lowerCase(header.strip()).startsWith("basic"));
  }

  /** Whether a client authenticates by a parameter. */
  public boolean showsClient() {
    return CLIENT_CREDENTIALS.stream().anyMatch(name -> parameter(name).isPresent());
  }

  /** Never its values: one of them is a secret. */
  @Override
  public String toString() {
    return "TokenRequest" + parameters.keySet();
  }
}
