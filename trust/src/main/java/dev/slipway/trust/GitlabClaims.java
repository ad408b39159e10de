package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.MatchRules.Anchors;
import dev.slipway.trust.MatchRules.Boundaries;
import dev.slipway.trust.MatchRules.Conflict;
import dev.slipway.trust.MatchRules.Derivation;
import dev.slipway.trust.MatchRules.Spelling;
import dev.slipway.trust.MatchRules.Trigger;
import dev.slipway.trust.ProviderPreset.TokenRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GitLab, gitlab.com or self-managed. Its {@code ref} is a bare name that a branch and a tag can
 * share, and pipelines of merge requests from forks have told two different stories in {@code
 * project_path}; so types, full references and the job's own project are all looked at.
 */
final class GitlabClaims {

  static final ProviderPreset PRESET =
      new ProviderPreset(
          "gitlab",
          "GitLab CI",
          List.of("https://gitlab.com"),
          // A token lives as long as its job may run.
          new TokenRules(TokenRules.RSA_ONLY, true, TokenRules.LIFETIME_CAP, 1, TokenRules.BOUNDED),
          new MatchRules(
              new Anchors.OneOf(Set.of("project_path", "project_id")),
              new Spelling(
                  Set.of(
                      "project_path", "namespace_path", "job_project_path", "job_namespace_path"),
                  Set.of(),
                  texts()),
              Map.of(
                  "branch", GitlabClaims::branch,
                  "tag", GitlabClaims::tag,
                  "workflow", GitlabClaims::configFile),
              List.of(
                  new Trigger(
                      "pipeline_source",
                      List.of("merge_request_event", "external_pull_request_event"))),
              List.of(
                  Conflict.notUnder("namespace_path", "project_path"),
                  Conflict.differs("job_project_id", "project_id"),
                  Conflict.differs("job_project_path", "project_path")),
              new Boundaries(
                  Set.of(
                      "branch",
                      "tag",
                      "environment",
                      "environment_protected",
                      "ref_path",
                      "ref_protected"),
                  Set.of("workflow", "ci_config_ref_uri"),
                  Set.of())),
          Set.of("user_email", "user_identities", "groups_direct"));

  private GitlabClaims() {}

  /** Not {@code runner_id}, which is a number. */
  private static Set<String> texts() {
    return Set.of(
        "sub",
        "project_path",
        "project_id",
        "namespace_path",
        "namespace_id",
        "job_project_path",
        "job_project_id",
        "job_namespace_path",
        "job_namespace_id",
        "user_id",
        "user_login",
        "pipeline_id",
        "pipeline_source",
        "job_id",
        "ref",
        "ref_type",
        "ref_path",
        "ref_protected",
        "branch",
        "tag",
        "sha",
        "workflow",
        "ci_config_ref_uri",
        "ci_config_sha",
        "environment",
        "environment_protected",
        "deployment_tier",
        "runner_environment",
        "project_visibility");
  }

  private static Optional<String> branch(Issuer issuer, ClaimSet claims) {
    return refOfType("branch", claims)
        .filter(ref -> claims.text("ref_path").equals(Optional.of("refs/heads/" + ref)));
  }

  private static Optional<String> tag(Issuer issuer, ClaimSet claims) {
    // ref_path is younger than tags in tokens; where it is there it has to agree.
    return refOfType("tag", claims)
        .filter(ref ->
            claims.member("ref_path").isEmpty()
                || claims.text("ref_path").equals(Optional.of("refs/tags/" + ref)));
  }

  private static Optional<String> refOfType(String type, ClaimSet claims) {
    return claims
        .text("ref")
        .filter(ref -> !ref.isEmpty())
        .filter(_ -> claims.text("ref_type").equals(Optional.of(type)));
  }

  /**
   * The path of the pipeline's file in the token's own project. {@code ci_config_ref_uri} is the
   * instance without its scheme, project, {@code //}, path, {@code @} and ref; both ends are taken
   * off by what other claims say they are. A file of another project or address gives nothing.
   */
  private static Optional<String> configFile(Issuer issuer, ClaimSet claims) {
    String start =
        withoutScheme(issuer.text()) + "/" + claims.text("project_path").orElse("") + "//";
    return claims
        .text("project_path")
        .filter(project -> !project.isEmpty())
        .flatMap(_ -> claims.text("ci_config_ref_uri"))
        .filter(uri -> uri.startsWith(start))
        .map(uri -> uri.substring(start.length()))
        .flatMap(rest -> Derivation.withoutVersion(rest, claims, "ref_path", "sha"))
        .filter(path -> !path.isEmpty());
  }

  private static String withoutScheme(String issuer) {
    int colon = issuer.indexOf("://");
    String rest = colon < 0 ? issuer : issuer.substring(colon + "://".length());
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }
}
