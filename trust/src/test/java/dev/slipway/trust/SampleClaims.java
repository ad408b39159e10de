package dev.slipway.trust;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Claims of a token, as each provider writes them, to be changed one at a time. */
final class SampleClaims {

  /** When every sample was issued; the clock of the tests starts a minute later. */
  static final long ISSUED = 1_790_000_000L;

  static final String HUB = "https://hub.example";

  private final Map<String, Object> claims = new LinkedHashMap<>();

  static SampleClaims github() {
    return new SampleClaims()
        .with("jti", "7a1c5d3e-0001")
        .with("iss", "https://token.actions.githubusercontent.com")
        .with("aud", HUB)
        .with("sub", "repo:acme@123456/train@456789:environment:release")
        .with("ref", "refs/heads/main")
        .with("ref_type", "branch")
        .with("ref_protected", "true")
        .with("sha", "0f3b9c")
        .with("repository", "acme/train")
        .with("repository_id", "456789")
        .with("repository_owner", "acme")
        .with("repository_owner_id", "123456")
        .with("event_name", "push")
        .with("workflow", "Publish to Hub")
        .with("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/main")
        .with("environment", "release")
        .with("run_id", "9152")
        .with("nbf", ISSUED - 600)
        .with("iat", ISSUED)
        .with("exp", ISSUED + 300);
  }

  static SampleClaims gitlab() {
    return new SampleClaims()
        .with("namespace_id", "72")
        .with("namespace_path", "acme/ml")
        .with("project_id", "20")
        .with("project_path", "acme/ml/trainer")
        .with("user_email", "ci@acme.example")
        .with("pipeline_source", "push")
        .with("ref", "main")
        .with("ref_type", "branch")
        .with("ref_path", "refs/heads/main")
        .with("ref_protected", "true")
        .with("environment", "hub")
        .with("runner_id", 1)
        .with("sha", "714a")
        .with(
            "ci_config_ref_uri",
            "gitlab.acme.example/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main")
        .with("job_project_id", "20")
        .with("job_project_path", "acme/ml/trainer")
        .with("jti", "235b")
        .with("iss", "https://gitlab.acme.example")
        .with("iat", ISSUED)
        .with("nbf", ISSUED - 5)
        .with("exp", ISSUED + 3600)
        .with("sub", "project_path:acme/ml/trainer:ref_type:branch:ref:main")
        .with("aud", HUB);
  }

  static SampleClaims circleci() {
    return new SampleClaims()
        .with("iss", "https://oidc.circleci.com/org/0c1d")
        .with("aud", HUB)
        .with("sub", "org/0c1d/project/8f2a/user/77ab")
        .with("oidc.circleci.com/org-id", "0c1d")
        .with("oidc.circleci.com/project-id", "8f2a")
        .with("oidc.circleci.com/pipeline-definition-id", "5be0")
        .with("oidc.circleci.com/context-ids", List.of("b1e4"))
        .with("oidc.circleci.com/vcs-origin", "github.com/acme/trainer")
        .with("oidc.circleci.com/vcs-ref", "refs/heads/main")
        .with("oidc.circleci.com/ssh-rerun", false)
        .with("iat", ISSUED)
        .with("exp", ISSUED + 3600);
  }

  static SampleClaims bitbucket() {
    return new SampleClaims()
        .with("iss", "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc")
        .with("aud", HUB)
        .with("sub", "{a11c}:{e7d0}:{51f2}")
        .with("repositoryUuid", "{a11c}")
        .with("workspaceUuid", "{99ab}")
        .with("deploymentEnvironmentUuid", "{e7d0}")
        .with("branchName", "main")
        .with("iat", ISSUED)
        .with("exp", ISSUED + 3600);
  }

  static SampleClaims generic() {
    return new SampleClaims()
        .with("iss", "https://idp.acme.example")
        .with("aud", HUB)
        .with("sub", "robot-7")
        .with("iat", ISSUED)
        .with("exp", ISSUED + 3600);
  }

  SampleClaims with(String name, Object value) {
    claims.put(name, value);
    return this;
  }

  SampleClaims without(String name) {
    claims.remove(name);
    return this;
  }

  /** Put in as it stands, for values that no map can hold. */
  record Raw(String json) {}

  String json() {
    return json(claims);
  }

  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(SampleClaims::json).collect(Collectors.joining(",", "[", "]"));
      case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case Raw raw -> raw.json;
      default -> value.toString();
    };
  }

  /** These claims as a token that is signed by a key nobody will look at. */
  UnverifiedToken unverified() {
    return switch (UnverifiedToken.read(SigningKey.RSA.sign(json()))) {
      case UnverifiedToken.Reading.Readable(var token) -> token;
      case UnverifiedToken.Reading.Unreadable(var flaw) -> throw new AssertionError(flaw);
    };
  }

  ClaimSet set() {
    return unverified().unverifiedClaims();
  }
}
