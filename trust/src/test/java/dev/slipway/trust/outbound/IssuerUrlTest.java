package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules D3, D5 and D6: which addresses may be registered, and what is asked for below them. */
class IssuerUrlTest {

  private static Parsed<IssuerUrl> anybody(String url) {
    return Issuer.parse(url).then(issuer -> IssuerUrl.parse(issuer, false));
  }

  private static IssuerUrl operator(String url) {
    return IssuerUrl.parse(new Issuer(url), true).orThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://token.actions.githubusercontent.com",
        "https://token.actions.githubusercontent.com/acme-corp",
        "https://gitlab.com",
        "https://oidc.circleci.com/org/0c1d5a3e-0000-4000-8000-000000000000",
        "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
        "https://eastus.oic.prod-aks.azure.com/tenant/guid/",
        "https://jenkins.acme.example/oidc/job/folder",
        "https://xn--bcher-kva.example",
        "https://a.b"
      })
  void takes_the_addresses_of_real_issuers(String url) {
    assertThat(anybody(url)).isInstanceOf(Value.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "gitlab.com",
        "//gitlab.com",
        "http://gitlab.com",
        "HTTPS://gitlab.com",
        "Https://gitlab.com",
        "https:gitlab.com",
        "https:/gitlab.com",
        "https:///gitlab.com",
        "https://",
        "https:///",
        "ftp://gitlab.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://GitLab.com",
        "https://gitlab.COM",
        "https://gitlab",
        "https://localhost",
        "https://gitlab.com.",
        "https://.gitlab.com",
        "https://gitlab..com",
        "https://-gitlab.com",
        "https://gitlab-.com",
        "https://good_host.example",
        "https://gitl\u0430b.com",
        "https://gitlab.com\u3002evil.test",
        "https://user@gitlab.com",
        "https://user:secret@gitlab.com",
        "https://good.example@evil.test",
        "https://@gitlab.com",
        "https://gitlab.com@",
        "https://gitlab.com:443",
        "https://gitlab.com:8443",
        "https://gitlab.com:",
        "https://gitlab.com:0",
        "https://gitlab.com:65536",
        "https://gitlab.com:-1",
        "https://gitlab.com:443@evil.test",
        "https://127.0.0.1",
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://2130706433",
        "https://127.1",
        "https://0177.0.0.1",
        "https://0x7f.0.0.1",
        "https://0x7f000001",
        "https://a.0x7f",
        "https://1.2.3",
        "https://256.1.1.1",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[fe80::1%25eth0]",
        "https://::1",
        "https://gitlab.com?",
        "https://gitlab.com?x=y",
        "https://gitlab.com/?x=y",
        "https://gitlab.com#",
        "https://gitlab.com/#x",
        "https://gitlab.com/a//b",
        "https://gitlab.com//",
        "https://gitlab.com/.",
        "https://gitlab.com/..",
        "https://gitlab.com/a/../b",
        "https://gitlab.com/a/./b",
        "https://gitlab.com/a%2Fb",
        "https://gitlab.com/%2e%2e/b",
        "https://gitlab.com\\@evil.test",
        "https://gitlab.com/a\\b",
        "https://gitlab.com/a b",
        "https://gitlab.com/\u00e9",
        "https://gitlab.com\n",
        "https://gitlab.com/\r\nX: y",
        "https://gitlab.com/\u0000",
        "https://gitlab.com/<script>",
        "https://gitlab.com/\"",
        "https://gitlab.com/{x}",
        "http://localhost:3000?https://oidc.eks.x.amazonaws.com/id/y"
      })
  void refuses_every_other_spelling(String url) {
    assertThat(anybody(url)).isInstanceOf(Malformed.class);
  }

  @Test
  void refuses_labels_and_names_that_are_too_long() {
    assertThat(anybody("https://" + "a".repeat(64) + ".example")).isInstanceOf(Malformed.class);
    assertThat(anybody("https://" + "a.".repeat(120) + "example/" + "p".repeat(20)))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:9000, false, localhost, 9000, /",
    "http://127.0.0.1:18080/realms/x, false, 127.0.0.1, 18080, /realms/x",
    "https://gitlab, true, gitlab, 443, /",
    "http://gitlab.internal, false, gitlab.internal, 80, /",
    "https://[::1]:8443, true, ::1, 8443, /",
    "https://10.1.2.3/git/, true, 10.1.2.3, 443, /git/"
  })
  void takes_more_where_the_operator_said_so(
      String url, boolean secure, String host, int port, String path) {
    assertThat(operator(url).root()).isEqualTo(new Target(secure, host, port, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://10.0.0.1",
        "http://127.1",
        "http://2130706433",
        "http://0177.0.0.1",
        "http://0x7f000001",
        "http://127.0.0.01",
        "http://[::1%25lo]",
        "http://[fd00:00001::1]",
        "http://[FD00::1]",
        "http://[::ffff:127.0.0.1]",
        "http://[::1",
        "http://::1",
        "http://[127.0.0.1]",
        "http://[::1]x:80",
        "http://localhost:",
        "http://localhost:080",
        "http://localhost:65536",
        "http://user@localhost",
        "http://localhost?x",
        "http://localhost/a/../b",
        "http://local_host",
        "HTTP://localhost"
      })
  void refuses_ambiguous_spellings_from_the_operator_too(String url) {
    assertThat(IssuerUrl.parse(new Issuer(url), true)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://gitlab.com, /.well-known/openid-configuration",
    "https://token.actions.githubusercontent.com/acme, /acme/.well-known/openid-configuration",
    "https://x.oic.prod-aks.azure.com/t/g/, /t/g/.well-known/openid-configuration",
    "https://jenkins.acme.example/oidc, /oidc/.well-known/openid-configuration"
  })
  void asks_below_the_issuers_own_path(String url, String path) {
    assertThat(operator(url).wellKnown().path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "https://gitlab.com, https://gitlab.com/oauth/discovery/keys",
    "https://gitlab.com, https://gitlab.com/@evil.test",
    "https://gitlab.com/x, https://gitlab.com/y?p=1",
    "http://localhost:9000, http://localhost:9000/keys"
  })
  void finds_keys_at_the_issuers_own_origin(String issuer, String jwksUri) {
    Target target = operator(issuer).keys(jwksUri, new Reach(true, List.of())).orThrow();

    assertThat(jwksUri).endsWith(target.path()).contains(target.host());
    assertThat(target.host()).doesNotContain("evil");
  }

  @ParameterizedTest
  @CsvSource({
    "https://gitlab.com, http://gitlab.com/keys",
    "https://gitlab.com, https://gitlab.com",
    "https://gitlab.com, https://gitlab.com:8443/keys",
    "https://gitlab.com, https://keys.gitlab.com/keys",
    "https://gitlab.com, https://gitlab.com.evil.test/keys",
    "https://gitlab.com, https://gitlab.com@evil.test/keys",
    "https://gitlab.com, https://gitlab.com\\@evil.test/keys",
    "https://gitlab.com, https://gitlab.com/keys#x",
    "https://gitlab.com, //gitlab.com/keys",
    "https://gitlab.com, /keys",
    "https://gitlab.com, file:///etc/passwd",
    "https://gitlab.com, http://169.254.169.254/latest/meta-data",
    "http://localhost:9000, http://localhost:9001/keys",
    "https://evil.test, https://www.googleapis.com/oauth2/v3/certs"
  })
  void finds_keys_nowhere_else(String issuer, String jwksUri) {
    assertThat(operator(issuer).keys(jwksUri, new Reach(true, List.of())))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.acme.example, keys.acme.example, https://keys.acme.example/jwks?v=1",
    "https://idp.acme.example, keys.acme.example, https://idp.acme.example/jwks",
    "http://localhost:9000, localhost:9001, http://localhost:9001/keys"
  })
  void finds_keys_also_at_a_host_that_the_operator_named(
      String issuer, String host, String jwksUri) {
    Reach reach = new Reach(true, List.of()).withKeysAt(List.of(host)).orThrow();

    assertThat(operator(issuer).keys(jwksUri, reach).orThrow())
        .satisfies(
            target -> assertThat(jwksUri).contains(target.authority()).endsWith(target.path()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.acme.example/jwks",
        "https://keys.acme.example",
        "https://keys.acme.example:8443/jwks",
        "https://keys.acme.example.evil.test/jwks",
        "https://keys.acme.example@evil.test/jwks",
        "https://evil.test/keys.acme.example/jwks",
        "https://a.keys.acme.example/jwks"
      })
  void a_host_that_the_operator_named_is_that_one_alone(String jwksUri) {
    Reach reach = Reach.PUBLIC.withKeysAt(List.of("keys.acme.example")).orThrow();

    assertThat(operator("https://idp.acme.example").keys(jwksUri, reach))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys",
        "https://keys.acme.example",
        "keys.acme.example/jwks",
        "keys.acme.example:8443",
        "10.1.2.3",
        "[::1]",
        "user@keys.acme.example",
        "*.acme.example",
        "Keys.acme.example"
      })
  void a_host_for_keys_follows_the_grammar_of_issuers(String host) {
    assertThat(Reach.PUBLIC.withKeysAt(List.of(host))).isInstanceOf(Malformed.class);
  }
}
