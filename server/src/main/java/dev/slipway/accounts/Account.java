package dev.slipway.accounts;

import dev.slipway.access.UserId;
import dev.slipway.names.Namespace;
import java.time.Instant;
import java.util.Optional;

/**
 * A user or an organisation.
 *
 * @param email absent for organisations
 * @param isAdmin whether this user operates the hub
 * @param isLocked whether the tokens of this account, and those of its repositories, are dead
 */
public record Account(
    UserId id,
    Kind kind,
    Namespace name,
    String fullName,
    Optional<String> email,
    boolean isAdmin,
    boolean isLocked,
    Instant createdAt) {

  /** What an account is. */
  public enum Kind {
    USER("user"),
    ORG("org");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word in tables and answers. */
    public String word() {
      return word;
    }
  }
}
