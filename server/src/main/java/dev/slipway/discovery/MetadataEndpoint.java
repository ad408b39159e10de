package dev.slipway.discovery;

import dev.slipway.http.Method;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.trust.Audience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /.well-known/oauth-authorization-server} (RFC 8414) and {@code
 * /.well-known/hub-trusted-publishing}, which says the rest. Both come from configuration alone and
 * are the same for everybody.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414, 2</a>
 */
final class MetadataEndpoint {

  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final List<String> NO_CLIENTS = List.of("none");

  private final PublicUrl publicUrl;
  private final List<String> grantTypes;
  private final PublishingMetadata publishing;

  MetadataEndpoint(
      PublicUrl publicUrl,
      List<Audience> audiences,
      String dryRunAudience,
      Set<String> grantTypes) {
    this.publicUrl = publicUrl;
    this.grantTypes = grantTypes.stream().sorted().toList();
    this.publishing =
        new PublishingMetadata(
            publicUrl, audiences.stream().map(Audience::text).toList(), dryRunAudience);
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Method.GET,
            "/.well-known/oauth-authorization-server",
            RouteAccess.OPEN,
            this::authorizationServer),
        new Route(
            Method.GET,
            "/.well-known/hub-trusted-publishing",
            RouteAccess.OPEN,
            _ -> kept(publishing.json())));
  }

  private Reply authorizationServer(Request request) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("issuer", publicUrl.origin());
    json.put("token_endpoint", publicUrl.at(PublishingMetadata.TOKEN));
    json.put("token_endpoint_auth_methods_supported", NO_CLIENTS);
    json.put("revocation_endpoint", publicUrl.at(PublishingMetadata.REVOCATION));
    json.put("revocation_endpoint_auth_methods_supported", NO_CLIENTS);
    // There is no authorization endpoint, so that no type of response is answered there.
    json.put("response_types_supported", List.of());
    json.put("grant_types_supported", grantTypes);
    return kept(json);
  }

  private static Reply kept(Object json) {
    return Reply.json(json).header("Cache-Control", "public, max-age=" + KEPT.toSeconds());
  }
}
