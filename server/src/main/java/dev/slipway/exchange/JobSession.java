package dev.slipway.exchange;

import dev.slipway.tokens.ExchangeSession;
import dev.slipway.tokens.ExchangeSession.Fact;
import dev.slipway.trust.JobFacts;
import dev.slipway.trust.ProviderPreset;
import dev.slipway.trust.VerifiedToken;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is remembered of the job behind an ID token: what its preset lets be kept. */
final class JobSession {

  private JobSession() {}

  /** The session of a token that was just accepted under the rules of {@code preset}. */
  static ExchangeSession of(String id, VerifiedToken token, ProviderPreset preset, Instant now) {
    JobFacts job = preset.describe(token);
    Map<String, String> claims = new LinkedHashMap<>();
    job.snapshot().forEach((name, value) -> claims.put(name.text(), value.toString()));
    return new ExchangeSession(
        id, token.issuer(), token.subject(), claims, facts(job), token.issuedAt(), now);
  }

  private static Map<Fact, String> facts(JobFacts job) {
    Map<Fact, String> facts = new EnumMap<>(Fact.class);
    job.rows().forEach((row, value) -> facts.put(Fact.valueOf(row.name()), value));
    job.runUrl().ifPresent(url -> facts.put(Fact.RUN_URL, url.toString()));
    job.commitUrl().ifPresent(url -> facts.put(Fact.COMMIT_URL, url.toString()));
    job.repositoryUrl().ifPresent(url -> facts.put(Fact.REPOSITORY_URL, url.toString()));
    return facts;
  }
}
