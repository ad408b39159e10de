package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.MatchRules.Boundaries;
import dev.slipway.trust.MatchRules.Conflict;
import dev.slipway.trust.MatchRules.Derivation;
import dev.slipway.trust.MatchRules.Spelling;
import dev.slipway.trust.MatchRules.Trigger;
import dev.slipway.trust.ProviderPreset.TokenRules;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers that we know. */
public final class Presets {

  /** GitHub Actions, of github.com or an enterprise. */
  public static final ProviderPreset GITHUB = GithubClaims.PRESET;

  /** GitLab CI, of gitlab.com or self-managed. */
  public static final ProviderPreset GITLAB = GitlabClaims.PRESET;

  private static final String CIRCLE = "oidc.circleci.com/";

  private static final String REGISTERED =
      """
      iss aud exp iat nbf jti azp typ nonce auth_time acr amr at_hash c_hash sid session_state scope
      scp ver uti updated_at
      """;

  private static final String OF_PEOPLE =
      """
      actor actor_id actor_name email_verified name given_name family_name nickname picture profile
      locale zoneinfo gender birthdate phone_number_verified role roles user_access_level
      """;

  private static final String OF_PLACES =
      """
      ref ref_name ref_type ref_path ref_protected head_ref base_ref head_branch base_branch branch
      branch_name branchName tag sha commit head_sha workflow_sha job_workflow_sha ci_config_sha
      environment environment_name environment_protected environment_action environment_node_id
      deployment_tier protected default_branch visibility repository_visibility project_visibility
      """;

  private static final String OF_RUNS =
      """
      workflow workflow_ref event event_name event_type trigger trigger_type pipeline_source
      job_source job job_id job_name run_id run_number run_attempt check_run_id
      pipeline_number stage step step_id step_key build_id build_number build_branch build_tag
      build_commit build_source build_status pull_request pr_number is_fork fork
      """;

  private static final String OF_RUNNERS =
      """
      runner runner_id runner_name runner_os runner_environment agent_id queue_key
      """;

  /** CircleCI: claims are named with the address of the service, dots and slash included. */
  public static final ProviderPreset CIRCLECI =
      new ProviderPreset(
          "circleci",
          "CircleCI",
          List.of("https://oidc.circleci.com", "https://oidc.circleci.com/org/{}"),
          new TokenRules(TokenRules.RSA_ONLY, false, Duration.ofHours(2), 1, TokenRules.BOUNDED),
          new MatchRules(
              new Anchors.OneOf(Set.of(CIRCLE + "project-id")),
              new Spelling(
                  Set.of(),
                  Set.of(),
                  Set.of(
                      "sub",
                      "branch",
                      "tag",
                      "workflow",
                      CIRCLE + "project-id",
                      CIRCLE + "org-id",
                      CIRCLE + "pipeline-definition-id",
                      CIRCLE + "vcs-origin",
                      CIRCLE + "vcs-ref")),
              Map.of(
                  "branch", Derivation.after("refs/heads/", CIRCLE + "vcs-ref"),
                  "tag", Derivation.after("refs/tags/", CIRCLE + "vcs-ref"),
                  "workflow", Derivation.copy(CIRCLE + "pipeline-definition-id")),
              List.of(new Trigger(CIRCLE + "ssh-rerun", List.of("true"))),
              List.of(Conflict.notIssuerEnd("/org/", CIRCLE + "org-id")),
              new Boundaries(
                  Set.of("branch", "tag", CIRCLE + "vcs-ref"),
                  Set.of("workflow", CIRCLE + "pipeline-definition-id"),
                  Set.of(CIRCLE + "vcs-origin"))),
          Set.of());

  /** Bitbucket Pipelines: the workspace is in the issuer, a repository has no name but a UUID. */
  public static final ProviderPreset BITBUCKET =
      new ProviderPreset(
          "bitbucket",
          "Bitbucket Pipelines",
          List.of("https://api.bitbucket.org/2.0/workspaces/{}/pipelines-config/identity/oidc"),
          // A step may declare up to ten audiences, and then aud is an array of them.
          new TokenRules(
              TokenRules.RSA_ONLY, false, TokenRules.LIFETIME_CAP, 10, TokenRules.BOUNDED),
          new MatchRules(
              new Anchors.OneOf(Set.of("repositoryUuid")),
              new Spelling(
                  Set.of(),
                  Set.of(
                      "repositoryUuid",
                      "workspaceUuid",
                      "deploymentEnvironmentUuid",
                      "pipelineUuid",
                      "stepUuid"),
                  Set.of(
                      "sub",
                      "branch",
                      "branchName",
                      "repositoryUuid",
                      "workspaceUuid",
                      "deploymentEnvironmentUuid",
                      "pipelineUuid",
                      "stepUuid")),
              Map.of("branch", Derivation.copy("branchName")),
              List.of(),
              List.of(),
              new Boundaries(
                  Set.of("branch", "branchName", "deploymentEnvironmentUuid"), Set.of(), Set.of())),
          Set.of());

  /** Any other issuer: nothing is derived, raw claims are compared as they are. */
  public static final ProviderPreset GENERIC =
      new ProviderPreset(
          "generic",
          "Any OpenID Connect issuer",
          List.of(),
          new TokenRules(
              Set.of("RS256", "ES256", "ES384", "EdDSA"),
              false,
              TokenRules.LIFETIME_CAP,
              1,
              TokenRules.BOUNDED),
          new MatchRules(
              new Anchors.AnyBut(notIdentifying()),
              Spelling.ONE,
              Map.of(),
              List.of(),
              List.of(),
              new Boundaries(
                  Set.of("sub", "branch", "tag", "ref", "environment"),
                  Set.of("workflow"),
                  Set.of())),
          Set.of("email", "name", "given_name", "family_name", "picture", "phone_number"));

  private static final List<ProviderPreset> ALL =
      List.of(GITHUB, GITLAB, CIRCLECI, BITBUCKET, GENERIC);

  private Presets() {}

  /** Every preset, the generic one last. */
  public static List<ProviderPreset> all() {
    return ALL;
  }

  /** The preset of that id. */
  public static Optional<ProviderPreset> find(String id) {
    return ALL.stream().filter(preset -> preset.id().equals(id)).findFirst();
  }

  /** The provider whose own address {@code issuer} is; the generic preset if it is nobody's. */
  public static ProviderPreset of(Issuer issuer) {
    return ALL.stream().filter(preset -> preset.owns(issuer)).findFirst().orElse(GENERIC);
  }

  /** What every token has, or what says only where, how, when or by whose hand a job ran. */
  private static Set<String> notIdentifying() {
    return Set.copyOf(
        String.join(" ", REGISTERED, OF_PEOPLE, OF_PLACES, OF_RUNS, OF_RUNNERS)
            .lines()
            .flatMap(line -> Arrays.stream(line.split(" ")))
            .filter(name -> !name.isEmpty())
            .toList());
  }
}
