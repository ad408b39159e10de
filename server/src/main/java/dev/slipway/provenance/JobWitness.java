package dev.slipway.provenance;

import dev.slipway.access.Actor;
import dev.slipway.access.TokenId;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.http.PublicUrl;
import dev.slipway.names.CommitId;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.ExchangeSession;
import dev.slipway.tokens.ExchangeSession.Fact;
import dev.slipway.tokens.ExchangeSessionStore;
import dev.slipway.tokens.TokenOrigin;
import dev.slipway.tokens.TokenStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs who wrote the commits that a job brings, in the transaction that makes them visible. */
public final class JobWitness implements RepoGit.CommitWitness {

  private final ProvenanceKeys keys;
  private final TokenStore tokens;
  private final ExchangeSessionStore sessions;
  private final PublicUrl publicUrl;
  private final InstantSource time;
  private final StatementStore statements = new StatementStore();

  /** Signs with these keys what these rows tell. */
  public JobWitness(
      ProvenanceKeys keys,
      TokenStore tokens,
      ExchangeSessionStore sessions,
      PublicUrl publicUrl,
      InstantSource time) {
    this.keys = keys;
    this.tokens = tokens;
    this.sessions = sessions;
    this.publicUrl = publicUrl;
    this.time = time;
  }

  @Override
  public void landed(Tx tx, OpenRepo repo, CatalogUpdate update, String requestId) {
    if (repo.caller().actor() instanceof Actor.Workload && !update.commits().isEmpty()) {
      TokenId token = repo.caller().token().orElseThrow();
      TokenOrigin origin = tokens.origin(tx, token).orElseThrow();
      ExchangeSession session = sessions.find(tx, origin.sessionId()).orElseGet(() -> bare(origin));
      sign(
          tx,
          repo,
          update,
          new Statement.Writer(
              session, origin.publisherId(), origin.publisherVersion(), token.hex()),
          requestId);
    }
  }

  /** Of tokens that are older than sessions their row is all there is. */
  private ExchangeSession bare(TokenOrigin origin) {
    Instant now = time.instant();
    return new ExchangeSession(
        origin.sessionId(), origin.issuer(), origin.subject(), Map.of(), Map.of(), now, now);
  }

  private void sign(
      Tx tx, OpenRepo repo, CatalogUpdate update, Statement.Writer writer, String requestId) {
    Instant now = time.instant();
    List<CommitId> commits = update.commits().stream().limit(Statement.MAX_SUBJECTS).toList();
    Statement.Written written =
        new Statement.Written(
            publicUrl.origin(), repo.repo().id().path(), update.changes(), commits, requestId);
    byte[] payload = Statement.of(written, writer, now);
    ExchangeSession session = writer.session();
    statements.insert(
        tx,
        new StatementStore.Row(
            UUID.randomUUID().toString(),
            repo.repo().key(),
            Envelope.sign(payload, keys.current(tx)).print(),
            session.id(),
            writer.publisher(),
            session.issuer(),
            session.subject(),
            session.facts().getOrDefault(Fact.RUN_URL, ""),
            now),
        commits);
  }
}
