package dev.slipway.rules;

import static dev.slipway.rules.Expected.answer;
import static dev.slipway.rules.Expected.refused;

import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Section H: what matches a publisher. */
final class MatchAttacks {

  private static final String PUBLISHERS = "/api/models/acme/m/settings/trusted-publishers";

  private final Rows rows = new Rows();

  static List<Row> all() {
    var attacks = new MatchAttacks();
    attacks.anchors();
    attacks.presence();
    attacks.types();
    attacks.letters();
    attacks.derived();
    attacks.events();
    attacks.paths();
    attacks.conflicts();
    return attacks.rows.list();
  }

  /** The token of another repository's job, consistent in itself. */
  static Token evil(Token token) {
    return token
        .claim("sub", "repo:evil/x:ref:refs/heads/main")
        .claim("repository", "evil/x")
        .claim("repository_id", "666")
        .claim("repository_owner", "evil")
        .claim("repository_owner_id", "6")
        .claim("workflow_ref", "evil/x/.github/workflows/publish.yml@refs/heads/main");
  }

  /** A maintainer saves a publisher. */
  static Act save(Provider provider, String claims) {
    return hub ->
        Rows.as(
                Holder.OWNER,
                "POST",
                PUBLISHERS,
                "{\"issuerUrl\": \"" + hub.issuer(provider) + "\", \"claims\": {" + claims + "}}")
            .on(hub);
  }

  private static String eq(String name, String value) {
    return "\"" + name + "\": {\"kind\": \"eq\", \"value\": \"" + value + "\"}";
  }

  private void saved(String rule, Provider provider, String phrase, String claims) {
    String shown = claims.replace("\"kind\": \"eq\", ", "").replace("\n", " ");
    rows.attack(
        rule,
        "a maintainer saves `{"
            + (shown.length() > 90 ? "…" : shown)
            + "}` for "
            + provider.preset(),
        answer(400, phrase),
        save(provider, claims));
  }

  private void on(
      String rule, String sentence, String reason, Provider provider, UnaryOperator<Token> change) {
    rows.attack(rule, sentence, refused(reason), Rows.of(provider, change));
  }

  private void anchors() {
    saved("H1", Provider.GITHUB, "", "");
    saved("H1", Provider.GITHUB, "must name", eq("branch", "main"));
    saved("H1", Provider.GITHUB, "must name", eq("aud", "https://hub.example"));
    saved(
        "H1",
        Provider.GITHUB,
        "must name",
        eq("environment", "prod") + ", " + eq("actor", "octocat"));
    saved("H1", Provider.GITHUB, "must name", eq("repository_owner", "acme"));
    saved("H1", Provider.GITHUB, "must name", eq("Repository", "acme/train"));
    saved("H1", Provider.GITLAB, "must name", eq("namespace_path", "acme"));
    saved("H1", Provider.CIRCLECI, "must name", eq("oidc.circleci.com/org-id", "0c1d"));
    saved("H1", Provider.BITBUCKET, "must name", eq("workspaceUuid", "99ab"));
    saved("H1", Provider.AZURE, "must name", eq("rpo_id", "5d1f"));
    saved("H1", Provider.GENERIC, "", eq("aud", "x"));
    saved("H1", Provider.GENERIC, "", eq("branch", "main") + ", " + eq("environment", "prod"));
    saved("H1", Provider.GENERIC, "", "\"robot\": {\"kind\": \"eq\", \"value\": true}");
    saved(
        "H10", Provider.GITHUB, "", "\"repository\": {\"kind\": \"glob\", \"value\": \"acme/*\"}");
    saved(
        "H10",
        Provider.GITHUB,
        "",
        "\"repository\": {\"kind\": \"regex\", \"value\": \"acme/a|acme/b\"}");
    saved("H15", Provider.GITHUB, "must name", eq("sub", "repo:acme/train:ref:refs/heads/main"));
    saved("H15", Provider.GITLAB, "must name", eq("sub", "project_path:acme/ml:ref:main"));
  }

