package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.KeyCache.Trouble;
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

  /** What asking an issuer gave. */
  sealed interface Answer {
    /** Its keys now. */
    record Keys(KeySet keys) implements Answer {}

    /** None; {@code reason} repeats nothing of what it sent. */
    record Failed(Trouble trouble, String reason) implements Answer {}
  }

  /** Asks for the issuer's keys. */
  Answer keys(Issuer issuer, Reach reach) {
    try {
      IssuerUrl url = of(IssuerUrl.parse(issuer, reach.privateAddresses()), Trouble.ADDRESS);
      byte[] document = body("its discovery document", url.wellKnown(), reach);
      byte[] keys = body("its key set", keyAddress(url, document, reach), reach);
      return new Answer.Keys(of(KeySet.parse(keys), Trouble.KEY_SET));
    } catch (NoKeys e) {
      return new Answer.Failed(e.trouble, e.reason);
    }
  }

  private byte[] body(String what, Target target, Reach reach) throws NoKeys {
    return switch (http.get(target, reach)) {
      case Fetched.Body(byte[] bytes, _) -> bytes;
      case Fetched.Failed(Fetched.Problem problem) ->
          throw new NoKeys(trouble(problem), "fetching " + what + ": " + problem.sentence());
    };
  }

  private static Trouble trouble(Fetched.Problem problem) {
    return switch (problem) {
      case FORBIDDEN_ADDRESS -> Trouble.ADDRESS;
      case TLS -> Trouble.TLS;
      case UNKNOWN_HOST, UNREACHABLE, TIMEOUT -> Trouble.SILENCE;
      case REDIRECT, STATUS, TOO_LARGE, PROTOCOL -> Trouble.ANSWER;
    };
  }

  /** Where the keys are, as an issuer's document says, if that is the right issuer's. */
  static Target keyAddress(IssuerUrl url, byte[] document, Reach reach) throws NoKeys {
    if (!(StrictJson.read(document, MAX_MEMBERS)
        instanceof StrictJson.Reading.Read(Members object))) {
      throw new NoKeys(Trouble.ANSWER, "its discovery document is not a JSON object");
    }
    // Identical, or keys of one issuer would vouch for another (Discovery 1.0, 4.3).
    if (!new Text(url.issuer().text()).equals(object.members().get("issuer"))) {
      throw new NoKeys(Trouble.OTHER_ISSUER, "its discovery document names another issuer");
    }
    if (!(object.members().get("jwks_uri") instanceof Text(String uri))) {
      throw new NoKeys(Trouble.ANSWER, "its discovery document has no jwks_uri");
    }
    return of(url.keys(uri, reach), Trouble.KEY_HOST);
  }

  private static <T> T of(Parsed<T> parsed, Trouble otherwise) throws NoKeys {
    return switch (parsed) {
      case Value<T>(var value) -> value;
      case Malformed<T>(var reason) -> throw new NoKeys(otherwise, reason);
    };
  }

  /** Ends the asking at once; {@link #keys} turns it into a value. */
  static final class NoKeys extends Exception {

    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final String reason;

    NoKeys(Trouble trouble, String reason) {
      super(reason, null, false, false);
      this.trouble = trouble;
      this.reason = reason;
    }
  }
}
