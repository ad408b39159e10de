package dev.slipway.provenance;

import dev.slipway.names.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed statement: a DSSE envelope with one signature (secure-systems-lab/dsse, 1.0). There is
 * one way of writing it, and only that is read, so that no bit of it can be changed unnoticed.
 *
 * @param payload the statement's bytes, which the signature is over
 * @param keyId the thumbprint of the key
 * @param signature the 64 bytes of Ed25519
 */
public record Envelope(byte[] payload, String keyId, byte[] signature) {

  /** What the payload is. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** The media type of an envelope. */
  public static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

  /** Longest text that is read, in characters. */
  public static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Signs a statement. */
  static Envelope sign(byte[] payload, SigningKey key) {
    return new Envelope(payload, key.publicHalf().id(), key.sign(toSign(payload)));
  }

  /** The bytes that are signed: DSSE's pre-authentication encoding. */
  private static byte[] toSign(byte[] payload) {
    byte[] head =
        ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  /** Whether the private half of {@code key}, which it names, signed it. */
  boolean isSignedBy(VerificationKey key) {
    return key.id().equals(keyId) && key.verifies(toSign(payload), signature);
  }

  /** The one way of writing it. */
  String print() {
    Map<String, Object> signed = new LinkedHashMap<>();
    signed.put("keyid", keyId);
    signed.put("sig", Base64.getEncoder().encodeToString(signature));
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("payloadType", PAYLOAD_TYPE);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope.put("signatures", List.of(signed));
    return JSON.writeValueAsString(envelope);
  }

  /** Reads what {@link #print} wrote, and nothing else; a line break at the end is let pass. */
  public static Parsed<Envelope> parse(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (line.length() > MAX_CHARACTERS) {
      return malformed();
    }
    try {
      JsonNode json = JSON.readTree(line);
      JsonNode signed = json.path("signatures").path(0);
      Optional<byte[]> payload = base64(json.path("payload"));
      Optional<byte[]> signature = base64(signed.path("sig"));
      if (payload.isEmpty() || signature.isEmpty()) {
        return malformed();
      }
      Envelope envelope =
          new Envelope(payload.get(), signed.path("keyid").asString(""), signature.get());
      return envelope.print().equals(line) ? Parsed.of(envelope) : malformed();
    } catch (JacksonException _) {
      return malformed();
    }
  }

  private static Optional<byte[]> base64(JsonNode text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.asString("")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Parsed<Envelope> malformed() {
    return Parsed.malformed("the statement is not in the one form that this hub writes");
  }
}
