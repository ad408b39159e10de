package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.outbound.Fetched.Body;
import dev.slipway.trust.outbound.Fetched.Failed;
import dev.slipway.trust.outbound.Fetched.Problem;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules E1 to E3 against a name server that lies: whose answers differ from one to the next. */
class RebindingTest {

  /** Public by every table, and given to nobody: nothing answers there. */
  private static final String PUBLIC = "2d00::1";

  private final RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\n\r\nhello");
  private final Deque<InetAddress[]> answers = new ArrayDeque<>();
  private int asked;

  private final OutboundHttp http =
      new OutboundHttp(
          _ -> {
            asked++;
            return answers.removeFirst();
          },
          OutboundHttp.TOTAL_TIMEOUT);

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer(String... literals) {
    answers.add(Stream.of(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
  }

  private Fetched get(Reach reach) {
    return http.get(new Target(false, "idp.example", server.port(), "/"), reach);
  }

  private static Reach within(String... networks) {
    return Reach.PUBLIC.within(List.of(networks)).orThrow();
  }

  @Test
  void what_a_second_answer_says_is_never_connected_to() {
    answer(PUBLIC);
    answer("127.0.0.1");

    assertThat(get(Reach.PUBLIC)).isInstanceOf(Failed.class);

    assertThat(asked).isEqualTo(1);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void every_fetch_judges_anew() {
    answer(PUBLIC);
    answer("127.0.0.1");
    get(Reach.PUBLIC);

    assertThat(get(Reach.PUBLIC)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void one_private_address_among_public_ones_is_one_too_many() {
    answer(PUBLIC, "127.0.0.1");
    answer("127.0.0.1", PUBLIC);

    assertThat(get(Reach.PUBLIC)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
    assertThat(get(Reach.PUBLIC)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "::1",
        "::",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::1",
        "2001:0:7f00:1::",
        "fe80::1",
        "fd00::1",
        "169.254.169.254"
      })
  void no_clothes_make_an_inner_address_public(String literal) {
    answer(literal);

    assertThat(get(Reach.PUBLIC)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void an_ipv4_address_within_ipv6_is_judged_as_what_it_is() throws UnknownHostException {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
    answers.add(new InetAddress[] {Inet6Address.getByAddress("idp.example", mapped, 0)});

    assertThat(get(Reach.PUBLIC)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
  }

  @Test
  void an_issuer_stays_in_the_network_that_the_operator_named() {
    Reach reach = within("127.0.0.1/32");
    answer("127.0.0.1");
    answer("127.0.0.2");
    answer("127.0.0.1", "127.0.0.2");
    answer("127.0.0.1", PUBLIC);
    answer(PUBLIC);

    assertThat(get(reach)).isInstanceOf(Body.class);
    for (int i = 0; i < 4; i++) {
      assertThat(get(reach)).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
    }
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().getFirst()).contains("Host: idp.example:" + server.port());
  }

  @Test
  void no_network_opens_the_addresses_of_cloud_credentials() {
    answer("169.254.169.254");

    assertThat(get(within("0.0.0.0/0"))).isEqualTo(new Failed(Problem.FORBIDDEN_ADDRESS));
  }
}
