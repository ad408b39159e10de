package dev.slipway.main;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An organisation lab of ann's, and a GitHub whose owner 65 is called acme. */
final class OrgFixture implements AutoCloseable {

  static final String LAB = "/api/organizations/lab/settings/trusted-publishers";
  static final String OWNER_ID = "65";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CiFixture ci;
  private final CiIssuer github;
  private final String ann;

  OrgFixture(Path folder, InstantSource time) throws Exception {
    ci = new CiFixture(folder, time);
    ann = ci.hub().user("ann");
    ci.run("", "org", "add", "lab", "--owner", "ann");
    github = ci.issuer("github", "");
  }

  CiFixture ci() {
    return ci;
  }

  HubFixture hub() {
    return ci.hub();
  }

  CiIssuer github() {
    return github;
  }

  /** A token of ann's, who administers lab. */
  String ann() {
    return ann;
  }

  /** What is asked of the jobs of one repository. */
  static Map<String, String> of(String repository) {
    return Map.of("repository", repository, "branch", "main");
  }

  /** What is asked of the jobs of everybody's repositories of one owner. */
  static Map<String, String> ofOwner() {
    return Map.of("repository_owner_id", OWNER_ID, "branch", "main");
  }

  static Map<String, Object> names(String type, String... names) {
    return Map.of("type", type, "names", List.of(names));
  }

  static Map<String, Object> pattern(String type, String pattern) {
    return Map.of("type", type, "pattern", pattern);
  }

  /** The body of a publisher: claims and what else is said. */
  String body(Map<String, String> claims, Map<String, ?> more) {
    Map<String, Object> body = new LinkedHashMap<>(more);
    body.put("issuerUrl", github.url());
    Map<String, Object> wanted = new LinkedHashMap<>();
    claims.forEach((name, value) -> wanted.put(name, Map.of("kind", "eq", "value", value)));
    body.put("claims", wanted);
    return JSON.writeValueAsString(body);
  }

  HttpResponse<String> add(Map<String, String> claims, Map<String, ?> more) {
    return hub().post(ann, LAB, body(claims, more));
  }

  /** The id of a publisher of lab that can be added. */
  String added(Map<String, String> claims, Map<String, ?> more) {
    HttpResponse<String> answer = add(claims, more);
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.body());
    }
    return HubFixture.json(answer).get("id").stringValue();
  }

  HttpResponse<String> patch(String id, Map<String, ?> change) {
    return hub().send(ann, "PATCH", LAB + "/" + id, JSON.writeValueAsString(change));
  }

  /** An ID token of a job of {@code acme}'s repository of that name. */
  String job(String name) {
    return job("acme/" + name, Map.of());
  }

  /** The same of any repository, with other claims. */
  String job(String repository, Map<String, Object> set) {
    String owner = repository.substring(0, repository.indexOf('/'));
    Map<String, Object> claims = github.github(hub().url());
    claims.put("sub", "repo:" + repository + ":ref:refs/heads/main");
    claims.put("repository", repository);
    claims.put("repository_id", String.valueOf(repository.hashCode() & 0xffff));
    claims.put("repository_owner", owner);
    claims.put("repository_owner_id", owner.equals("acme") ? OWNER_ID : "66");
    claims.put("workflow_ref", repository + "/.github/workflows/publish.yml@refs/heads/main");
    claims.putAll(set);
    return github.sign(claims);
  }

  HttpResponse<String> exchange(String idToken, String resource) {
    return ci.exchange(idToken, resource);
  }

  /** Whether a token may commit a file to a repository: the status of the answer. */
  int commit(String token, String api) {
    String lines =
        """
        {"key": "header", "value": {"summary": "s", "description": ""}}
        {"key": "file", "value": {"path": "a.txt", "content": "aGk=", "encoding": "base64"}}
        """;
    return hub()
        .post(token, api + "/commit/main", "application/x-ndjson", BodyPublishers.ofString(lines))
        .statusCode();
  }

  List<JsonNode> publishers(String path) {
    return HubFixture.json(hub().get(ann, path)).values().stream().toList();
  }

  /** Everything that a refused exchange must not leave behind. */
  String traces() {
    return ci.count("SELECT count(*) FROM repo")
        + " repositories, "
        + ci.count("SELECT count(*) FROM access_token WHERE kind <> 'personal'")
        + " tokens, "
        + ci.count("SELECT coalesce(sum(uses), 0) FROM used_id_token")
        + " uses, "
        + ci.count("SELECT count(*) FROM exchange_session")
        + " sessions, "
        + ci.count("SELECT count(*) FROM publisher WHERE pinned_at IS NOT NULL")
        + " pinned";
  }

  @Override
  public void close() {
    ci.close();
  }
}