  private void presence() {
    UnaryOperator<Token> staging = t -> t.resource("acme/staging");
    rows.token(
        "H2",
        "environment is missing",
        refused("CLAIM_MISSING(environment)"),
        t -> staging.apply(t).without("environment"));
    rows.token(
        "H2",
        "environment is empty",
        refused("CLAIM_MISMATCH(environment)"),
        t -> staging.apply(t).claim("environment", ""));
    rows.token(
        "H2",
        "environment is null",
        refused("CLAIM_TYPE(environment)"),
        t -> staging.apply(t).raw("environment", "null"));
    rows.token(
        "H2",
        "environment is another one",
        refused("CLAIM_MISMATCH(environment)"),
        t -> staging.apply(t).claim("environment", "prod"));
    rows.token(
        "H2",
        "another repository's job",
        refused("CLAIM_MISMATCH(repository)"),
        MatchAttacks::evil);
    saved("H2", Provider.GITHUB, "", eq("repository", ""));
    saved("H2", Provider.GITHUB, "", eq("repository", "   "));
    saved("H2", Provider.GITHUB, "", eq("repository", "acme/" + "x".repeat(512)));
    saved("H2", Provider.GITHUB, "", "\"repository\": {\"kind\": \"eq\", \"value\": null}");
  }

  private void types() {
    for (String value : List.of("74", "74.0", "7.4e1", "[\"74\"]", "{\"74\":\"74\"}", "true")) {
      rows.token(
          "H3",
          "repository_id is `" + value + "`, where a string is asked for",
          refused("CLAIM_TYPE(repository_id)"),
          t -> t.resource("acme/byid").raw("repository_id", value));
    }
    for (String value : List.of("\"7\"", "7.0", "7e0", "7.9", "[7]", "true", "null")) {
      on(
          "H3",
          "tier is `" + value + "`, where 7 is asked for",
          "CLAIM_TYPE(tier)",
          Provider.GENERIC,
          t -> t.raw("tier", value));
    }
    for (String value : List.of("\"true\"", "1", "[true]", "null")) {
      on(
          "H3",
          "prod is `" + value + "`, where true is asked for",
          "CLAIM_TYPE(prod)",
          Provider.GENERIC,
          t -> t.raw("prod", value));
    }
    on(
        "H3",
        "prod is false",
        "CLAIM_MISMATCH(prod)",
        Provider.GENERIC,
        t -> t.claim("prod", false));
    on(
        "H3",
        "team is an array of the right value",
        "CLAIM_TYPE(team)",
        Provider.GENERIC,
        t -> t.claim("team", List.of("ml")));
    on(
        "H3",
        "team is an object of the right value",
        "CLAIM_TYPE(team)",
        Provider.GENERIC,
        t -> t.claim("team", Map.of("ml", "ml")));
    rows.token(
        "H3",
        "repository is an array of the right value",
        refused("CLAIM_TYPE(repository)"),
        t -> t.claim("repository", List.of("acme/train")));
  }

  private static Token onBranch(Token token, String branch) {
    return token
        .claim("ref", "refs/heads/" + branch)
        .claim("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/" + branch);
  }

  private static Token file(Token token, String file) {
    return token.claim("workflow_ref", "acme/train/.github/workflows/" + file + "@refs/heads/main");
  }

  private void letters() {
    rows.token(
        "H4",
        "a workflow's file in another case",
        refused("CLAIM_MISMATCH(workflow)"),
        t -> file(t, "Publish.yml"));
    rows.token(
        "H4",
        "a branch in another case",
        refused("CLAIM_MISMATCH(branch)"),
        t -> onBranch(t, "MAIN"));
    on(
        "H4",
        "an environment of GitLab in another case",
        "CLAIM_MISMATCH(environment)",
        Provider.GITLAB,
        t -> t.resource("acme/prod").claim("environment", "PROD"));
    on(
        "H4",
        "an id of Bitbucket in another case",
        "CLAIM_MISMATCH(repositoryUuid)",
        Provider.BITBUCKET,
        t -> t.claim("repositoryUuid", "{A11C}"));
    rows.token(
        "H5",
        "an environment with a long s",
        refused("CLAIM_MISMATCH(environment)"),
        t -> t.resource("acme/staging").claim("environment", "\u017ftaging"));
    rows.token(
        "H5",
        "an owner with the sign of Kelvin",
        refused("CLAIM_MISMATCH(repository)"),
        t -> kelvin(t).resource("acme/k"));
    rows.token(
        "H6",
        "an environment that is decomposed",
        refused("CLAIM_MISMATCH(environment)"),
        t -> t.resource("acme/cafe").claim("environment", "cafe\u0301"));
    rows.token(
        "H6",
        "a branch with a zero-width space",
        refused("CLAIM_MISMATCH(branch)"),
        t -> onBranch(t, "main\u200b"));
    rows.token(
        "H6",
        "a branch with a space behind",
        refused("CLAIM_MISMATCH(branch)"),
        t -> onBranch(t, "main "));
    rows.token(
        "H6",
        "a repository in full-width letters",
        refused("CLAIM_MISMATCH(repository)"),
        t -> t.claim("repository", "acme/tr\uff41in"));
    for (String odd :
        List.of("main\\u200b", "a\\u202eb", "a\\u0000b", "\\u001b[2J", "a\\nb", "a\\ud800")) {
      saved("H6", Provider.GITHUB, "", eq("repository", "acme/train") + ", " + eq("branch", odd));
    }
  }

