package dev.slipway.xetstore;

import dev.slipway.access.TokenId;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.OpenRepo;
import dev.slipway.signing.AddressSigner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Makes the tokens of the store and reads them. They are signed and not stored: what they are worth
 * is decided when they are shown, by the token that they stand for.
 */
public final class XetTokens {

  private static final String READING = "xet read";
  private static final String WRITING = "xet write";
  private static final String NONE = "-";

  private final AddressSigner signer;
  private final InstantSource time;

  XetTokens(AddressSigner signer, InstantSource time) {
    this.signer = signer;
    this.time = time;
  }

  /** A token as it is handed out. */
  public record Issued(String text, Instant expiresAt) {}

  /** A token for a repository whose gate has opened for as much. */
  public Issued issue(OpenRepo repo, boolean toWrite) {
    String text =
        signer.seal(
            toWrite ? WRITING : READING,
            XetLimits.TOKEN_LIFETIME.plus(XetLimits.TOKEN_GRACE),
            List.of(repo.repo().key().hex(), repo.caller().token().map(TokenId::hex).orElse(NONE)));
    return new Issued(text, time.instant().plus(XetLimits.TOKEN_LIFETIME));
  }

  Parsed<XetGrant> read(String text) {
    return switch (signer.open(WRITING, text)) {
      case Value<List<String>>(var fields) -> Parsed.of(grant(fields, true));
      case Malformed<List<String>> _ ->
          signer.open(READING, text).then(fields -> Parsed.of(grant(fields, false)));
    };
  }

  private static XetGrant grant(List<String> fields, boolean mayWrite) {
    Optional<TokenId> token =
        Optional.of(fields.get(1)).filter(id -> !id.equals(NONE)).map(TokenId::new);
    return new XetGrant(new RepoKey(fields.get(0)), mayWrite, token);
  }
}
