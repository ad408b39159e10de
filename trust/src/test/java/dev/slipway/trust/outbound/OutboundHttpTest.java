package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.trust.outbound.Fetched.Body;
import dev.slipway.trust.outbound.Fetched.Failed;
import dev.slipway.trust.outbound.Fetched.Problem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules E1, E3 to E6 over plain sockets. */
class OutboundHttpTest {

  private static final Reach PRIVATE = new Reach(true, List.of());
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final OutboundHttp http = new OutboundHttp();

  private static Target at(RawServer server) {
    return new Target(false, "localhost", server.port(), "/keys?p=1");
  }

  private static InetAddress[] addresses(String... literals) {
    return Stream.of(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  private Fetched answered(String answer) {
    try (RawServer server = RawServer.sending(answer)) {
      return http.get(at(server), PRIVATE);
    }
  }

  @Test
  void sends_one_plain_request_and_nothing_about_us() {
    try (RawServer server = RawServer.sending(OK + "\r\nhello")) {
      http.get(at(server), PRIVATE);

      assertThat(server.requests())
          .containsExactly(
              "GET /keys?p=1 HTTP/1.1\r\n"
                  + ("Host: localhost:" + server.port() + "\r\n")
                  + "User-Agent: Slipway\r\n"
                  + "Accept: application/json\r\n"
                  + "Accept-Encoding: identity\r\n"
                  + "Connection: close\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nhello",
        "Content-Length: 5\r\n\r\nhello and more",
        "content-length:5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
        "Content-Encoding: identity\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\nhello"
      })
  void reads_a_body_in_every_framing(String rest) {
    assertThat(answered(OK + rest))
        .isInstanceOfSatisfying(
            Body.class,
            body ->
                assertThat(new String(body.bytes(), StandardCharsets.US_ASCII)).isEqualTo("hello"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n", Problem.REDIRECT),
        Arguments.of("HTTP/1.1 301 Moved\r\nLocation: /keys\r\n\r\n", Problem.REDIRECT),
        Arguments.of("HTTP/1.1 304 Not Modified\r\n\r\n", Problem.REDIRECT),
        Arguments.of("HTTP/1.1 404 Not Found\r\n\r\n", Problem.STATUS),
        Arguments.of("HTTP/1.1 500 No\r\n\r\nsecret", Problem.STATUS),
        Arguments.of("HTTP/1.1 206 Partial\r\n\r\nx", Problem.STATUS),
        Arguments.of("HTTP/1.1 100 Continue\r\n\r\n", Problem.STATUS),
        Arguments.of("HTTP/2 200\r\n\r\n", Problem.PROTOCOL),
        Arguments.of("HTTP/1.1 abc\r\n\r\n", Problem.PROTOCOL),
        Arguments.of("SSH-2.0-OpenSSH_9.9\r\n", Problem.PROTOCOL),
        Arguments.of("", Problem.PROTOCOL),
        Arguments.of(OK, Problem.PROTOCOL),
        Arguments.of(OK + "Content-Encoding: gzip\r\n\r\nx", Problem.PROTOCOL),
        Arguments.of(OK + "Content-Length: 9\r\n\r\nshort", Problem.PROTOCOL),
        Arguments.of(OK + "Content-Length: -1\r\n\r\n", Problem.PROTOCOL),
        Arguments.of(OK + "Content-Length: +5\r\n\r\nhello", Problem.PROTOCOL),
        Arguments.of(OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", Problem.PROTOCOL),
        Arguments.of(
            OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            Problem.PROTOCOL),
        Arguments.of(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n", Problem.PROTOCOL),
        Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", Problem.PROTOCOL),
        Arguments.of(
            OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", Problem.PROTOCOL),
        Arguments.of(OK + "Content-Length : 5\r\n\r\nhello", Problem.PROTOCOL),
        Arguments.of(OK + "X: y\r\n folded\r\n\r\nhello", Problem.PROTOCOL),
        Arguments.of(OK + "no colon\r\n\r\nhello", Problem.PROTOCOL),
        Arguments.of(OK + "Content-Length: 262145\r\n\r\n", Problem.TOO_LARGE),
        Arguments.of(OK + "Content-Length: 99999999999\r\n\r\n", Problem.TOO_LARGE),
        Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", Problem.TOO_LARGE),
        Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n", Problem.TOO_LARGE),
        Arguments.of(OK + "X: " + "y".repeat(20_000) + "\r\n\r\n", Problem.TOO_LARGE));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses_everything_but_a_small_plain_answer(String answer, Problem problem) {
    assertThat(answered(answer)).isEqualTo(new Failed(problem));
  }

  @Test
  void follows_no_redirect() {
    try (RawServer elsewhere = RawServer.sending(OK + "\r\nhello");
        RawServer server =
            RawServer.sending(
                "HTTP/1.1 302 Found\r\nLocation: http://localhost:%d/\r\n\r\n"
                    .formatted(elsewhere.port()))) {
      http.get(at(server), PRIVATE);

      assertThat(server.requests()).hasSize(1);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void takes_a_body_of_exactly_the_limit() {
    String body = "x".repeat(OutboundHttp.MAX_BYTES);

    assertThat(answered(OK + "\r\n" + body)).isInstanceOf(Body.class);
    assertThat(answered(OK + "\r\n" + body + "x")).isEqualTo(new Failed(Problem.TOO_LARGE));
  }

  @Test
  void stops_an_endless_body() {
    byte[] block = new byte[8 * 1024];
    try (RawServer server =
        new RawServer(out -> {
          out.write((OK + "\r\n").getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(block);
          }
        })) {
      assertThat(http.get(at(server), PRIVATE)).isEqualTo(new Failed(Problem.TOO_LARGE));
    }
  }

  @Test
  void gives_up_on_one_that_never_answers_in_the_time_for_everything() {
    CountDownLatch over = new CountDownLatch(1);
    OutboundHttp impatient = new OutboundHttp(InetAddress::getAllByName, Duration.ofMillis(300));
    try (RawServer server = new RawServer(_ -> awaitQuietly(over))) {
      long start = System.nanoTime();
      Fetched fetched = impatient.get(at(server), PRIVATE);

      assertThat(fetched).isEqualTo(new Failed(Problem.TIMEOUT));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    } finally {
      over.countDown();
    }
  }

  @Test
  void gives_up_on_one_that_drips() {
    CountDownLatch over = new CountDownLatch(1);
    OutboundHttp impatient = new OutboundHttp(InetAddress::getAllByName, Duration.ofMillis(300));
    try (RawServer server =
        new RawServer(out -> {
          while (over.getCount() > 0) {
            out.write('H');
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          }
        })) {
      assertThat(impatient.get(at(server), PRIVATE)).isEqualTo(new Failed(Problem.TIMEOUT));
    } finally {
      over.countDown();
    }
  }

  @Test
  void gives_up_on_a_name_server_that_never_answers() {
    CountDownLatch over = new CountDownLatch(1);
    OutboundHttp impatient =
        new OutboundHttp(
            _ -> {
              awaitQuietly(over);
              return addresses("127.0.0.1");
            },
            Duration.ofMillis(300));

    assertThat(impatient.get(new Target(true, "slow.example", 443, "/"), Reach.PUBLIC))
        .isEqualTo(new Failed(Problem.TIMEOUT));
    over.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void says_that_a_name_is_unknown_or_a_port_closed() throws Exception {
    OutboundHttp lost =
        new OutboundHttp(
            host -> {
              throw new UnknownHostException(host);
            },
            OutboundHttp.TOTAL_TIMEOUT);
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThat(lost.get(new Target(true, "no.example", 443, "/"), Reach.PUBLIC))
        .isEqualTo(new Failed(Problem.UNKNOWN_HOST));
    assertThat(http.get(new Target(false, "127.0.0.1", closed, "/"), PRIVATE))
        .isEqualTo(new Failed(Problem.UNREACHABLE));
  }

  @Test
  void does_not_touch_loopback_unless_the_operator_said_so() {
    try (RawServer server = RawServer.sending(OK + "\r\nhello")) {
      assertThat(http.get(at(server), Reach.PUBLIC))
          .isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void refuses_a_name_with_one_forbidden_address_among_good_ones() {
    try (RawServer server = RawServer.sending(OK + "\r\nhello")) {
      OutboundHttp mixed =
          new OutboundHttp(
              _ -> addresses("127.0.0.1", "169.254.169.254"), OutboundHttp.TOTAL_TIMEOUT);

      assertThat(mixed.get(at(server), PRIVATE)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void resolves_once_and_connects_to_the_address_that_it_checked() {
    AtomicInteger asked = new AtomicInteger();
    OutboundHttp rebound =
        new OutboundHttp(
            _ -> asked.getAndIncrement() == 0 ? addresses("127.0.0.1") : addresses("127.0.0.2"),
            OutboundHttp.TOTAL_TIMEOUT);
    try (RawServer server = RawServer.sending(OK + "\r\nhello")) {
      Target target = new Target(false, "idp.example", server.port(), "/");

      assertThat(rebound.get(target, PRIVATE)).isInstanceOf(Body.class);
      assertThat(asked).hasValue(1);
      assertThat(server.requests().getFirst())
          .contains("Host: idp.example:" + server.port() + "\r\n");
    }
  }

  @Test
  void tries_the_next_address_when_one_is_dead() {
    OutboundHttp two =
        new OutboundHttp(_ -> addresses("127.0.0.9", "127.0.0.1"), OutboundHttp.TOTAL_TIMEOUT);
    try (RawServer server = RawServer.sending(OK + "\r\nhello")) {
      assertThat(two.get(at(server), PRIVATE)).isInstanceOf(Body.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "keys", "/a b", "/a\r\nX: y", "/\u00e9"})
  void has_no_target_that_could_be_a_second_request(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(true, "gitlab.com", 443, path));
  }

  @Test
  void names_the_host_as_the_scheme_expects() {
    assertThat(new Target(true, "a.example", 443, "/").authority()).isEqualTo("a.example");
    assertThat(new Target(false, "a.example", 443, "/").authority()).isEqualTo("a.example:443");
    assertThat(new Target(true, "::1", 8443, "/").authority()).isEqualTo("[::1]:8443");
  }
}
