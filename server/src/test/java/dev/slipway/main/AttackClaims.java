package dev.slipway.main;

import dev.slipway.main.AttackHub.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What jobs of the providers say of themselves, each let in by the publishers of acme/m. */
final class AttackClaims {

  private AttackClaims() {}

  static Map<String, Object> of(AttackHub hub, Provider provider) {
    long now = hub.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", hub.issuer(provider));
    claims.put("aud", hub.url());
    claims.put("sub", "the-job");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.put("jti", UUID.randomUUID().toString());
    switch (provider) {
      case GITHUB, OTHER_GITHUB, ONLINE, DISABLED, DISTRUSTED, UNKNOWN -> github(claims);
      case GITLAB -> gitlab(claims);
      case CIRCLECI -> circleci(claims);
      case BITBUCKET -> bitbucket(claims);
      case AZURE, UNFLAGGED -> azure(claims);
      case KUBERNETES -> kubernetes(claims);
      case GOOGLE -> google(claims);
      case BUILDKITE -> buildkite(claims);
      case GENERIC -> generic(claims);
    }
    return claims;
  }

  private static void github(Map<String, Object> claims) {
    claims.put("sub", "repo:acme/train:ref:refs/heads/main");
    claims.put("repository", "acme/train");
    claims.put("repository_id", "74");
    claims.put("repository_owner", "acme");
    claims.put("repository_owner_id", "9");
    claims.put("ref", "refs/heads/main");
    claims.put("ref_type", "branch");
    claims.put("sha", "0f3b");
    claims.put("event_name", "push");
    claims.put("environment", "staging");
    claims.put("actor", "octocat");
    claims.put("workflow", "Publish");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/main");
  }

  private static void gitlab(Map<String, Object> claims) {
    claims.put("sub", "project_path:acme/ml/trainer:ref_type:branch:ref:main");
    claims.put("project_path", "acme/ml/trainer");
    claims.put("project_id", "20");
    claims.put("namespace_path", "acme/ml");
    claims.put("namespace_id", "5");
    claims.put("ref", "main");
    claims.put("ref_type", "branch");
    claims.put("ref_path", "refs/heads/main");
    claims.put("environment", "prod");
    claims.put("pipeline_source", "push");
  }

  private static void circleci(Map<String, Object> claims) {
    claims.put("oidc.circleci.com/org-id", "0c1d");
    claims.put("oidc.circleci.com/project-id", "8f2a");
    claims.put("oidc.circleci.com/vcs-ref", "refs/heads/main");
    claims.put("oidc.circleci.com/ssh-rerun", false);
  }

  private static void bitbucket(Map<String, Object> claims) {
    claims.put("repositoryUuid", "{a11c}");
    claims.put("branchName", "main");
  }

  private static void azure(Map<String, Object> claims) {
    claims.put("aud", "api://AzureADTokenExchange");
    claims.put("sub", "p://acme/ml/trainer");
    claims.put("prj_id", "271e");
    claims.put("def_id", "42");
    claims.put("rpo_id", "5d1f");
    claims.put("rpo_ref", "refs/heads/main");
  }

  private static void kubernetes(Map<String, Object> claims) {
    claims.put("aud", List.of(claims.get("aud")));
    claims.put("sub", "system:serviceaccount:train:publisher");
    claims.put(
        "kubernetes.io",
        Map.of("namespace", "train", "serviceaccount", Map.of("name", "publisher", "uid", "f572")));
  }

  private static void google(Map<String, Object> claims) {
    claims.put("sub", "1042");
    claims.put("azp", "1042");
    claims.put("email", "robot@acme.iam.gserviceaccount.com");
    claims.put("email_verified", true);
  }

  private static void buildkite(Map<String, Object> claims) {
    claims.put("organization_slug", "acme");
    claims.put("pipeline_slug", "train");
    claims.put("build_branch", "main");
  }

  private static void generic(Map<String, Object> claims) {
    claims.put("team", "ml");
    claims.put("tier", 7);
    claims.put("prod", true);
  }
}