  private static Token kelvin(Token token) {
    return token
        .claim("repository", "\u212aubernetes/k")
        .claim("repository_owner", "\u212aubernetes")
        .claim("workflow_ref", "\u212aubernetes/k/.github/workflows/publish.yml@refs/heads/main");
  }

  private void derived() {
    rows.token(
        "H7",
        "a workflow called publish.yml in the file evil.yml",
        refused("CLAIM_MISMATCH(workflow)"),
        t -> file(t, "evil.yml").claim("workflow", "publish.yml"));
    rows.token(
        "H7",
        "no workflow_ref, and a raw workflow",
        refused("DERIVATION_FAILED(workflow)"),
        t -> t.without("workflow_ref").claim("workflow", "publish.yml"));
    rows.token(
        "H7",
        "a branch called like the file's address",
        refused("CLAIM_MISMATCH(branch)"),
        t -> onBranch(t, "x/.github/workflows/publish.yml@refs"));
    rows.token(
        "H7",
        "a file whose name holds the right one",
        refused("DERIVATION_FAILED(workflow)"),
        t -> file(t, "evil.yml@refs/heads/x/.github/workflows/publish.yml"));
    rows.token(
        "H7",
        "the file of a repository with a longer name",
        refused("DERIVATION_FAILED(workflow)"),
        t ->
            t.claim(
                "workflow_ref", "acme/train-evil/.github/workflows/publish.yml@refs/heads/main"));
    rows.token(
        "H7",
        "a tag called heads/main",
        refused("DERIVATION_FAILED(branch)"),
        t -> t.claim("ref", "refs/tags/heads/main").claim("branch", "main"));
    rows.token(
        "H7",
        "a raw claim called branch",
        refused("DERIVATION_FAILED(branch)"),
        t -> t.claim("ref", "refs/pull/7/merge").claim("branch", "main"));
    rows.token(
        "H8",
        "a pull request that says to be a branch",
        refused("DERIVATION_FAILED(branch)"),
        t -> t.claim("ref", "refs/pull/7/merge").claim("ref_type", "branch"));
    rows.token(
        "H8",
        "a tag called main",
        refused("DERIVATION_FAILED(branch)"),
        t -> t.claim("ref", "refs/tags/main").claim("ref_type", "tag"));
    rows.token(
        "H8",
        "a reference without its kind",
        refused("DERIVATION_FAILED(branch)"),
        t -> t.claim("ref", "main"));
    on(
        "H8",
        "a tag of GitLab called main",
        "DERIVATION_FAILED(branch)",
        Provider.GITLAB,
        t -> t.claim("ref_type", "tag").claim("ref_path", "refs/tags/main"));
    on(
        "H8",
        "a tag of GitLab that says to be a branch",
        "DERIVATION_FAILED(branch)",
        Provider.GITLAB,
        t -> t.claim("ref_path", "refs/tags/main"));
    on(
        "H8",
        "a merge request of GitLab",
        "DERIVATION_FAILED(branch)",
        Provider.GITLAB,
        t -> t.claim("ref_path", "refs/merge-requests/1/head"));
    on(
        "H8",
        "a branch of GitLab, where a tag is asked for",
        "DERIVATION_FAILED(tag)",
        Provider.GITLAB,
        t -> t.resource("acme/tagged"));
    rows.token(
        "H16",
        "the right file, started by hand on a side branch",
        refused("CLAIM_MISMATCH(branch)"),
        t -> onBranch(t, "evil").claim("event_name", "workflow_dispatch"));
    rows.token(
        "H17",
        "a fork's branch called main, by workflow_run",
        refused("DERIVATION_FAILED(branch)"),
        t ->
            t.claim("event_name", "workflow_run")
                .claim("head_ref", "main")
                .claim("head_branch", "main")
                .claim("branch", "main")
                .without("ref")
                .without("workflow_ref"));
  }

