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

  /** CircleCI: claims are named with the address of the service, dots and slash included. */
  public static final ProviderPreset CIRCLECI =
      new ProviderPreset(
          "circleci",
          "CircleCI",
          List.of("https://oidc.circleci.com", "https://oidc.circleci.com/org/{}"),
          new TokenRules(TokenRules.RSA_ONLY, false, Duration.ofHours(2), 1, TokenRules.BOUNDED),
          new MatchRules(
              new Anchors.OneOf(Set.of(CIRCLE + "project-id")),
              new Spelling(Set.of(), Set.of()),
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
              new Spelling(Set.of(), Set.of()),
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

  private static Set<String> notIdentifying() {
    return Set.of(
        "iss",
        "aud",
        "exp",
        "iat",
        "nbf",
        "jti",
        "azp",
        "typ",
        "nonce",
        "auth_time",
        "acr",
        "amr",
        "at_hash",
        "sid",
        "session_state",
        "scope",
        "email_verified",
        "ref",
        "ref_type",
        "ref_path",
        "ref_protected",
        "branch",
        "tag",
        "sha",
        "environment",
        "environment_protected",
        "workflow",
        "workflow_ref",
        "event_name",
        "job",
        "job_id",
        "run_id",
        "run_number",
        "run_attempt",
        "build_number",
        "build_branch",
        "build_tag",
        "build_source",
        "runner_environment",
        "actor",
        "actor_id");
  }
}
