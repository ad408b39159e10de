package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.outbound.Authority.Days;
import dev.slipway.trust.outbound.Fetched.Body;
import dev.slipway.trust.outbound.Fetched.Failed;
import dev.slipway.trust.outbound.Fetched.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule E5 over TLS, against a real server: whose certificate is taken, and for which name. */
class TlsTest {

  private static final String HOST = "idp.example";

  private static Authority house;
  private static Authority stranger;
  private static KeyStore good;

  private final AtomicReference<String> indicated = new AtomicReference<>("");

  @BeforeAll
  static void make_certificates() throws Exception {
    house = Authority.of("house", Days.NOW);
    stranger = Authority.of("stranger", Days.NOW);
    good = house.issue(HOST, Days.NOW);
  }

  private static Reach trusting(Certificate certificate) throws Exception {
    return Reach.parse(true, Authority.pem(certificate)).orThrow();
  }

  private static Reach trusting(Authority authority) throws Exception {
    return trusting(authority.certificate());
  }

  private HttpsServer server(KeyStore store, String... versions) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, Authority.PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setProtocols(versions);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          if (((HttpsExchange) exchange).getSSLSession() instanceof ExtendedSSLSession session) {
            indicated.set(session.getRequestedServerNames().toString());
          }
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Fetched get(HttpsServer server, String host, Reach reach) {
    OutboundHttp http =
        new OutboundHttp(
            _ -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Duration.ofSeconds(20));
    try {
      return http.get(new Target(true, host, server.getAddress().getPort(), "/"), reach);
    } finally {
      server.stop(0);
    }
  }

  private Fetched fetched(KeyStore store, Reach reach) throws Exception {
    return get(server(store, "TLSv1.3"), HOST, reach);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void takes_a_certificate_of_an_authority_that_the_operator_named(String version)
      throws Exception {
    assertThat(get(server(good, version), HOST, trusting(house))).isInstanceOf(Body.class);
    assertThat(indicated.get()).contains(HOST);
  }

  @Test
  void takes_a_certificate_that_the_operator_named_itself() throws Exception {
    KeyStore self = Authority.selfSigned(HOST, Days.NOW);

    assertThat(fetched(self, trusting(self.getCertificate("idp")))).isInstanceOf(Body.class);
    assertThat(fetched(self, trusting(house))).isEqualTo(new Failed(Problem.TLS));
  }

  @Test
  void refuses_one_that_nobody_vouches_for() throws Exception {
    assertThat(fetched(good, new Reach(true, List.of()))).isEqualTo(new Failed(Problem.TLS));
  }

  @Test
  void refuses_one_of_another_authority_than_the_operator_named() throws Exception {
    KeyStore elsewhere = stranger.issue(HOST, Days.NOW);

    assertThat(fetched(elsewhere, trusting(stranger))).isInstanceOf(Body.class);
    assertThat(fetched(elsewhere, trusting(house))).isEqualTo(new Failed(Problem.TLS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "a.idp.example", "idp.example.evil.test", "127.0.0.1"})
  void refuses_one_for_another_name(String name) throws Exception {
    assertThat(get(server(good, "TLSv1.3"), name, trusting(house)))
        .isEqualTo(new Failed(Problem.TLS));
  }

  @Test
  void refuses_one_that_has_expired_or_is_not_valid_yet() throws Exception {
    KeyStore self = Authority.selfSigned(HOST, Days.PAST);

    assertThat(fetched(house.issue(HOST, Days.PAST), trusting(house)))
        .isEqualTo(new Failed(Problem.TLS));
    assertThat(fetched(house.issue(HOST, Days.FUTURE), trusting(house)))
        .isEqualTo(new Failed(Problem.TLS));
    assertThat(fetched(self, trusting(self.getCertificate("idp"))))
        .isEqualTo(new Failed(Problem.TLS));
  }

  @Test
  void refuses_one_of_an_authority_that_has_expired() throws Exception {
    Authority old = Authority.of("old", Days.PAST);

    assertThat(fetched(old.issue(HOST, Days.NOW), trusting(old)))
        .isEqualTo(new Failed(Problem.TLS));
  }

  /** By hand, because the JDK's own server does not speak it any more. */
  @Test
  void refuses_a_server_that_speaks_tls_1_1_alone() throws Exception {
    byte[] choice =
        HexFormat.of()
            .parseHex("160302002a" + "02000026" + "0302" + "11".repeat(32) + "00" + "c013" + "00");
    AtomicReference<String> hello = new AtomicReference<>("");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (Socket socket = server.accept()) {
          byte[] head = socket.getInputStream().readNBytes(5);
          int length = ((head[3] & 0xff) << Byte.SIZE) | (head[4] & 0xff);
          hello.set(HexFormat.of().formatHex(socket.getInputStream().readNBytes(length)));
          socket.getOutputStream().write(choice);
          socket.getInputStream().readAllBytes();
        } catch (IOException _) {
          // The client has gone, as it should.
        }
      });

      Fetched fetched =
          new OutboundHttp()
              .get(
                  new Target(true, "localhost", server.getLocalPort(), "/"),
                  new Reach(true, List.of()));

      assertThat(fetched).isEqualTo(new Failed(Problem.TLS));
      assertThat(hello.get()).as("the versions it offers").contains("002b00050403040303");
    }
  }

  @Test
  void refuses_a_server_without_tls() {
    try (RawServer plain = RawServer.sending("HTTP/1.1 200 OK\r\n\r\nhello")) {
      Fetched fetched =
          new OutboundHttp()
              .get(new Target(true, "localhost", plain.port(), "/"), new Reach(true, List.of()));

      assertThat(fetched).isInstanceOf(Failed.class);
    }
  }

  @Test
  void refuses_a_file_without_certificates() {
    assertThat(Reach.parse(true, "hello")).isInstanceOf(Malformed.class);
    assertThat(Reach.parse(true, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
        .isInstanceOf(Malformed.class);
    assertThat(Reach.parse(false, "")).isEqualTo(Parsed.of(Reach.PUBLIC));
  }
}
