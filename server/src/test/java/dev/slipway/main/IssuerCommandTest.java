package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway issuer add}, said again. */
class IssuerCommandTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  private CiFixture ci;
  private CiIssuer github;
  private Path keys;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    github = ci.unregistered("");
    keys = Files.writeString(folder.resolve("keys.json"), github.keySet());
    String file = keys.toString();
    assertThat(add("--preset", "github", "--allow-private", "--jwks", file)).isZero();
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private int add(String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "issuer";
    all[1] = "add";
    all[2] = github.url();
    System.arraycopy(options, 0, all, 3, options.length);
    return ci.run("", all).code();
  }

  private String row() {
    return ci.hub()
        .read(tx ->
            tx.handle()
                .createQuery(
                    "SELECT coalesce(preset, '-') || ' ' || allow_private || ' '"
                        + " || (jwks IS NOT NULL) || ' ' || (ca <> '') FROM issuer")
                .mapTo(String.class)
                .one());
  }

  private String token() {
    ci.publisher(github.url(), TRAIN, false);
    return ci.token(ci.job(github), "acme/m");
  }

  private int whoami(String token) {
    return ci.hub().get(token, "/api/whoami-v2").statusCode();
  }

  @Test
  void refuses_what_contradicts_itself_or_is_no_preset() {
    assertThat(add("--jwks", keys.toString(), "--no-jwks")).isEqualTo(2);
    assertThat(add("--allow-private", "--no-allow-private")).isEqualTo(2);
    assertThat(add("--ca", keys.toString(), "--no-ca")).isEqualTo(2);
    assertThat(add("--preset", "travis")).isEqualTo(2);
    assertThat(row()).isEqualTo("github 1 1 0");
  }

  @Test
  void refuses_to_clear_by_an_empty_file() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "");

    assertThat(add("--jwks", empty.toString())).isEqualTo(1);
    assertThat(row()).isEqualTo("github 1 1 0");
  }

  @Test
  void keeps_what_is_not_named() {
    assertThat(add()).isZero();
    assertThat(row()).isEqualTo("github 1 1 0");
    assertThat(add("--preset", "gitlab")).isZero();
    assertThat(row()).isEqualTo("gitlab 1 1 0");
    assertThat(add("--jwks", keys.toString())).isZero();
    assertThat(row()).isEqualTo("gitlab 1 1 0");
  }

  @Test
  void clears_what_is_named_so() {
    assertThat(add("--preset", "none")).isZero();
    assertThat(row()).isEqualTo("- 1 1 0");
    assertThat(add("--no-jwks", "--no-ca")).isZero();
    assertThat(row()).isEqualTo("- 1 0 0");
  }

  @Test
  void saying_the_same_again_ends_no_token() {
    String token = token();

    assertThat(add()).isZero();
    assertThat(add("--preset", "github", "--jwks", keys.toString())).isZero();

    assertThat(whoami(token)).isEqualTo(200);
  }

  @Test
  void another_preset_ends_the_tokens_that_came_by_the_old_one() {
    String token = token();

    assertThat(add("--preset", "gitlab")).isZero();

    assertThat(whoami(token)).isEqualTo(401);
  }

  @Test
  void other_keys_end_the_tokens_that_came_by_the_old_ones() throws Exception {
    String token = token();
    CiIssuer other = ci.unregistered("");
    Path others = Files.writeString(folder.resolve("others.json"), other.keySet());

    assertThat(add("--jwks", others.toString())).isZero();

    assertThat(whoami(token)).isEqualTo(401);
    assertThat(error(ci.exchange(ci.job(github), "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void the_audit_says_which_exceptions_there_are() {
    var details = ci.audit("issuer.add").getLast();

    assertThat(details.get("preset").stringValue()).isEqualTo("github");
    assertThat(details.get("allowPrivate").stringValue()).isEqualTo("true");
    assertThat(details.get("staticKeys").stringValue()).isEqualTo("true");
  }
}
