package dev.slipway.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule E8: there is one way out of the process, and it judges where it leads. A second one beside
 * it is how others came to fetch what a stranger named.
 */
class OutboundRulesTest {

  private static final Set<String> SOCKETS =
      Set.of(
          "java.net.Socket",
          "java.net.DatagramSocket",
          "java.net.MulticastSocket",
          "java.net.URLConnection",
          "java.net.HttpURLConnection",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.AsynchronousSocketChannel",
          "java.nio.channels.DatagramChannel",
          // What libraries of ours would open for us.
          "org.eclipse.jgit.transport.Transport",
          "org.eclipse.jgit.transport.HttpTransport",
          "com.nimbusds.jose.util.ResourceRetriever",
          "com.nimbusds.jose.util.DefaultResourceRetriever");

  private static final DescribedPredicate<JavaClass> CONNECTIONS =
      DescribedPredicate.describe(
              "connections", (JavaClass type) -> SOCKETS.contains(type.getFullName()))
          .or(
              resideInAnyPackage(
                  "javax.net..",
                  "org.eclipse.jetty.client..",
                  "org.eclipse.jgit.api..",
                  "com.nimbusds.jose.jwk.source.."));

  private static final ArchRule ONE_WAY_OUT =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.slipway.trust.outbound..")
          .and()
          // Looks at a connection that a client of ours opened.
          .doNotHaveFullyQualifiedName("dev.slipway.http.ClientWatch")
          .should()
          .dependOnClassesThat(CONNECTIONS)
          .orShould()
          .callMethod(URL.class, "openStream")
          .orShould()
          .callMethod(URL.class, "openConnection")
          .orShould()
          .callMethod(URL.class, "getContent")
          // Resolving a name is a request too, and tells who asks.
          .orShould()
          .callMethod(InetAddress.class, "getByName", String.class)
          .orShould()
          .callMethod(InetAddress.class, "getAllByName", String.class);

  private static final ArchRule ONE_CLIENT =
      noClasses()
          .that()
          // The demonstration is a client of the hub that its own process runs.
          .resideOutsideOfPackage("dev.slipway.demo..")
          .should()
          .dependOnClassesThat(resideInAPackage("java.net.http.."));

  @Test
  void nothing_but_trust_outbound_opens_a_connection() {
    ONE_WAY_OUT.check(Code.MAIN);
    ONE_CLIENT.check(Code.MAIN);
  }

  @Test
  void the_rules_look_at_every_module() {
    assertThat(Code.MAIN)
        .extracting(JavaClass::getPackageName)
        .contains(
            "dev.slipway.trust.outbound",
            "dev.slipway.git.wire",
            "dev.slipway.xet",
            "dev.slipway.blobs",
            "dev.slipway.exchange");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        BySocket.class,
        ByChannel.class,
        ByUrl.class,
        ByConnection.class,
        ByName.class,
        ByClient.class
      })
  void the_rules_find_every_other_way(Class<?> leak) {
    var classes = new ClassFileImporter().importClasses(leak);

    assertThat(
            ONE_WAY_OUT.evaluate(classes).hasViolation()
                || ONE_CLIENT.evaluate(classes).hasViolation())
        .isTrue();
  }

  static final class BySocket implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      try (Socket socket = new Socket("evil.example", 80)) {
        return socket.getPort();
      }
    }
  }

  static final class ByChannel implements Callable<Boolean> {
    @Override
    public Boolean call() throws IOException {
      try (SocketChannel channel = SocketChannel.open()) {
        return channel.isConnected();
      }
    }
  }

  static final class ByUrl implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      try (var in = URI.create("http://evil.example").toURL().openStream()) {
        return in.read();
      }
    }
  }

  static final class ByConnection implements Callable<Object> {
    @Override
    public Object call() throws IOException {
      return URI.create("http://evil.example").toURL().openConnection();
    }
  }

  static final class ByName implements Callable<InetAddress> {
    @Override
    public InetAddress call() throws IOException {
      return InetAddress.getByName("evil.example");
    }
  }

  static final class ByClient implements Callable<HttpClient> {
    @Override
    public HttpClient call() {
      return HttpClient.newHttpClient();
    }
  }
}
