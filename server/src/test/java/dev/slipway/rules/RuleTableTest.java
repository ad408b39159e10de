package dev.slipway.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.slipway.main.AttackHub;
import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import dev.slipway.rules.Row.Attack;
import dev.slipway.rules.Row.Proved;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Runs every attack of the table, and sees that what it says of other tests is so. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RuleTableTest {

  private static final Path PAGE = Path.of("..", "docs", "security", "rules.md");

  private static final List<Path> SOURCES =
      Stream.of("server", "trust", "e2e")
          .map(module -> Path.of("..", module, "src", "test", "java"))
          .toList();

  /** Whose tokens no publisher would let in, whatever stands in them. */
  private static final EnumSet<Provider> REFUSED =
      EnumSet.of(
          Provider.OTHER_GITHUB,
          Provider.DISABLED,
          Provider.DISTRUSTED,
          Provider.UNFLAGGED,
          Provider.UNKNOWN);

  private static final Seen SEEN = new Seen();
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.slipway");

  @TempDir private static Path folder;
  private static AttackHub hub;
  private static RuleTable table;
  private static String silence = "";

  @BeforeAll
  static void start() throws Exception {
    table = RuleTable.whole();
    hub = new AttackHub(folder);
    ClaimAttacks.arrange(hub);
    silence = Rows.of(Provider.UNKNOWN, t -> t).on(hub).body();
    SEEN.start();
    LOGGER.addAppender(SEEN);
    LOGGER.setLevel(Level.TRACE);
    LOGGER.setAdditive(false);
  }

  @AfterAll
  static void stop() {
    LOGGER.detachAppender(SEEN);
    LOGGER.setLevel(Level.INFO);
    LOGGER.setAdditive(true);
    hub.close();
  }

  @Test
  @Order(1)
  void no_rule_is_forgotten() {
    assertThat(table.rows()).extracting(Row::rule).isSubsetOf(SpecRules.titles().keySet());
    assertThat(SpecRules.titles().keySet())
        .allSatisfy(rule -> assertThat(table.of(rule)).as(rule).isNotEmpty());
    assertThat(table.of(Attack.class))
        .extracting(attack -> attack.rule() + " " + attack.sentence())
        .doesNotHaveDuplicates();
  }

  @TestFactory
  @Order(2)
  Stream<DynamicTest> attacks_fail_and_leave_nothing() {
    return table.of(Attack.class).stream()
        .map(attack ->
            DynamicTest.dynamicTest(attack.rule() + ": " + attack.sentence(), () -> run(attack)));
  }

  private static void run(Attack attack) throws Exception {
    String before = hub.traces();
    SEEN.forget();

    Answer answer = attack.act().on(hub);

    assertThat(found(attack.expected(), answer)).as(answer.body()).isEqualTo(attack.expected());
    assertThat(hub.traces()).isEqualTo(before);
    assertTellsNothing(attack.expected(), answer.body());
    assertThat(SEEN.lines())
        .noneMatch(line -> line.contains("eyJ") || line.contains("hf_"))
        .noneMatch(line -> line.chars().anyMatch(c -> c < ' '));
  }

  /** Rules K1, K4 and K5, for every attack: what may not be told apart is the same to the byte. */
  private static void assertTellsNothing(Expected expected, String body) {
    assertThat(body).doesNotContain("hf_", "eyJ");
    if (expected.isSilent()) {
      assertThat(body).isEqualTo(silence);
    }
    if (!expected.error().isEmpty()) {
      assertThat(JsonMapper.shared().readTree(body).get("error_description").stringValue())
          .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+")
          .doesNotContain("::", "##");
    }
  }

  /** What came of it, as far as something was expected there. */
  private static Expected found(Expected expected, Answer answer) {
    String error =
        expected.error().isEmpty()
            ? ""
            : JsonMapper.shared().readTree(answer.body()).path("error").asString("");
    String reason =
        switch (expected.place()) {
          case NOWHERE -> SEEN.exchanges().isEmpty() ? "" : SEEN.exchanges().getLast();
          case LOG -> SEEN.exchanges().isEmpty() ? "no line" : SEEN.exchanges().getLast();
          case ANSWER -> answer.body().contains(expected.reason()) ? expected.reason() : "";
        };
    return new Expected(answer.status(), error, reason, expected.place());
  }

  @TestFactory
  @Order(3)
  Stream<DynamicTest> what_is_said_of_other_tests_is_so() {
    return table.of(Proved.class).stream()
        .map(proved -> DynamicTest.dynamicTest(proved.test(), () -> assertIsTest(proved)));
  }

  private static void assertIsTest(Proved proved) throws Exception {
    String file = proved.type().replace('.', '/') + ".java";
    List<Path> found =
        SOURCES.stream().map(root -> root.resolve(file)).filter(Files::isRegularFile).toList();
    assertThat(found).as(file).hasSize(1);
    String source = Files.readString(found.getFirst());
    int method = source.indexOf(" " + proved.method() + "(");
    assertThat(method).as(proved.test()).isPositive();
    String before = source.substring(source.lastIndexOf("\n\n", method), method);
    assertThat(before).containsPattern(Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b"));
    assertThat(source).doesNotContainPattern("(?m)^\\s*@Disabled");
  }

  @TestFactory
  @Order(4)
  Stream<DynamicTest> without_its_flaw_each_request_succeeds() {
    Map<String, UnaryOperator<Token>> good = new LinkedHashMap<>();
    for (String resource : List.of("staging", "byid", "unpinned")) {
      good.put(resource, t -> t.resource("acme/" + resource));
    }
    good.put("cafe", t -> t.claim("environment", "caf\u00e9").resource("acme/cafe"));
    good.put("k", t -> kubernetes(t).resource("acme/k"));
    Stream<DynamicTest> ofGithub =
        good.entrySet().stream()
            .map(each -> succeeds(each.getKey(), Provider.GITHUB, each.getValue()));
    Stream<DynamicTest> ofGitlab =
        Stream.of("prod", "quick")
            .map(name -> succeeds(name, Provider.GITLAB, t -> t.resource("acme/" + name)));
    Stream<DynamicTest> ofAll =
        EnumSet.complementOf(REFUSED).stream()
            .map(provider -> succeeds("acme/m", provider, t -> t));
    Stream<DynamicTest> others =
        Stream.of(
            succeeds("theirs", Provider.OTHER_GITHUB, t -> t.resource("acme/theirs")),
            succeeds("two keys", Provider.GENERIC, Token::elliptic),
            succeeds("tagged", Provider.GITLAB, t -> tagged(t).resource("acme/tagged")));
    return Stream.of(ofGithub, ofGitlab, ofAll, others).flatMap(all -> all);
  }

  private static Token kubernetes(Token token) {
    return token
        .claim("repository", "Kubernetes/K")
        .claim("repository_owner", "Kubernetes")
        .claim("sub", "repo:Kubernetes/K:ref:refs/heads/main")
        .claim("workflow_ref", "Kubernetes/K/.github/workflows/publish.yml@refs/heads/main");
  }

  private static Token tagged(Token token) {
    return token.claim("ref_type", "tag").claim("ref_path", "refs/tags/main");
  }

  private static DynamicTest succeeds(String name, Provider provider, UnaryOperator<Token> change) {
    return DynamicTest.dynamicTest(
        provider + " " + name,
        () -> {
          SEEN.forget();
          Answer answer = Rows.of(provider, change).on(hub);
          assertThat(answer.status()).as(SEEN.lines().toString()).isEqualTo(200);
        });
  }

  @Test
  @Order(5)
  void i12_two_people_may_name_the_same_job() throws Exception {
    String publisher =
        "{\"issuerUrl\": \"%s\", \"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/train\"}}}"
            .formatted(hub.issuer(Provider.GITHUB));
    String model = "{\"name\": \"m\", \"type\": \"model\"}";
    assertThat(Rows.as(Holder.STRANGER, "POST", "/api/repos/create", model).on(hub).status())
        .isEqualTo(200);
    String theirs = "/api/models/eve/m/settings/trusted-publishers";
    assertThat(Rows.as(Holder.STRANGER, "POST", theirs, publisher).on(hub).status()).isEqualTo(201);

    for (String resource : List.of("eve/m", "acme/m")) {
      Answer answer = Rows.of(Provider.GITHUB, t -> t.resource(resource)).on(hub);
      assertThat(answer.status()).as(resource).isEqualTo(200);
    }
  }

  @Test
  @Order(6)
  void m2_no_address_that_is_read_changes_anything() {
    Map<String, String> before = hub.rows();

    for (String path : hub.readingAddresses()) {
      hub.send(Holder.OWNER, "GET", path, Map.of(), new byte[0]);
    }

    assertThat(hub.rows()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void the_page_says_what_the_table_says() throws Exception {
    String wanted = new RulesPage(table).text();
    String found = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    if (!wanted.equals(found)) {
      Files.write(Path.of("target", "rules.md"), wanted.getBytes(UTF_8));
    }

    assertThat(found.equals(wanted))
        .as(
            "docs/security/rules.md is older than the table: cp server/target/rules.md docs/security/rules.md")
        .isTrue();
  }
}
