package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.outbound.Fetched.Body;
import dev.slipway.trust.outbound.Fetched.Failed;
import dev.slipway.trust.outbound.Fetched.Problem;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule E5 over TLS: whose certificate is taken, and for which name. */
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static KeyStore good;
  private static KeyStore expired;

  @BeforeAll
  static void make_certificates() throws Exception {
    good = certificate("good", "-validity", "30");
    expired = certificate("expired", "-startdate", "-20d", "-validity", "10");
  }

  /** The JDK has no public way to make a certificate but this tool of its own. */
  private static KeyStore certificate(String name, String... validity) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    ProcessBuilder tool =
        new ProcessBuilder(
            keytool.toString(), "-genkeypair", "-keystore", file.toString(), "-alias", "idp");
    tool.command().addAll(List.of("-storepass", "changeit", "-keyalg", "EC"));
    tool.command().addAll(List.of("-dname", "CN=idp", "-ext", "SAN=dns:idp.example"));
    tool.command().addAll(List.of(validity));
    assertThat(
            tool.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static Reach trusting(KeyStore store) throws Exception {
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("idp").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Reach.parse(true, pem).orThrow();
  }

  private static HttpsServer server(KeyStore store, String... versions) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
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

  @Test
  void takes_a_certificate_of_an_authority_that_the_operator_named() throws Exception {
    assertThat(get(server(good, "TLSv1.3"), "idp.example", trusting(good)))
        .isInstanceOf(Body.class);
    assertThat(get(server(good, "TLSv1.2"), "idp.example", trusting(good)))
        .isInstanceOf(Body.class);
  }

  @Test
  void refuses_one_that_nobody_vouches_for() throws Exception {
    assertThat(get(server(good, "TLSv1.3"), "idp.example", new Reach(true, List.of())))
        .isEqualTo(new Failed(Problem.TLS));
  }

  @Test
  void refuses_one_for_another_name() throws Exception {
    assertThat(get(server(good, "TLSv1.3"), "other.example", trusting(good)))
        .isEqualTo(new Failed(Problem.TLS));
  }

  @Test
  void refuses_one_that_has_expired() throws Exception {
    assertThat(get(server(expired, "TLSv1.3"), "idp.example", trusting(expired)))
        .isEqualTo(new Failed(Problem.TLS));
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
