package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Value;
import dev.slipway.trust.outbound.IssuerUrl;
import dev.slipway.trust.outbound.Reach;
import dev.slipway.trust.outbound.Target;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an issuer answers, changed at random: it is taken or refused, and never leads elsewhere. */
class IssuerFuzzTest {

  private static final String ISSUER = "https://idp.acme.example/oidc";
  private static final byte[] SIGNED = "signed".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @Test
  void key_sets_are_read_or_refused() {
    Fuzz.attack(
        Stream.of(
            SigningKey.jwks(SigningKey.RSA, SigningKey.EC256),
            SigningKey.jwks(SigningKey.EC384.jwk(), SigningKey.ED25519.jwk("")),
            SigningKey.jwks("{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}", SigningKey.RSA.jwk())),
        input -> {
          if (KeySet.parse(input) instanceof Value<KeySet>(KeySet keys)) {
            assertThat(keys.keys()).hasSizeBetween(1, KeySet.MAX_KEYS);
            for (KeySet.Key key : keys.keys()) {
              assertThat(key.algorithm()).isIn(Set.of("RS256", "ES256", "ES384", "EdDSA"));
              assertThat(key.id()).hasSizeLessThanOrEqualTo(KeySet.MAX_ID_CHARACTERS);
              assertThat(key.thumbprint()).matches("[A-Za-z0-9_-]{43}");
              assertThat(key.verifies(SIGNED, new byte[256])).isFalse();
              assertThat(key.verifies(SIGNED, new byte[64])).isFalse();
            }
            keys.find(Optional.empty());
          }
        });
  }

  @Test
  void discovery_documents_lead_to_the_issuer_or_nowhere() {
    IssuerUrl url = IssuerUrl.parse(new Issuer(ISSUER), false).orThrow();
    Reach reach = Reach.PUBLIC.withKeysAt(java.util.List.of("keys.acme.example")).orThrow();
    Fuzz.attack(
        Stream.of(
            "{\"issuer\":\"" + ISSUER + "\",\"jwks_uri\":\"" + ISSUER + "/jwks?v=1\"}",
            "{\"issuer\":\"%s\",\"jwks_uri\":\"https://keys.acme.example/k\",\"x\":[1,{}]}"
                .formatted(ISSUER)),
        input -> {
          try {
            Target target = Discovery.keyAddress(url, input, reach);
            assertThat(target.secure()).isTrue();
            assertThat(target.port()).isEqualTo(443);
            assertThat(target.host()).isIn("idp.acme.example", "keys.acme.example");
            assertThat(target.path()).startsWith("/").matches("[!-~]+");
          } catch (Discovery.NoKeys e) {
            assertThat(e.getMessage()).startsWith("its ").doesNotContain("example");
          }
        });
  }

  @Test
  void addresses_of_issuers_are_one_host_or_refused() {
    Fuzz.attack(
        Stream.of(
            "https://gitlab.com",
            "https://oidc.circleci.com/org/0c1d",
            "https://10.1.2.3:8443/a/b",
            "http://[fd00::1]:80/x"),
        input -> {
          String text = new String(input, java.nio.charset.StandardCharsets.UTF_8);
          if (Issuer.parse(text) instanceof Value<Issuer>(Issuer issuer)) {
            for (boolean isPrivate : new boolean[] {true, false}) {
              if (IssuerUrl.parse(issuer, isPrivate) instanceof Value<IssuerUrl>(IssuerUrl url)) {
                check(text, url.wellKnown());
              }
            }
          }
        });
  }

  /** Another reader of URLs sees the same host, or none. */
  private static void check(String text, Target target) {
    assertThat(target.path()).endsWith("/.well-known/openid-configuration");
    String host = java.net.URI.create(text).getHost();
    if (host != null) {
      assertThat(host).isIn(target.host(), "[" + target.host() + "]");
    }
  }
}
