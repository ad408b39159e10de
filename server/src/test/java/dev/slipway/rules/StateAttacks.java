package dev.slipway.rules;

import static dev.slipway.rules.Expected.answer;
import static dev.slipway.rules.Expected.error;
import static dev.slipway.rules.Expected.refused;
import static dev.slipway.rules.Expected.unreadable;

import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import dev.slipway.trust.Flaw;
import java.util.List;

/** Sections I to M: resources that change hands, tokens of ours, logs and management. */
final class StateAttacks {

  private static final String PUBLISHERS = "/api/models/acme/m/settings/trusted-publishers";
  private static final String ANY =
      "{\"issuerUrl\": \"https://ci.example\", \"claims\": {\"sub\": {\"kind\": \"eq\", \"value\": \"x\"}}}";

  private final Rows rows = new Rows();

  static List<Row> all() {
    var attacks = new StateAttacks();
    attacks.pins();
    attacks.changes();
    attacks.ourTokens();
    attacks.secrets();
    attacks.records();
    attacks.management();
    return attacks.rows.list();
  }

  private void closed(String rule, String sentence, String resource, String reason) {
    rows.token(rule, sentence, refused(reason), t -> t.resource(resource));
  }

  private void pins() {
    closed(
        "I1", "the first job comes after more than seven days", "acme/late", "PIN_WINDOW_EXPIRED");
    rows.token(
        "I2",
        "a resurrected repository with another workflow's branch pins nothing",
        refused("CLAIM_MISMATCH(branch)"),
        t -> ids(t, "666", "6").claim("ref", "refs/heads/side").resource("acme/unpinned"));
    rows.token(
        "I2",
        "a resurrected repository by a blocked event pins nothing",
        refused("TRIGGER_BLOCKED(pull_request_target)"),
        t ->
            ids(t, "666", "6")
                .claim("event_name", "pull_request_target")
                .resource("acme/unpinned"));
    rows.token(
        "I3",
        "the same names, another repository's id",
        refused("PIN_MISMATCH(repository_id)"),
        t -> ids(t, "75", "9"));
    rows.token(
        "I3",
        "the same names, another owner's id",
        refused("PIN_MISMATCH(repository_owner_id)"),
        t -> ids(t, "74", "10"));
    rows.token(
        "I3",
        "the same names, no ids",
        refused("PIN_MISMATCH(repository_id)"),
        t -> t.without("repository_id").without("repository_owner_id"));
    rows.token(
        "I3",
        "the same names, an id that is a number",
        refused("PIN_MISMATCH(repository_id)"),
        t -> t.claim("repository_id", 74));
    rows.attack(
        "I3",
        "the same path of GitLab, another project's id",
        refused("PIN_MISMATCH(project_id)"),
        Rows.of(Provider.GITLAB, t -> t.claim("project_id", "21")));
    rows.token(
        "I4",
        "the same ids, another name",
        refused("RENAMED"),
        t ->
            t.claim("repository", "acme/trainer")
                .claim(
                    "workflow_ref", "acme/trainer/.github/workflows/publish.yml@refs/heads/main"));
  }

  private static Token ids(Token token, String repository, String owner) {
    return token.claim("repository_id", repository).claim("repository_owner_id", owner);
  }

  private void changes() {
    closed("I5", "a repository that was deleted and made again", "acme/again", "NO_PUBLISHER");
    closed(
        "I6",
        "a repository that moved to another account, by its new name",
        "lab/moved",
        "PUBLISHER_SUSPENDED");
    closed(
        "I6",
        "a repository that moved to another account, by its former name",
        "acme/moved",
        "PUBLISHER_SUSPENDED");
    closed("I7", "the owner is locked", "bob/m", "OWNER_LOCKED");
    closed("I7", "the operator has closed the repository", "acme/closed", "OWNER_LOCKED");
    closed("I7", "the publisher is paused", "acme/paused", "PUBLISHER_PAUSED");
    closed("I7", "the publisher has expired", "acme/expired", "PUBLISHER_EXPIRED");
    rows.attack(
        "I7",
        "the issuer is disabled",
        refused("ISSUER_DISABLED"),
        Rows.of(Provider.DISABLED, t -> t));
  }

