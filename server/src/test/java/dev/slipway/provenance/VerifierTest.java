package dev.slipway.provenance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Subject;
import dev.slipway.tokens.ExchangeSession;
import dev.slipway.tokens.ExchangeSession.Fact;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever is changed of a statement, a key or a commit, nothing is believed. */
class VerifierTest {

  private static final byte[] COMMIT =
      "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@b> 1 +0000\n\nm\n"
          .getBytes(UTF_8);
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  private final SigningKey key = SigningKey.make();
  private final CommitId commit = new CommitId(sha1(COMMIT));
  private final Envelope envelope = Envelope.sign(statement(), key);

  private static String sha1(byte[] commit) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("commit " + commit.length + "\0").getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(commit));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] statement() {
    ExchangeSession session =
        new ExchangeSession(
            "s1",
            new Issuer("https://ci.example"),
            new Subject("repo:acme/train"),
            Map.of("repository_id", "74"),
            Map.of(Fact.COMMIT, "ab".repeat(20), Fact.RUN_URL, "https://ci.example/run/1"),
            NOW,
            NOW);
    var change = new RefChange.Created(GitRef.to(RefName.MAIN, commit));
    return Statement.of(
        new Statement.Written("https://hub", "acme/m", List.of(change), List.of(commit), "r"),
        new Statement.Writer(session, "p1", 1, "t1"),
        NOW);
  }

  private Verdict verify(String text) {
    return Verifier.verify(text, List.of(key.publicHalf()), commit, COMMIT);
  }

  @Test
  void believes_what_the_hub_signed() {
    Verdict verdict = verify(envelope.print());

    assertThat(verdict.problem()).isEmpty();
    var signed = ((Verdict.Sound) verdict).statement();
    assertThat(signed.at("/subject/0/digest/gitCommit").asString()).isEqualTo(commit.hex());
    assertThat(signed.at("/predicate/runDetails/builder/id").asString())
        .isEqualTo("https://ci.example");
    assertThat(signed.at("/predicate/slipway_exchange/publisher").asString()).isEqualTo("p1");
  }

  @Test
  void believes_nothing_of_which_a_bit_is_changed() {
    byte[] text = envelope.print().getBytes(UTF_8);
    List<Integer> believed = new ArrayList<>();
    for (int bit = 0; bit < text.length * 8; bit++) {
      byte[] changed = flipped(text, bit);
      if (verify(new String(changed, ISO_8859_1)).problem().isEmpty()) {
        believed.add(bit);
      }
    }

    assertThat(text.length).isGreaterThan(1000);
    assertThat(believed).isEmpty();
  }

  @Test
  void believes_no_key_of_which_a_bit_is_changed() {
    byte[] raw = Base64.getUrlDecoder().decode(key.publicHalf().x());
    for (int bit = 0; bit < raw.length * 8; bit++) {
      String x = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped(raw, bit));
      VerificationKey other = VerificationKey.parse(x).orThrow();

      Verdict verdict = Verifier.verify(envelope.print(), List.of(other), commit, COMMIT);

      assertThat(verdict.problem()).as("bit " + bit).isPresent();
      // Nor if the statement names the changed key.
      Envelope renamed = new Envelope(envelope.payload(), other.id(), envelope.signature());
      assertThat(renamed.isSignedBy(other)).as("bit " + bit).isFalse();
    }
  }

  @Test
  void believes_nothing_of_a_commit_of_which_a_bit_is_changed() {
    for (int bit = 0; bit < COMMIT.length * 8; bit++) {
      byte[] changed = flipped(COMMIT, bit);
      CommitId other = new CommitId(sha1(changed));

      assertThat(
              Verifier.verify(envelope.print(), List.of(key.publicHalf()), commit, changed)
                  .problem())
          .isPresent();
      assertThat(
              Verifier.verify(envelope.print(), List.of(key.publicHalf()), other, changed)
                  .problem())
          .contains("the statement is about other commits");
    }
  }

  @Test
  void believes_no_other_key_of_the_hub_and_any_of_several() {
    SigningKey other = SigningKey.make();

    assertThat(
            Verifier.verify(envelope.print(), List.of(other.publicHalf()), commit, COMMIT)
                .problem())
        .contains("none of the given keys signed the statement");
    List<VerificationKey> both = List.of(other.publicHalf(), key.publicHalf());
    assertThat(Verifier.verify(envelope.print(), both, commit, COMMIT).problem()).isEmpty();
  }

  @Test
  void reads_a_key_set_only_if_each_key_is_what_its_name_says() {
    VerificationKey half = key.publicHalf();
    String set = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\",\"kid\":\"%s\"}]}";

    assertThat(JwksJson.parse(set.formatted(half.x(), half.id()).getBytes(UTF_8)))
        .isEqualTo(Parsed.of(List.of(half)));
    String foreign = SigningKey.make().publicHalf().id();
    assertThat(JwksJson.parse(set.formatted(half.x(), foreign).getBytes(UTF_8)))
        .isInstanceOf(Parsed.Malformed.class);
    for (String odd : List.of("", "{}", "[]", "null", "{\"keys\":[null]}", "{\"keys\":[{}]}")) {
      assertThat(JwksJson.parse(odd.getBytes(UTF_8))).isInstanceOf(Parsed.Malformed.class);
    }
  }

  @Test
  void keeps_a_key_over_its_secret() {
    SigningKey again = SigningKey.of(key.publicHalf(), key.secret());
    byte[] message = "m".getBytes(UTF_8);

    assertThat(key.publicHalf().verifies(message, again.sign(message))).isTrue();
    assertThat(Optional.of(key.toString()))
        .hasValueSatisfying(text -> assertThat(text).contains(key.publicHalf().id()));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }
}
