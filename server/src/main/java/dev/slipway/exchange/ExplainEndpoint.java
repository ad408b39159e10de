package dev.slipway.exchange;

import static dev.slipway.exchange.OAuthReply.error;
import static dev.slipway.exchange.OAuthReply.invalidRequest;
import static dev.slipway.exchange.OAuthReply.uncached;

import dev.slipway.exchange.DryRun.Told;
import dev.slipway.exchange.TokenExchange.Asked;
import dev.slipway.exchange.TokenExchange.Wanted;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /oauth/token/explain}: what {@code /oauth/token} would say to the same parameters.
 * The explanation is a 200, whatever it says; wrong parameters are refused as there.
 */
final class ExplainEndpoint {

  private static final String INVALID_GRANT = "invalid_grant";

  private final DryRun dryRun;
  private final ExplainJson json;
  private final String audience;

  ExplainEndpoint(DryRun dryRun, ExplainJson json, String audience) {
    this.dryRun = dryRun;
    this.json = json;
    this.audience = audience;
  }

  Reply explain(String idToken, Wanted wanted, Request request) {
    Asked asked = new Asked(wanted, request.id().both());
    return switch (dryRun.explain(idToken, asked, request.caller())) {
      case Told.NoToken _ -> invalidRequest(Disclosure.MALFORMED);
      case Told.Unavailable(var retryAfter) -> unavailable(retryAfter);
      case Told.Unfit(var flaw) -> refused(Disclosure.of(flaw, audience), json.some(List.of()));
      case Told.Some(var lifetime, var publishers) ->
          lifetime
              .map(seconds -> accepted(seconds, json.some(publishers)))
              .orElseGet(() -> refused(DryRun.sentence(publishers), json.some(publishers)));
      case Told.Everything(var answer) ->
          answer.accepted()
              ? uncached(Reply.json(json.everything(answer)))
              : refused(answer.sentence(), json.everything(answer));
    };
  }

  private static Reply accepted(long lifetime, Map<String, @Nullable Object> some) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("accepted", true);
    body.put("expires_in", lifetime);
    body.putAll(some);
    return uncached(Reply.json(body));
  }

  private static Reply refused(String description, Map<String, @Nullable Object> more) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("accepted", false);
    body.put("error", INVALID_GRANT);
    body.put("error_description", OAuthText.clean(description));
    body.putAll(more);
    return uncached(Reply.json(body));
  }

  static Reply unavailable(Duration retryAfter) {
    return error(
            Status.SERVICE_UNAVAILABLE,
            "temporarily_unavailable",
            "the keys of the ID token's issuer cannot be had at the moment")
        .header("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
  }
}
