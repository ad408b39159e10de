package dev.slipway.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.RefScope;
import dev.slipway.access.UserId;
import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoType;
import dev.slipway.publishing.Publisher.Grant;
import dev.slipway.publishing.Publisher.History;
import dev.slipway.publishing.Publisher.Pending;
import dev.slipway.publishing.Publisher.Pins;
import dev.slipway.publishing.Publisher.Rule;
import dev.slipway.publishing.Publisher.State;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.trust.ClaimValue.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub does by itself about publishers whose repository never came. */
class ExpiredPendingTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final UserId LAB = new UserId("a".repeat(24));
  private static final Issuer OLD = new Issuer("https://old.example");
  private static final Issuer YOUNG = new Issuer("https://young.example");

  private final PublisherStore publishers = new PublisherStore();
  private final IssuerStore issuers = new IssuerStore();

  private Publisher waiting(String id, Issuer issuer, Instant until) {
    RepoScope scope =
        new RepoScope(
            RepoType.MODEL, RepoScope.exact(List.of("m")).orThrow(), RepoScope.Creates.PRIVATE);
    return new Publisher(
        id,
        new Target.OfNamespace(LAB),
        issuer,
        "",
        new Rule("generic", Map.of("sub", new Text("job")), Set.of(), Optional.empty()),
        new Grant(false, Duration.ofHours(1), RefScope.EVERY, false, Optional.of(scope)),
        new State(
            false, false, Optional.empty(), Optional.of(new Pending(until, Optional.empty()))),
        Pins.NONE,
        new History(1, NOW.minus(Pending.PATIENCE), "ann", Optional.empty()));
  }

  @Test
  void those_are_removed_with_a_line_in_the_audit_and_their_issuer(@TempDir Path folder) {
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      database.write(tx -> {
        tx.handle()
            .execute(
                "INSERT INTO account (id, kind, name, folded_name, full_name, created_at)"
                    + " VALUES (?, 'org', 'lab', 'lab', 'Lab', 0)",
                LAB.hex());
        issuers.insert(tx, RegisteredIssuer.named(OLD), NOW);
        issuers.insert(tx, RegisteredIssuer.named(YOUNG), NOW);
        publishers.insert(tx, waiting("old", OLD, NOW));
        publishers.insert(tx, waiting("young", YOUNG, NOW.plusMillis(1)));
        return tx;
      });
      AuditStore audit = new AuditStore(() -> NOW);

      new NamespacePublishers(
              database,
              new NamespacePublishers.Stores(
                  publishers,
                  new NamespacePublisherStore(),
                  issuers,
                  new RepoStore(),
                  new AccountStore(),
                  audit),
              () -> NOW)
          .removeExpired();

      List<Publisher> left = database.read(tx -> publishers.list(tx, new Target.OfNamespace(LAB)));
      assertThat(left).extracting(Publisher::id).containsExactly("young");
      List<RegisteredIssuer> named = database.read(issuers::list);
      assertThat(named).extracting(RegisteredIssuer::issuer).containsExactly(YOUNG);
      List<String> events =
          database.read(tx ->
              tx.handle()
                  .createQuery("SELECT action || ' ' || target FROM audit_event")
                  .mapTo(String.class)
                  .list());
      assertThat(events).containsExactly("namespace.remove_trusted_publisher lab");
    }
  }
}
