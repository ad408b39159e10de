package dev.slipway.tokens;

import dev.slipway.access.Scope;
import dev.slipway.access.TokenId;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.UserId;
import dev.slipway.names.RepoKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A token as the hub remembers it: everything but the token.
 *
 * @param user whose token it is; absent for a repository's
 * @param repo the one repository that it is for; absent for a user's
 * @param origin the exchange that it came from; absent for tokens that a person made
 * @param expiresAt absent if it works until it is revoked
 */
public record AccessToken(
    TokenId id,
    Kind kind,
    String name,
    Scope scope,
    Optional<UserId> user,
    Optional<RepoKey> repo,
    TokenLimits limits,
    Optional<TokenOrigin> origin,
    Instant createdAt,
    Optional<Instant> expiresAt) {

  /** What a token is, and how its text begins. */
  public enum Kind {
    /** Made by a person for themselves. */
    PERSONAL("personal", "hf_"),
    /** Exchanged for an ID token, for one repository. */
    REPO("repo", "hf_jwt_"),
    /** Exchanged for an ID token, for a user's gated repositories. */
    USER("user", "hf_oauth_");

    private final String word;
    private final String prefix;

    Kind(String word, String prefix) {
      this.word = word;
      this.prefix = prefix;
    }

    /** The word in tables. */
    public String word() {
      return word;
    }

    /** How the token's text begins: clients refuse tokens that do not begin with {@code hf_}. */
    public String prefix() {
      return prefix;
    }
  }
}
