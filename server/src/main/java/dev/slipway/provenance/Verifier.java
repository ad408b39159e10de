package dev.slipway.provenance;

import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a statement without a hub: the envelope, keys that are trusted, and the commit itself. */
public final class Verifier {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Verifier() {}

  /**
   * Checks that one of {@code keys} signed the statement, that it names {@code commit}, and that
   * {@code bytes} are that commit.
   *
   * @param envelope the text of the statement's envelope
   * @param bytes the commit object without git's header
   */
  public static Verdict verify(
      String envelope, Collection<VerificationKey> keys, CommitId commit, byte[] bytes) {
    return switch (Envelope.parse(envelope)) {
      case Malformed<Envelope>(var problem) -> new Verdict.Unsound(problem);
      case Value<Envelope>(var signed) -> {
        Optional<VerificationKey> key = keys.stream().filter(signed::isSignedBy).findFirst();
        if (key.isEmpty()) {
          yield new Verdict.Unsound("none of the given keys signed the statement");
        }
        if (!hash(bytes).equals(commit.hex())) {
          yield new Verdict.Unsound("the commit's bytes do not have its id as their hash");
        }
        yield about(signed.payload(), key.get().id(), commit);
      }
    };
  }

  private static Verdict about(byte[] payload, String keyId, CommitId commit) {
    try {
      JsonNode statement = JSON.readTree(payload);
      boolean isOurs =
          statement.path("_type").asString("").equals(Statement.TYPE)
              && statement.path("predicateType").asString("").equals(Statement.PREDICATE_TYPE);
      if (!isOurs) {
        return new Verdict.Unsound("what was signed is no statement about commits");
      }
      boolean isNamed =
          StreamSupport.stream(statement.path("subject").spliterator(), false)
              .map(subject -> subject.path("digest").path(Statement.DIGEST).asString(""))
              .anyMatch(commit.hex()::equals);
      return isNamed
          ? new Verdict.Sound(keyId, statement)
          : new Verdict.Unsound("the statement is about other commits");
    } catch (JacksonException _) {
      return new Verdict.Unsound("what was signed is not JSON");
    }
  }

  private static String hash(byte[] commit) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("commit " + commit.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha1.digest(commit));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
