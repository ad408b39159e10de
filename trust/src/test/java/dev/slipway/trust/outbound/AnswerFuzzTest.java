package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.Fuzz;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an issuer's server sends, changed at random. */
class AnswerFuzzTest {

  private static final int MAX_BYTES = 64;

  @Test
  void answers_are_read_within_their_limit_or_refused() {
    Fuzz.attack(
        Stream.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Wed, 25 Nov 2026 09:00:00 GMT\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + "x".repeat(MAX_BYTES),
            "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n"),
        input -> {
          if (HttpAnswer.read(new ByteArrayInputStream(input), MAX_BYTES)
              instanceof Fetched.Body(byte[] bytes, _)) {
            assertThat(bytes).hasSizeLessThanOrEqualTo(MAX_BYTES);
          }
        });
  }
}
