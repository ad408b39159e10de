package dev.slipway.trust;

import dev.slipway.names.Ascii;
import dev.slipway.names.Issuer;
import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.MatchRules.Boundaries;
import dev.slipway.trust.MatchRules.Conflict;
import dev.slipway.trust.MatchRules.Derivation;
import dev.slipway.trust.MatchRules.Spelling;
import dev.slipway.trust.MatchRules.Trigger;
import dev.slipway.trust.ProviderPreset.TokenRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GitHub Actions. {@code sub} is no anchor here: a repository's administrator may rearrange it, and
 * it has had three shapes. The raw {@code workflow} is a display name that anyone may choose, so
 * the file is read from {@code workflow_ref} instead.
 */
final class GithubClaims {

  private static final String WORKFLOWS = "/.github/workflows/";

  static final ProviderPreset PRESET =
      new ProviderPreset(
          "github",
          "GitHub Actions",
          List.of(
              "https://token.actions.githubusercontent.com",
              "https://token.actions.githubusercontent.com/{}",
              "https://token.actions.{}.ghe.com",
              "https://token.actions.{}.ghe.com/{=}"),
          new TokenRules(TokenRules.RSA_ONLY, true, Duration.ofMinutes(15), 1, 1),
          new MatchRules(
              new Anchors.OneOf(Set.of("repository", "repository_id")),
              new Spelling(
                  Set.of("repository", "repository_owner", "environment"), Set.of(), texts()),
              Map.of(
                  "branch", Derivation.after("refs/heads/", "ref"),
                  "tag", Derivation.after("refs/tags/", "ref"),
                  "workflow", GithubClaims::workflowFile),
              List.of(
                  new Trigger(
                      "event_name",
                      List.of(
                          "pull_request",
                          "pull_request_target",
                          "pull_request_review*",
                          "workflow_run",
                          "issue_comment",
                          "issues",
                          "discussion*",
                          "fork",
                          "watch"))),
              List.of(
                  Conflict.notUnder("repository_owner", "repository"),
                  new Conflict("workflow_ref", GithubClaims::workflowOfAnotherRepository),
                  new Conflict("sub", GithubClaims::subjectOfAnotherRepository)),
              new Boundaries(
                  Set.of("branch", "tag", "environment", "ref", "ref_protected"),
                  Set.of("workflow", "workflow_ref", "job_workflow_ref"),
                  Set.of())),
          Set.of());

  private GithubClaims() {}

  private static Set<String> texts() {
    return Set.of(
        "sub",
        "repository",
        "repository_id",
        "repository_owner",
        "repository_owner_id",
        "repository_visibility",
        "ref",
        "ref_type",
        "ref_protected",
        "branch",
        "tag",
        "sha",
        "actor",
        "actor_id",
        "event_name",
        "workflow",
        "workflow_ref",
        "workflow_sha",
        "job_workflow_ref",
        "job_workflow_sha",
        "environment",
        "runner_environment",
        "run_id",
        "run_number",
        "run_attempt",
        "enterprise",
        "enterprise_id");
  }

  /**
   * The name of the workflow's file. {@code workflow_ref} is repository, folder, file, {@code @}
   * and ref; file names and refs may both contain {@code @} and {@code .yml}, so the ends are taken
   * off by what other verified claims say they are, and nothing is searched for.
   */
  private static Optional<String> workflowFile(Issuer issuer, ClaimSet claims) {
    return afterRepository(claims)
        .filter(rest -> rest.startsWith(WORKFLOWS))
        .map(rest -> rest.substring(WORKFLOWS.length()))
        // Deployment events have an empty ref; their workflow_ref ends in the commit.
        .flatMap(rest -> Derivation.withoutVersion(rest, claims, "ref", "sha"))
        .filter(file -> file.indexOf('/') < 0)
        .filter(file -> file.endsWith(".yml") || file.endsWith(".yaml"));
  }

  private static Optional<String> afterRepository(ClaimSet claims) {
    String repository = claims.text("repository").orElse("");
    return claims
        .text("workflow_ref")
        .filter(_ -> !repository.isEmpty())
        .filter(workflow -> workflow.length() > repository.length())
        .filter(workflow ->
            Ascii.equalIgnoringCase(workflow.substring(0, repository.length()), repository))
        .map(workflow -> workflow.substring(repository.length()));
  }

  private static boolean workflowOfAnotherRepository(Issuer issuer, ClaimSet claims) {
    return claims.text("workflow_ref").isPresent()
        && claims.text("repository").isPresent()
        && afterRepository(claims).filter(rest -> rest.startsWith("/")).isEmpty();
  }

  /**
   * Since July 2026 {@code sub} may say {@code repo:owner@id/name@id:…}; then the ids must be those
   * of the other claims.
   */
  private static boolean subjectOfAnotherRepository(Issuer issuer, ClaimSet claims) {
    String subject = claims.text("sub").orElse("");
    if (!subject.startsWith("repo:")) {
      return false;
    }
    int end = subject.indexOf(':', "repo:".length());
    String names = subject.substring("repo:".length(), end < 0 ? subject.length() : end);
    int slash = names.indexOf('/');
    return slash >= 0
        && (contradicts(names.substring(0, slash), claims.text("repository_owner_id"))
            || contradicts(names.substring(slash + 1), claims.text("repository_id")));
  }

  private static boolean contradicts(String nameAtId, Optional<String> id) {
    int at = nameAtId.lastIndexOf('@');
    return at >= 0 && id.isPresent() && !nameAtId.substring(at + 1).equals(id.get());
  }
}