  private void events() {
    for (String event :
        List.of(
            "pull_request",
            "pull_request_target",
            "pull_request_review",
            "pull_request_review_comment",
            "workflow_run",
            "issue_comment",
            "issues",
            "discussion",
            "discussion_comment",
            "fork",
            "watch")) {
      rows.token(
          "H9",
          "all else is right, and the event is " + event,
          refused("TRIGGER_BLOCKED(" + event + ")"),
          t -> t.claim("event_name", event));
    }
    rows.token(
        "H9",
        "the event is an array",
        refused("TRIGGER_BLOCKED(event_name)"),
        t -> t.claim("event_name", List.of("push")));
    for (String source : List.of("merge_request_event", "external_pull_request_event")) {
      on(
          "H9",
          "all else is right, and the source is " + source,
          "TRIGGER_BLOCKED(" + source + ")",
          Provider.GITLAB,
          t -> t.claim("pipeline_source", source));
    }
    for (Object rerun : List.of(true, "true")) {
      on(
          "H9",
          "all else is right, and CircleCI says by a "
              + (rerun instanceof String ? "text" : "boolean")
              + " that the job was re-run with SSH",
          "TRIGGER_BLOCKED(oidc.circleci.com/ssh-rerun)",
          Provider.CIRCLECI,
          t -> t.claim("oidc.circleci.com/ssh-rerun", rerun));
    }
    on(
        "H9",
        "Azure's run of a pull request",
        "DERIVATION_FAILED(branch)",
        Provider.AZURE,
        t -> t.claim("rpo_ref", "refs/pull/7/merge"));
  }

  private void paths() {
    on(
        "H11",
        "a claim whose name is the whole path",
        "CLAIM_MISSING(/kubernetes.io/serviceaccount/uid)",
        Provider.KUBERNETES,
        t -> t.without("kubernetes.io").claim("/kubernetes.io/serviceaccount/uid", "f572"));
    on(
        "H11",
        "dots of a name as steps",
        "CLAIM_MISSING(oidc.circleci.com/project-id)",
        Provider.CIRCLECI,
        t ->
            t.without("oidc.circleci.com/project-id")
                .claim("oidc", Map.of("circleci", Map.of("com/project-id", "8f2a"))));
    on(
        "H11",
        "slashes of a name as steps",
        "CLAIM_MISSING(oidc.circleci.com/project-id)",
        Provider.CIRCLECI,
        t ->
            t.without("oidc.circleci.com/project-id")
                .claim("oidc.circleci.com", Map.of("project-id", "8f2a")));
  }

  private void conflicts() {
    rows.token(
        "H13",
        "a repository that is not its owner's",
        refused("CLAIM_CONFLICT(repository)"),
        t -> t.resource("acme/unpinned").claim("repository_owner", "evil"));
    rows.token(
        "H13",
        "a workflow of another repository",
        refused("CLAIM_CONFLICT(workflow_ref)"),
        t ->
            t.resource("acme/unpinned")
                .claim("workflow_ref", "evil/x/.github/workflows/publish.yml@refs/heads/main"));
    rows.token(
        "H13",
        "ids in sub that are not those in the claims",
        refused("CLAIM_CONFLICT(sub)"),
        t ->
            t.resource("acme/unpinned").claim("sub", "repo:acme@999/train@74:ref:refs/heads/main"));
    on(
        "H13",
        "a project of GitLab that is not in its namespace",
        "CLAIM_CONFLICT(project_path)",
        Provider.GITLAB,
        t -> t.claim("namespace_path", "evil"));
    on(
        "H13",
        "a job of GitLab of another project",
        "CLAIM_CONFLICT(job_project_id)",
        Provider.GITLAB,
        t -> t.claim("job_project_id", "21"));
  }
}
