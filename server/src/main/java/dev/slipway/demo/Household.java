package dev.slipway.demo;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.accounts.AccountResult;
import dev.slipway.accounts.NewUser;
import dev.slipway.demo.HubClient.Answer;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.publishing.IssuerExceptions;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.tokens.NewToken;
import dev.slipway.tokens.NewTokenResult;
import dev.slipway.trust.Presets;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What stands before a job runs: the operator's part, and what Alice does once. */
final class Household {

  /** Where the job's workflow lives, at its CI provider. */
  static final String TRAINING = "acme/training";

  /** What is published. */
  static final String MODEL = "acme/awesome-model";

  /** What the job has no business with. */
  static final String OTHER = "acme/other-model";

  private static final Actor OPERATOR = new Actor.Operator();
  private static final Namespace ALICE = new Namespace("alice");
  private static final Namespace ACME = new Namespace("acme");

  private final DemoHub hub;
  private final HubClient client;
  private final Narration narration;

  Household(DemoHub hub, HubClient client, Narration narration) {
    this.hub = hub;
    this.client = client;
    this.narration = narration;
  }

  /** Adds Alice and her organisation, and gives a token of hers. */
  String people() {
    NewUser alice = new NewUser(ALICE, "alice@example.org", false, Optional.empty());
    AccountResult added = hub.accounts().addUser(OPERATOR, alice);
    narration.check(added instanceof AccountResult.AddedWithCode, "there is a user, alice", added);
    narration.detail("slipway user add alice --email alice@example.org");
    AccountResult org = hub.accounts().addOrg(OPERATOR, ACME, ALICE);
    narration.check(org instanceof AccountResult.Done, "she owns an organisation, acme", org);
    narration.detail("slipway org add acme --owner alice");
    NewToken wanted = new NewToken("laptop", Scope.WRITE, Optional.of(Duration.ofHours(1)));
    return switch (hub.tokens().create(OPERATOR, ALICE, wanted)) {
      case NewTokenResult.Created(_, var secret) -> secret.reveal();
      case NewTokenResult.NoSuchUser(var name) -> throw new IllegalStateException("no " + name);
    };
  }

  /** Creates the model, and another one beside it. */
  void models(String alice) throws IOException {
    for (String model : new String[] {MODEL, OTHER}) {
      String name = model.substring(model.indexOf('/') + 1);
      Map<String, Object> body = Map.of("type", "model", "organization", "acme", "name", name);
      Answer created = client.post(alice, "/api/repos/create", body);
      narration.check(created.status() == 200, "she creates the model " + model, created);
    }
  }

  /** Makes the issuer known: it is on this machine, which only an operator can allow. */
  void issuer(String url) {
    IssuerExceptions exceptions = IssuerExceptions.ofPrivate(Presets.GITHUB.id());
    var added = hub.issuers().add(OPERATOR, new Issuer(url), exceptions);
    narration.check(
        added instanceof dev.slipway.names.Parsed.Value<RegisteredIssuer>,
        "the operator lets a CI provider on this machine be an issuer",
        added);
    narration.detail("slipway issuer add " + url + " --preset github --allow-private");
  }

  /** Adds a publisher as Alice; gives its id. */
  String publisher(String alice, String issuer) throws IOException {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("repository", equalTo(TRAINING));
    claims.put("branch", equalTo("main"));
    claims.put("workflow", equalTo("publish.yml"));
    Answer added =
        client.post(
            alice,
            PUBLISHERS,
            Map.of("name", "release workflow", "issuerUrl", issuer, "claims", claims));
    narration.check(
        added.status() == 201, "alice adds a trusted publisher to " + MODEL + ":", added);
    narration.detail("jobs of publish.yml in " + TRAINING + ", on the branch main");
    narration.detail(
        "slipway publisher add %s --issuer %s --claim repository=%s --claim branch=main"
                .formatted(MODEL, issuer, TRAINING)
            + " --claim workflow=publish.yml");
    return added.text("id");
  }

  /** Removes the publisher again. */
  void removePublisher(String alice, String id) throws IOException {
    Answer removed = client.delete(alice, PUBLISHERS + "/" + id);
    narration.check(removed.status() == 204, "alice removes the publisher", removed);
    narration.detail("slipway publisher remove " + MODEL + " " + id);
  }

  private static final String PUBLISHERS = "/api/models/" + MODEL + "/settings/trusted-publishers";

  private static Map<String, Object> equalTo(String value) {
    return Map.of("kind", "eq", "value", value);
  }
}
