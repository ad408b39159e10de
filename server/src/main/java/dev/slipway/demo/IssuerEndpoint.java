package dev.slipway.demo;

import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A demonstration OpenID Connect issuer: what it says of itself, its key, and the ID tokens of the
 * jobs that it runs, with the claims of GitHub Actions (Discovery 1.0, 3 and 4).
 */
public final class IssuerEndpoint {

  /** How long an ID token lives: as long as one of GitHub. */
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final String url;
  private final InstantSource time;
  private final SigningKey key;
  private final AtomicInteger jobs = new AtomicInteger();

  /** An issuer that is reached at {@code url}, an origin. */
  public IssuerEndpoint(String url, InstantSource time, SecureRandom random) {
    this.url = url;
    this.time = time;
    this.key = new SigningKey(random);
  }

  /** Its address, which is its name. */
  String url() {
    return url;
  }

  /** What it answers. */
  public List<Route> routes() {
    Map<String, Object> description =
        Map.of(
            "issuer", url,
            "jwks_uri", url + "/keys",
            "id_token_signing_alg_values_supported", List.of("RS256"),
            "response_types_supported", List.of("id_token"),
            "subject_types_supported", List.of("public"));
    Map<String, Object> keys = Map.of("keys", List.of(key.jwk()));
    return List.of(
        new Route(
            Method.GET,
            "/.well-known/openid-configuration",
            RouteAccess.OPEN,
            _ -> Reply.json(description)),
        new Route(Method.GET, "/keys", RouteAccess.OPEN, _ -> Reply.json(keys)));
  }

  /**
   * The ID token of a new job: {@code publish.yml} of {@code repository}, pushed to {@code branch}.
   */
  String idToken(String repository, String branch, String audience) {
    int job = jobs.incrementAndGet();
    Instant now = time.instant();
    String ref = "refs/heads/" + branch;
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", url);
    claims.put("aud", audience);
    claims.put("sub", "repo:" + repository + ":ref:" + ref);
    claims.put("jti", "demo-job-" + job);
    claims.put("iat", now.getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("exp", now.plus(LIFETIME).getEpochSecond());
    claims.put("repository", repository);
    claims.put("repository_owner", repository.substring(0, repository.indexOf('/')));
    claims.put("ref", ref);
    claims.put("ref_type", "branch");
    claims.put("event_name", "push");
    claims.put("workflow", "Publish");
    claims.put("workflow_ref", repository + "/.github/workflows/publish.yml@" + ref);
    claims.put("run_id", String.valueOf(job));
    return key.sign(claims);
  }
}
