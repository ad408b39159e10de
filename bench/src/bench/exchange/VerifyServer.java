package bench.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.slipway.http.Exchanges;
import dev.slipway.http.HttpServer;
import dev.slipway.http.Method;
import dev.slipway.http.RateLimiter;
import dev.slipway.http.RateLimits;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hub's own HTTP room with one route, which verifies one RS256 signature by the hub's library
 * and answers a constant: what an exchange would cost that decides and remembers nothing.
 */
final class VerifyServer {

  private static final String FIELD = "\"subject_token\":\"";

  private final JWSVerifier verifier;
  private final JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);

  private VerifyServer(RSAPublicKey key) {
    verifier = new RSASSAVerifier(key);
  }

  /** A port, and a public key in its X.509 form. */
  public static void main(String[] arguments) throws Exception {
    byte[] key = Base64.getDecoder().decode(arguments[1]);
    VerifyServer server =
        new VerifyServer(
            (RSAPublicKey)
                KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key)));
    Route route = new Route(Method.POST, "/oauth/token", RouteAccess.OPEN, server::answer);
    Exchanges exchanges =
        new Exchanges(
            new Router(List.of(route)),
            _ -> Optional.empty(),
            new RateLimiter(new RateLimits(0, 0, 0), InstantSource.system()),
            new SecureRandom());
    new HttpServer(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), exchanges)
        .start();
    System.out.println("ready");
    Thread.sleep(Long.MAX_VALUE);
  }

  /** The body is not even parsed. */
  private Reply answer(Request request) throws IOException {
    String body = new String(request.bytes(Request.MAX_BODY), US_ASCII);
    int from = body.indexOf(FIELD) + FIELD.length();
    String token = body.substring(from, body.indexOf('"', from));
    int dot = token.lastIndexOf('.');
    try {
      boolean isGenuine =
          verifier.verify(
              header,
              token.substring(0, dot).getBytes(US_ASCII),
              new Base64URL(token.substring(dot + 1)));
      return Reply.json(isGenuine ? 200 : 400, Map.of("access_token", "a-constant"));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
