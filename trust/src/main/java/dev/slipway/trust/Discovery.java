package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.outbound.Fetched;
import dev.slipway.trust.outbound.IssuerUrl;
import dev.slipway.trust.outbound.OutboundHttp;
import dev.slipway.trust.outbound.Reach;
import dev.slipway.trust.outbound.Target;

/**
 * Asks an issuer for its keys: first what it says of itself, then, if it is who it should be, the
 * key set at its own address (OpenID Connect Discovery 1.0, 4). Two requests, nothing else of the
 * answer is followed.
 */
final class Discovery {

  private static final int MAX_MEMBERS = 500;

  private final OutboundHttp http;

  Discovery(OutboundHttp http) {
    this.http = http;
  }

  /** The issuer's keys now, or one reason why not, which repeats nothing of what it answered. */
  Parsed<KeySet> keys(Issuer issuer, Reach reach) {
    return IssuerUrl.parse(issuer, reach.privateAddresses())
        .then(url ->
            body("its discovery document", url.wellKnown(), reach)
                .then(document -> keyAddress(url, document))
                .then(target -> body("its key set", target, reach))
                .then(KeySet::parse));
  }

  private Parsed<byte[]> body(String what, Target target, Reach reach) {
    return switch (http.get(target, reach)) {
      case Fetched.Body(byte[] bytes, _) -> Parsed.of(bytes);
      case Fetched.Failed(Fetched.Problem problem) ->
          Parsed.malformed("fetching " + what + ": " + problem.sentence());
    };
  }

  private static Parsed<Target> keyAddress(IssuerUrl url, byte[] document) {
    if (!(StrictJson.read(document, MAX_MEMBERS)
        instanceof StrictJson.Reading.Read(Members object))) {
      return Parsed.malformed("its discovery document is not a JSON object");
    }
    // Identical, or keys of one issuer would vouch for another (Discovery 1.0, 4.3).
    if (!new Text(url.issuer().text()).equals(object.members().get("issuer"))) {
      return Parsed.malformed("its discovery document names another issuer");
    }
    return object.members().get("jwks_uri") instanceof Text(String uri)
        ? url.keys(uri)
        : Parsed.malformed("its discovery document has no jwks_uri");
  }
}
