package dev.slipway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.names.ByteCount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SmallBodyTest {

  private static final ByteCount LIMIT = ByteCount.kib(1);

  /** Gives a byte now and then, for ever. */
  private static InputStream trickle() {
    return new InputStream() {
      @Override
      public int read() {
        try {
          Thread.sleep(20);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return '1';
      }

      @Override
      public int read(byte[] bytes, int offset, int count) {
        bytes[offset] = (byte) read();
        return 1;
      }
    };
  }

  private static byte[] read(InputStream source, Duration time) throws IOException {
    return new SmallBody(source, _ -> {}).read(LIMIT, time);
  }

  @Test
  void gives_up_on_a_body_that_comes_byte_by_byte() {
    assertThatThrownBy(() -> read(trickle(), Duration.ofMillis(100)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the body took too long to come");
  }

  @Test
  void gives_up_on_a_read_that_the_connection_ends() {
    InputStream silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException(new TimeoutException());
          }
        };

    assertThatThrownBy(() -> read(silent, Duration.ofMinutes(1)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the body took too long to come");
  }

  @Test
  void refuses_one_byte_too_many() {
    InputStream large = new ByteArrayInputStream(new byte[1025]);

    assertThatThrownBy(() -> read(large, Duration.ofMinutes(1)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void reads_all_of_the_largest_body() throws IOException {
    assertThat(read(new ByteArrayInputStream(new byte[1024]), Duration.ofMinutes(1))).hasSize(1024);
    assertThat(read(new ByteArrayInputStream("{}".getBytes(UTF_8)), Duration.ofMinutes(1)))
        .asString(UTF_8)
        .isEqualTo("{}");
  }

  @Test
  void waits_for_a_minute() {
    assertThat(SmallBody.PATIENCE).isEqualTo(Duration.ofSeconds(60));
  }
}
