package dev.slipway.tokens;

import dev.slipway.names.Issuer;
import dev.slipway.names.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of an ID token that was exchanged: nothing about people, and nothing by which
 * it could be shown again.
 *
 * @param id what the tokens that it was exchanged for share
 * @param claims of the token, those that say which job it was
 * @param facts what the claims mean, under names that do not depend on the provider
 * @param issuedAt when the provider made it
 */
public record ExchangeSession(
    String id,
    Issuer issuer,
    Subject subject,
    Map<String, String> claims,
    Map<Fact, String> facts,
    Instant issuedAt,
    Instant createdAt) {

  public ExchangeSession {
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** What a job can be asked, whoever ran it. */
  public enum Fact {
    /** The repository whose job it is, as its provider names it. */
    REPOSITORY("repository"),
    /** Its id there. */
    REPOSITORY_ID("repositoryId"),
    /** The id of who owns it there. */
    OWNER_ID("ownerId"),
    /** The definition that ran. */
    WORKFLOW("workflow"),
    /** The definition that the first one called. */
    JOB_WORKFLOW("jobWorkflow"),
    /** The branch that it ran for. */
    BRANCH("branch"),
    /** The tag that it ran for. */
    TAG("tag"),
    /** Where it deployed to, which may need somebody's approval. */
    ENVIRONMENT("environment"),
    /** The commit that it ran for. */
    COMMIT("commit"),
    /** What started it. */
    TRIGGER("trigger"),
    /** What kind of machine it ran on. */
    RUNNER("runner"),
    /** Its number. */
    RUN("run"),
    /** Where its log can be read. */
    RUN_URL("runUrl"),
    /** Where the commit can be read. */
    COMMIT_URL("commitUrl"),
    /** Where its repository can be read. */
    REPOSITORY_URL("repositoryUrl");

    private final String word;

    Fact(String word) {
      this.word = word;
    }

    /** The name in JSON. */
    public String word() {
      return word;
    }
  }
}
