package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the hub tells clients of itself before they do anything. */
class MetadataTest {

  private static final String SERVER = "/.well-known/oauth-authorization-server";
  private static final String PUBLISHING = "/.well-known/hub-trusted-publishing";

  @TempDir private static Path folder;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static JsonNode json(String path) {
    return HubFixture.json(hub.get(HubFixture.NOBODY, path));
  }

  @Test
  void rfc8414_has_its_members() {
    HttpResponse<String> answer = hub.get(HubFixture.NOBODY, SERVER);
    JsonNode json = HubFixture.json(answer);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(HubFixture.header(answer, "Content-Type")).startsWith("application/json");
    assertThat(HubFixture.header(answer, "Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(json.get("issuer").stringValue()).isEqualTo(hub.url());
    assertThat(json.get("token_endpoint").stringValue()).isEqualTo(hub.url() + "/oauth/token");
    assertThat(json.get("response_types_supported").isArray()).isTrue();
    assertThat(json.get("response_types_supported")).isEmpty();
    assertThat(AttemptRows.texts(json.get("grant_types_supported")))
        .containsExactly("urn:ietf:params:oauth:grant-type:token-exchange");
    assertThat(AttemptRows.texts(json.get("token_endpoint_auth_methods_supported")))
        .containsExactly("none");
    assertThat(json.get("revocation_endpoint").stringValue())
        .isEqualTo(hub.url() + "/oauth/revoke");
    assertThat(AttemptRows.texts(json.get("revocation_endpoint_auth_methods_supported")))
        .containsExactly("none");
  }

  @Test
  void every_grant_that_is_named_is_one_that_the_token_endpoint_knows() {
    for (String grant : AttemptRows.texts(json(SERVER).get("grant_types_supported"))) {
      HttpResponse<String> answer =
          hub.post(HubFixture.NOBODY, "/oauth/token", "{\"grant_type\": \"" + grant + "\"}");

      assertThat(CiFixture.error(answer)).isEqualTo("400 invalid_request");
    }
  }

  @Test
  void trusted_publishing_says_what_a_job_needs() {
    JsonNode json = json(PUBLISHING);

    assertThat(AttemptRows.texts(json.get("audiences"))).containsExactly(hub.url());
    assertThat(json.get("dry_run_audience").stringValue()).isEqualTo(hub.url() + "/dry-run");
    assertThat(json.get("token_endpoint").stringValue()).isEqualTo(hub.url() + "/oauth/token");
    assertThat(AttemptRows.texts(json.get("resources").get("forms")))
        .containsExactly(
            "{namespace}/{name}",
            "datasets/{namespace}/{name}",
            "spaces/{namespace}/{name}",
            "kernels/{namespace}/{name}",
            "buckets/{namespace}/{name}",
            "{user}");
    assertThat(json.get("limits").get("body_max_bytes").longValue()).isEqualTo(65_536);
    assertThat(json.get("limits").get("access_token_max_lifetime_seconds").longValue())
        .isEqualTo(3_600);
    JsonNode github = json.get("presets").get(0);
    assertThat(github.get("id").stringValue()).isEqualTo("github");
    assertThat(github.get("anchors")).hasSize(2);
    assertThat(github.get("anchors").get(0).get(0).stringValue()).isEqualTo("repository");
    assertThat(github.get("replay").get("mode").stringValue()).isEqualTo("strict");
    assertThat(json.get("presets"))
        .anySatisfy(preset -> {
          assertThat(preset.get("id").stringValue()).isEqualTo("gitlab");
          assertThat(preset.get("replay").get("exchanges_per_token").longValue()).isEqualTo(20);
        });
  }

  @Test
  void the_endpoints_that_it_names_answer_there() {
    JsonNode json = json(PUBLISHING);
    for (String name : java.util.List.of("token_endpoint", "explain_endpoint")) {
      String path = URI.create(json.get(name).stringValue()).getPath();

      assertThat(CiFixture.error(hub.post(HubFixture.NOBODY, path, "{}")))
          .isEqualTo("400 invalid_request");
    }
  }

  @Test
  void nothing_comes_from_the_host_that_a_request_names() throws Exception {
    for (String path : java.util.List.of(SERVER, PUBLISHING)) {
      String forged = forged(path);

      assertThat(forged).startsWith("HTTP/1.1 200").contains(hub.url()).doesNotContain("evil");
    }
  }

  private static String forged(String path) throws Exception {
    URI at = URI.create(hub.url());
    try (Socket socket = new Socket("127.0.0.1", at.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + path
                      + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                      + "X-Forwarded-Proto: https\r\nForwarded: host=evil.example\r\n"
                      + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      try (var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        return in.lines().collect(Collectors.joining("\n"));
      }
    }
  }
}
