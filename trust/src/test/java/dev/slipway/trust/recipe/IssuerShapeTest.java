package dev.slipway.trust.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules D1 and D7: shapes of addresses, letter by letter. */
class IssuerShapeTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.example, '', https://a.example, true",
    "https://a.example, '', https://a.example/, false",
    "https://a.example, '', https://A.example, false",
    "https://a.example/{}, '', https://a.example/x-1_Y, true",
    "https://a.example/{}, '', https://a.example/, false",
    "https://a.example/{}, '', https://a.example/x/y, false",
    "https://a.example/{}, '', https://a.example/x.y, false",
    "https://{}.a.example/{}/{}/, '', https://r.a.example/1/2/, true",
    "https://{}.a.example/{}/{}/, '', https://r.a.example/1/2, false",
    "https://{}.a.example/{=}, '', https://x.a.example/x, true",
    "https://{}.a.example/{=}, '', https://x.a.example/y, false",
    "https://{}.a.example/{=}, '', https://x.a.example/xx, false",
    "https://{host}/t, '', https://git.acme.example:8443/t, true",
    "https://{host}/t, '', https://git.acme.example:/t, true",
    "https://{host}/t, '', https://user@evil.test/t, false",
    "https://{host}/t, '', https://git.acme.example/x/t, false",
    "{scheme}://{host}, '', http://git.acme.example, true",
    "{scheme}://{host}, '', ftp://git.acme.example, false",
    "https://{host}/{path}, '', https://a.example/b/c, true",
    "https://{host}/{path}, '', https://a.example/b//c, false",
    "https://{host}/{path}, '', https://a.example/b/../c, false",
    "https://{host}/{path}, '', https://a.example/b?c, false"
  })
  void fits(String shape, String web, String issuer, boolean fits) {
    assertThat(IssuerShape.parse(shape, web).orThrow().fits(issuer)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "https://t.{}.ghe.com/{=}, https://{}.ghe.com, https://t.acme.ghe.com/acme, https://acme.ghe.com",
    "{scheme}://{host}/t, {scheme}://{host}, http://h:81/t, http://h:81",
    "https://{host}/{path}, https://{host}/{path}, https://h/a/b, https://h/a/b",
    "https://x.example, https://y.example, https://x.example, https://y.example",
    "https://x.example, https://y.example, https://z.example, ",
    "https://x.example, '', https://x.example, "
  })
  void says_where_the_pages_are(String shape, String web, String issuer, String expected) {
    assertThat(IssuerShape.parse(shape, web).orThrow().web(issuer))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example, ''",
    "a.example, ''",
    "https://{x}, ''",
    "https://{, ''",
    "https://a.example, http://b.example",
    "https://a.example, https://b.example/"
  })
  void refuses_what_is_no_shape(String shape, String web) {
    assertThat(IssuerShape.parse(shape, web)).isInstanceOf(Malformed.class);
  }
}
