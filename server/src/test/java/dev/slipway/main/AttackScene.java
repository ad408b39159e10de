package dev.slipway.main;

import dev.slipway.main.AttackHub.Provider;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fills a hub with resources in every state that an exchange can meet. */
final class AttackScene {

  private final AttackHub attacked;
  private final CiFixture ci;
  private final HubFixture hub;

  AttackScene(AttackHub attacked, CiFixture ci) {
    this.attacked = attacked;
    this.ci = ci;
    this.hub = ci.hub();
  }

  void build() throws Exception {
    openResources();
    closedResources();
    movedResources();
    for (Provider provider : Provider.values()) {
      letIn(provider);
    }
    attacked.run("issuer", "disable", attacked.issuer(Provider.DISABLED));
    attacked.run("issuer", "distrust", attacked.issuer(Provider.DISTRUSTED), "k");
    unaudited();
    settle();
  }

  private static Map<String, Object> claims(Object... namesAndValues) {
    Map<String, Object> claims = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      claims.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return claims;
  }

  private static Map<String, Object> train() {
    return claims("repository", "acme/train", "branch", "main");
  }

  private void model(String name, Provider provider, Map<String, Object> claims) {
    hub.model(ci.acme(), name);
    attacked.publish(name, provider, claims);
  }

  private void openResources() {
    for (Provider github : new Provider[] {Provider.GITHUB, Provider.ONLINE}) {
      attacked.publish(
          "acme/m",
          github,
          claims("repository", "acme/train", "branch", "main", "workflow", "publish.yml"));
    }
    attacked.publish(
        "acme/m", Provider.GITLAB, claims("project_path", "acme/ml/trainer", "branch", "main"));
    attacked.publish(
        "acme/m",
        Provider.CIRCLECI,
        claims("oidc.circleci.com/project-id", "8f2a", "branch", "main"));
    attacked.publish(
        "acme/m", Provider.BITBUCKET, claims("repositoryUuid", "{a11c}", "branch", "main"));
    for (Provider azure : new Provider[] {Provider.AZURE, Provider.UNFLAGGED}) {
      attacked.publish(
          "acme/m",
          azure,
          claims("prj_id", "271e", "def_id", "42", "rpo_id", "5d1f", "branch", "main"));
    }
    attacked.publish(
        "acme/m", Provider.KUBERNETES, claims("/kubernetes.io/serviceaccount/uid", "f572"));
    attacked.publish(
        "acme/m",
        Provider.BUILDKITE,
        claims("organization_slug", "acme", "pipeline_slug", "train", "branch", "main"));
    attacked.publish("acme/m", Provider.GOOGLE, claims("sub", "1042"));
    attacked.publish(
        "acme/m",
        Provider.GENERIC,
        claims("sub", "the-job", "team", "ml", "tier", 7, "prod", true));
    attacked.publish("acme/m", Provider.DISABLED, train());
    attacked.publish("acme/m", Provider.DISTRUSTED, train());
    model("acme/theirs", Provider.OTHER_GITHUB, train());
    model(
        "acme/staging",
        Provider.GITHUB,
        claims("repository", "acme/train", "environment", "staging"));
    model("acme/k", Provider.GITHUB, claims("repository", "kubernetes/k"));
    model(
        "acme/prod",
        Provider.GITLAB,
        claims("project_path", "acme/ml/trainer", "environment", "prod"));
    model("acme/tagged", Provider.GITLAB, claims("project_path", "acme/ml/trainer", "tag", "main"));
    model("acme/byid", Provider.GITHUB, claims("repository_id", "74"));
    model("acme/quick", Provider.GITLAB, claims("project_path", "acme/ml/trainer"));
    hub.send(
        ci.acme(),
        "PATCH",
        "/api/models/acme/quick/settings/trusted-publishers/" + attacked.publisher("acme/quick"),
        "{\"maxTokenAgeSeconds\": 3600}");
    model("acme/unpinned", Provider.GITHUB, train());
    model(
        "acme/cafe",
        Provider.GITHUB,
        claims("repository", "acme/train", "environment", "caf\u00e9"));
    hub.model(ci.acme(), "acme/empty");
  }

  private void closedResources() {
    for (String name : new String[] {"paused", "expired", "late"}) {
      model("acme/" + name, Provider.GITHUB, train());
    }
    String paused = attacked.publisher("acme/paused");
    attacked.change("UPDATE publisher SET is_paused = 1 WHERE id = ?", paused);
    String expired = attacked.publisher("acme/expired");
    attacked.change("UPDATE publisher SET expires_at = 1000 WHERE id = ?", expired);
    String late = attacked.publisher("acme/late");
    attacked.change("UPDATE publisher SET pin_until = 1000 WHERE id = ?", late);
    model("acme/closed", Provider.GITHUB, train());
    attacked.change("UPDATE repo SET is_disabled = 1 WHERE name = 'closed'");
    hub.repo(ci.acme(), RepoId.parse(RepoType.MODEL, "acme/hidden").orThrow(), true);
    attacked.publish("acme/hidden", Provider.GITHUB, claims("repository", "acme/other"));
    String bob = hub.user("bob");
    hub.model(bob, "bob/m");
    String body = CiFixture.publisherBody(attacked.issuer(Provider.GITHUB), train(), false);
    require(hub.post(bob, "/api/models/bob/m/settings/trusted-publishers", body), 201);
    attacked.run("user", "lock", "bob");
  }

  private void movedResources() {
    model("acme/again", Provider.GITHUB, train());
    String gone = "{\"name\": \"again\", \"organization\": \"acme\", \"type\": \"model\"}";
    require(hub.send(ci.acme(), "DELETE", "/api/repos/delete", gone), 200);
    hub.model(ci.acme(), "acme/again");
    model("acme/moved", Provider.GITHUB, train());
    attacked.run("org", "add", "lab", "--owner", "acme");
    String move = "{\"fromRepo\": \"acme/moved\", \"toRepo\": \"lab/moved\"}";
    require(hub.post(ci.acme(), "/api/repos/move", move), 200);
  }

  private static void require(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(answer.body());
    }
  }

  /** One job of each provider came already: its ids are pinned, its keys are known. */
  private void letIn(Provider provider) {
    if (provider == Provider.UNKNOWN || provider == Provider.UNFLAGGED) {
      return;
    }
    String resource = provider == Provider.OTHER_GITHUB ? "acme/theirs" : "acme/m";
    ci.token(attacked.job(provider), resource);
  }

  /** Nothing can be written down of what happens to this one. */
  private void unaudited() {
    model("acme/unaudited", Provider.GITHUB, train());
    attacked.change(
        "CREATE TRIGGER no_audit BEFORE INSERT ON audit_event WHEN NEW.target = 'acme/unaudited'"
            + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  }

  /** The hub may fetch keys of its own accord soon after an issuer is registered. */
  private void settle() throws InterruptedException {
    String before = "";
    while (!before.equals(attacked.traces())) {
      before = attacked.traces();
      Thread.sleep(1_200);
    }
  }
}
