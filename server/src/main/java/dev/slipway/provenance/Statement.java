package dev.slipway.provenance;

import dev.slipway.git.storage.RefChange;
import dev.slipway.names.CommitId;
import dev.slipway.tokens.ExchangeSession;
import dev.slipway.tokens.ExchangeSession.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says which job wrote which commits: an in-toto statement (v1) with a SLSA provenance predicate
 * (v1), and what the hub itself knows of the exchange beside it.
 */
final class Statement {

  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
  static final String BUILD_TYPE = "https://slipway.dev/provenance/commit/v1";
  static final String DIGEST = "gitCommit";

  /** Most commits of one statement; a push that brings more has its tips and the first of these. */
  static final int MAX_SUBJECTS = 10_000;

  /** Claims with the login of whoever started the job. */
  private static final Set<String> LOGINS = Set.of("actor", "user_login");

  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Statement() {}

  /**
   * What was written.
   *
   * @param repo as people write it
   * @param hub the hub's own address
   */
  record Written(
      String hub, String repo, List<RefChange> changes, List<CommitId> commits, String requestId) {}

  /**
   * By whom.
   *
   * @param publisher its id
   * @param version of the publisher, as it was at the exchange
   * @param token the id of the access token's row
   */
  record Writer(ExchangeSession session, String publisher, long version, String token) {}

  /** The bytes to be signed. */
  static byte[] of(Written written, Writer writer, Instant at) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("_type", TYPE);
    statement.put(
        "subject",
        written.commits().stream().map(commit -> subject(written.repo(), commit)).toList());
    statement.put("predicateType", PREDICATE_TYPE);
    Map<String, Object> predicate = new LinkedHashMap<>();
    predicate.put("buildDefinition", definition(written, writer.session()));
    predicate.put("runDetails", run(writer.session(), at));
    predicate.put("slipway_exchange", exchange(written, writer, at));
    statement.put("predicate", predicate);
    return JSON.writeValueAsBytes(statement);
  }

  /** What a statement calls a commit of a repository. */
  static String nameOf(String repo, CommitId commit) {
    return repo + "@" + commit.hex();
  }

  /** Names stand once in a statement, so each is the repository's with the commit's. */
  private static Map<String, Object> subject(String repo, CommitId commit) {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("name", nameOf(repo, commit));
    subject.put("digest", Map.of(DIGEST, commit.hex()));
    return subject;
  }

  private static Map<String, Object> definition(Written written, ExchangeSession session) {
    Map<String, Object> external = new LinkedHashMap<>();
    external.put("hub", written.hub());
    external.put("repository", written.repo());
    external.put("refs", written.changes().stream().map(Statement::change).toList());
    Map<String, Object> job = new LinkedHashMap<>();
    for (Fact fact :
        List.of(
            Fact.REPOSITORY,
            Fact.WORKFLOW,
            Fact.JOB_WORKFLOW,
            Fact.BRANCH,
            Fact.TAG,
            Fact.ENVIRONMENT,
            Fact.TRIGGER)) {
      fact(session, fact).ifPresent(value -> job.put(fact.word(), value));
    }
    external.put("job", job);
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("buildType", BUILD_TYPE);
    definition.put("externalParameters", external);
    definition.put("internalParameters", Map.of("claims", impersonal(session.claims())));
    definition.put("resolvedDependencies", source(session));
    return definition;
  }

  /** A statement is for everybody and for ever: who started the job stays in the session. */
  private static Map<String, String> impersonal(Map<String, String> claims) {
    Map<String, String> impersonal = new LinkedHashMap<>(claims);
    impersonal.keySet().removeAll(LOGINS);
    return impersonal;
  }

  private static Map<String, Object> change(RefChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", change.name().text());
    switch (change) {
      case RefChange.Created(var ref) -> json.put("after", ref.commit().hex());
      case RefChange.Moved(var from, var to) -> {
        json.put("before", from.commit().hex());
        json.put("after", to.commit().hex());
      }
      case RefChange.Deleted(var ref) -> json.put("before", ref.commit().hex());
    }
    return json;
  }

  /** The commit of the job's own repository, if the provider names one. */
  private static List<Map<String, Object>> source(ExchangeSession session) {
    List<Map<String, Object>> sources = new ArrayList<>();
    fact(session, Fact.COMMIT)
        .filter(commit -> SHA1.matcher(commit).matches())
        .ifPresent(commit -> {
          Map<String, Object> source = new LinkedHashMap<>();
          fact(session, Fact.REPOSITORY_URL).ifPresent(url -> source.put("uri", "git+" + url));
          source.put("digest", Map.of(DIGEST, commit));
          sources.add(source);
        });
    return sources;
  }

  private static Map<String, Object> run(ExchangeSession session, Instant at) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(
        "invocationId",
        fact(session, Fact.RUN_URL).or(() -> fact(session, Fact.RUN)).orElse(session.id()));
    metadata.put("startedOn", session.issuedAt().toString());
    metadata.put("finishedOn", at.toString());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("builder", Map.of("id", session.issuer().text()));
    run.put("metadata", metadata);
    return run;
  }

  private static Map<String, Object> exchange(Written written, Writer writer, Instant at) {
    Map<String, Object> exchange = new LinkedHashMap<>();
    exchange.put("issuer", writer.session().issuer().text());
    exchange.put("subject", writer.session().subject().text());
    exchange.put("publisher", writer.publisher());
    exchange.put("publisherVersion", writer.version());
    exchange.put("session", writer.session().id());
    exchange.put("token", writer.token());
    fact(writer.session(), Fact.RUNNER).ifPresent(value -> exchange.put("runner", value));
    exchange.put("exchangedAt", writer.session().createdAt().toString());
    exchange.put("receivedAt", at.toString());
    exchange.put("requestId", written.requestId());
    return exchange;
  }

  private static Optional<String> fact(ExchangeSession session, Fact fact) {
    return Optional.ofNullable(session.facts().get(fact));
  }
}
