package dev.slipway.journeys;

import java.util.HashMap;
import java.util.Map;

/** The claims of CI jobs, as their providers write them. */
final class Jobs {

  private Jobs() {}

  /** A push to a branch of {@code acme/awesome-model-training}, by {@code publish.yml}. */
  static Map<String, Object> gitHub(String branch) {
    Map<String, Object> claims = new HashMap<>();
    String repository = "acme/awesome-model-training";
    String workflow = repository + "/.github/workflows/publish.yml@refs/heads/" + branch;
    claims.put("sub", "repo:" + repository + ":ref:refs/heads/" + branch);
    claims.put("repository", repository);
    claims.put("repository_id", "456789");
    claims.put("repository_owner", "acme");
    claims.put("repository_owner_id", "123456");
    claims.put("repository_visibility", "private");
    claims.put("ref", "refs/heads/" + branch);
    claims.put("ref_type", "branch");
    claims.put("ref_protected", "true");
    claims.put("sha", "0f3b5c1d2e4f60718293a4b5c6d7e8f901234567");
    claims.put("workflow", "Publish to Hugging Face");
    claims.put("workflow_ref", workflow);
    claims.put("job_workflow_ref", workflow);
    claims.put("event_name", "push");
    claims.put("actor", "octocat");
    claims.put("run_id", "9152");
    claims.put("runner_environment", "github-hosted");
    return claims;
  }

  /** A push to {@code main} of {@code acme/ml/trainer}, on the instance of {@code issuer}. */
  static Map<String, Object> gitLab(LoopbackIssuer issuer) {
    Map<String, Object> claims = new HashMap<>();
    String host = issuer.url().substring("http://".length());
    claims.put("sub", "project_path:acme/ml/trainer:ref_type:branch:ref:main");
    claims.put("namespace_id", "72");
    claims.put("namespace_path", "acme/ml");
    claims.put("project_id", "20");
    claims.put("project_path", "acme/ml/trainer");
    claims.put("user_email", "ci@acme.example");
    claims.put("pipeline_id", "574");
    claims.put("pipeline_source", "push");
    claims.put("job_id", "302");
    claims.put("ref", "main");
    claims.put("ref_type", "branch");
    claims.put("ref_path", "refs/heads/main");
    claims.put("ref_protected", "true");
    claims.put("runner_id", 1);
    claims.put("ci_config_ref_uri", host + "/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main");
    return claims;
  }
}