  private void ourTokens() {
    for (Holder holder : List.of(Holder.JOB, Holder.GUEST, Holder.OWNER)) {
      rows.token(
          "J2",
          "subject_token is an access token of ours: " + words(holder),
          unreadable(Flaw.NOT_COMPACT),
          t -> t.parameter("subject_token", t.hub().token(holder)));
      rows.token(
          "J2",
          "the same, said to be one: " + words(holder),
          error(400, "invalid_request"),
          t ->
              t.parameter("subject_token", t.hub().token(holder))
                  .parameter(
                      "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
    }
    rows.token(
        "J7",
        "a repository by the owner's account, where no publisher is",
        refused("NO_PUBLISHER"),
        t -> t.resource("acme"));
  }

  private static String words(Holder holder) {
    return switch (holder) {
      case OWNER -> "of the owner";
      case OWNER_READING -> "of the owner, to read";
      case STRANGER -> "of somebody else";
      case JOB -> "of a job of this repository";
      case GUEST -> "of a job for its owner";
      case NOBODY -> "of nobody";
    };
  }

  private void secrets() {
    for (String resource : List.of("acme/nothing", "nobody/m", "nobody", "buckets/acme/m")) {
      closed(
          "K1", "another repository's job, or any, for " + resource, resource, "RESOURCE_UNKNOWN");
    }
    rows.token(
        "K3",
        "another repository's job for a private repository",
        refused("CLAIM_MISMATCH(repository)"),
        t -> MatchAttacks.evil(t).resource("acme/hidden"));
    rows.token(
        "K5",
        "a branch that writes a command of a runner, and clears the screen",
        refused("CLAIM_MISMATCH(branch)"),
        t ->
            t.claim("ref", "refs/heads/\n::add-mask::x ##[x] \u001b[2J\"\\ \u202e")
                .resource("acme/unpinned"));
    rows.token(
        "K5",
        "an environment that writes a command of a runner",
        refused("CLAIM_MISMATCH(environment)"),
        t -> t.claim("environment", "\"\n::set-output name=x::y").resource("acme/staging"));
  }

  private void records() {
    rows.token(
        "L2",
        "line feeds in every claim",
        refused("CLAIM_MISMATCH(repository)"),
        t ->
            MatchAttacks.evil(t)
                .claim("repository", "evil/x\nrequest 1: exchanged")
                .claim("actor", "a\r\nb")
                .claim("sha", "\u0085\u2028"));
    rows.token(
        "L2",
        "a line feed in iss",
        unreadable(Flaw.ISSUER_TYPE),
        t -> t.claim("iss", "https://evil.example\nrequest 1: exchanged"));
    rows.token(
        "L2",
        "9,000 characters in a claim",
        refused("CLAIM_MISMATCH(repository)"),
        t -> MatchAttacks.evil(t).claim("actor", "y".repeat(9_000)));
    rows.attack(
        "L3",
        "an exchange of which nothing can be written down",
        error(500, "server_error"),
        Rows.of(Provider.GITHUB, t -> t.resource("acme/unaudited")));
    rows.attack(
        "L3",
        "a publisher of which nothing can be written down",
        answer(500, ""),
        Rows.as(Holder.OWNER, "POST", PUBLISHERS.replace("/m/", "/unaudited/"), ANY));
  }

  private void management() {
    for (Holder holder : List.of(Holder.JOB, Holder.GUEST, Holder.OWNER_READING, Holder.STRANGER)) {
      rows.attack(
          "M1",
          "a token " + words(holder) + " adds a publisher",
          answer(403, ""),
          Rows.as(holder, "POST", PUBLISHERS, ANY));
      rows.attack(
          "M1",
          "a token " + words(holder) + " removes one",
          answer(403, ""),
          hub -> Rows.as(holder, "DELETE", PUBLISHERS + "/" + hub.publisher("acme/m"), "").on(hub));
    }
    rows.attack(
        "M1",
        "nobody adds a publisher",
        answer(401, ""),
        Rows.as(Holder.NOBODY, "POST", PUBLISHERS, ANY));
    rows.attack(
        "M1",
        "nobody adds one with the owner's token as a cookie",
        answer(401, ""),
        hub ->
            Answer.of(
                hub.send(
                    Holder.NOBODY,
                    "POST",
                    PUBLISHERS,
                    java.util.Map.of(
                        "Content-Type",
                        "application/json",
                        "Cookie",
                        "token=" + hub.token(Holder.OWNER)),
                    ANY.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    for (String method : List.of("PATCH", "DELETE")) {
      rows.attack(
          "M3",
          method + " of another repository's publisher by its id",
          answer(404, ""),
          hub ->
              Rows.as(
                      Holder.OWNER,
                      method,
                      PUBLISHERS + "/" + hub.publisher("acme/staging"),
                      "{\"paused\": true}")
                  .on(hub));
    }
    rows.attack(
        "M3",
        "accept-rename of another repository's publisher by its id",
        answer(404, ""),
        hub ->
            Rows.as(
                    Holder.OWNER,
                    "POST",
                    PUBLISHERS + "/" + hub.publisher("acme/staging") + "/accept-rename",
                    "")
                .on(hub));
    rows.attack(
        "M3",
        "another user's publisher as one of one's own",
        answer(404, ""),
        hub ->
            Rows.as(
                    Holder.STRANGER,
                    "DELETE",
                    "/api/settings/trusted-publishers/" + hub.publisher("acme/m"),
                    "")
                .on(hub));
  }
}
