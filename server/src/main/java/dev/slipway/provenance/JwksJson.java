package dev.slipway.provenance;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The hub's public keys as a JSON Web Key Set (RFC 7517, RFC 8037). */
record JwksJson(List<@Nullable JwkJson> keys) {

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** One key; {@code kid} is its thumbprint. */
  record JwkJson(
      @Nullable String kty,
      @Nullable String crv,
      @Nullable String x,
      @Nullable String kid,
      @Nullable String alg,
      @Nullable String use) {}

  static JwksJson of(List<VerificationKey> keys) {
    return new JwksJson(
        keys.stream()
            .<@Nullable JwkJson>map(
                key -> new JwkJson("OKP", "Ed25519", key.x(), key.id(), "EdDSA", "sig"))
            .toList());
  }

  /** Reads a key set of a hub; a key whose name is not its thumbprint is refused. */
  static Parsed<List<VerificationKey>> parse(byte[] text) {
    List<VerificationKey> keys = new ArrayList<>();
    try {
      JwksJson set = JSON.readValue(text, JwksJson.class);
      for (JwkJson jwk : set.keys()) {
        if (jwk == null || !"Ed25519".equals(jwk.crv()) || jwk.x() == null) {
          return Parsed.malformed("the key set has a key that is no Ed25519 key");
        }
        switch (VerificationKey.parse(jwk.x())) {
          case Malformed<VerificationKey>(var problem) -> {
            return Parsed.malformed(problem);
          }
          case Value<VerificationKey>(var key) -> {
            if (!key.id().equals(jwk.kid())) {
              return Parsed.malformed("the name of a key is not its thumbprint");
            }
            keys.add(key);
          }
        }
      }
    } catch (JacksonException | NullPointerException _) {
      return Parsed.malformed("the key set is not a JSON Web Key Set");
    }
    return Parsed.of(List.copyOf(keys));
  }
}
