package dev.slipway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md that no compiler checks. */
class RulesTest {

  private static final int MAX_CONSTRUCTOR_PARAMETERS = 6;
  private static final int MAX_METHOD_PARAMETERS = 4;
  private static final int MAX_TYPES = 30;

  /** The HTTP floor is the whole of what other frameworks bring. */
  private static final int MAX_TYPES_OF_HTTP = 45;

  private static final Pattern VAGUE =
      Pattern.compile(".*(Utils?|Helper|Manager|Service|Impl|Common)");

  @Test
  void there_are_no_cycles() {
    slices().matching("dev.slipway.(*)..").should().beFreeOfCycles().check(Code.MAIN);
  }

  @Test
  void only_stores_and_the_sql_room_touch_sql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.slipway.sql..")
        .and(
            describe(
                "are no part of a store",
                type -> !outermost(type).getSimpleName().endsWith("Store")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jdbi..", "java.sql..", "org.sqlite..", "org.flywaydb..")
        .check(Code.MAIN);
  }

  @Test
  void only_the_edge_sees_http() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.slipway.http..", "dev.slipway.main..", "dev.slipway.demo..")
        .and(describe("are not of the edge", type -> !isEdge(outermost(type))))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.slipway.http..")
                .and(describe("are not a value or door", RulesTest::isWire)))
        .check(Code.MAIN);
  }

  /** A public URL and the question whose token it is are used below the edge as well. */
  private static boolean isWire(JavaClass type) {
    return !type.getSimpleName().equals("PublicUrl")
        && !type.getSimpleName().equals("Authenticator")
        && !type.getSimpleName().equals("Route");
  }

  private static boolean isEdge(JavaClass type) {
    String name = type.getSimpleName();
    return Pattern.matches(
        ".*(Endpoint|Page|Feature|Json|Command|Problem|Handler|Routes|Reply|Body|Reader|Request)",
        name);
  }

  @Test
  void each_library_stays_in_its_room() {
    Map<String, String> rooms =
        Map.of(
            "org.eclipse.jetty..", "dev.slipway.http..",
            "org.eclipse.jgit..", "dev.slipway.git..",
            "com.nimbusds..", "dev.slipway.trust..",
            "com.password4j..", "dev.slipway.accounts..");
    rooms.forEach((library, room) ->
        noClasses()
            .that()
            .resideOutsideOfPackage(room)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .check(Code.MAIN));
  }

  @Test
  void wire_records_do_not_leave_their_room() {
    classes()
        .that(
            simpleNameEndingWith("Json").and(describe("are of a feature", RulesTest::isOfFeature)))
        .should(bePackagePrivate())
        .check(Code.MAIN);
  }

  private static boolean isOfFeature(JavaClass type) {
    return !type.getPackageName().equals("dev.slipway.http") && type.isTopLevelClass();
  }

  @Test
  void nothing_is_named_after_nothing() {
    noClasses().should().haveNameMatching(VAGUE.pattern()).check(Code.MAIN);
  }

  @Test
  void nothing_static_changes() {
    fields().that().areStatic().should().beFinal().check(Code.MAIN);
  }

  @Test
  void only_main_reads_the_clock_and_the_environment() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.slipway.main..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.time.InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callConstructor(java.security.SecureRandom.class)
        .orShould()
        .callConstructor(java.util.Random.class)
        .check(Code.MAIN);
  }

  @Test
  void constructors_and_methods_take_few_parameters() {
    var crowded =
        Code.MAIN.stream()
            .filter(type -> !type.isRecord() && !type.isEnum() && !type.isAnonymousClass())
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(unit -> !unit.getName().contains("lambda$"))
            .filter(unit -> !isLoopOverBytes(unit.getOwner()))
            .filter(RulesTest::isCrowded)
            .map(JavaCodeUnit::getFullName)
            .toList();

    assertThat(crowded).isEmpty();
  }

  /**
   * Hashing and unpacking pass arrays with their bounds; an object for each would cost its gain.
   */
  private static boolean isLoopOverBytes(JavaClass type) {
    return type.getPackageName().equals("dev.slipway.xet")
        && !type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isCrowded(JavaCodeUnit unit) {
    // The transaction is a parameter so that it is never ambient; it does not count.
    long parameters =
        unit.getRawParameterTypes().stream()
            .filter(type -> !type.getSimpleName().equals("Tx"))
            .count();
    boolean isCommand = unit.isAnnotatedWith(picocli.CommandLine.Command.class);
    return unit.isConstructor()
        ? parameters > MAX_CONSTRUCTOR_PARAMETERS
        : parameters > MAX_METHOD_PARAMETERS && !isCommand && !overrides(unit);
  }

  /** What a library asks for is not ours to shorten. */
  private static boolean overrides(JavaCodeUnit unit) {
    return unit.getOwner().getAllRawSuperclasses().stream()
        .filter(type -> !type.getPackageName().startsWith("dev.slipway"))
        .flatMap(type -> type.getCodeUnits().stream())
        .anyMatch(other -> other.getName().equals(unit.getName()));
  }

  @Test
  void rooms_stay_small_and_say_what_they_are_for() {
    for (JavaPackage room : packages()) {
      long types = room.getClasses().stream().filter(RulesTest::isTopLevel).count();

      boolean isHttp = room.getName().equals("dev.slipway.http");
      assertThat(types)
          .as(room.getName())
          .isLessThanOrEqualTo(isHttp ? MAX_TYPES_OF_HTTP : MAX_TYPES);
      assertThat(room.isAnnotatedWith(NullMarked.class)).as(room.getName()).isTrue();
    }
  }

  private static Iterable<JavaPackage> packages() {
    return Code.MAIN.stream()
        .map(JavaClass::getPackage)
        .collect(
            Collectors.toCollection(
                () -> new TreeSet<>(java.util.Comparator.comparing(JavaPackage::getName))));
  }

  private static boolean isTopLevel(JavaClass type) {
    // The array that an enum's values() gives is imported as well.
    return type.isTopLevelClass()
        && !type.isArray()
        && !type.getSimpleName().equals("package-info");
  }

  @Test
  void accessors_have_no_get() {
    noMethods()
        .that(
            describe(
                "are ours",
                method ->
                    !overrides(method)
                        && method.getRawParameterTypes().isEmpty()
                        && !method.getName().contains("$")))
        .should()
        .haveNameMatching("get[A-Z].*")
        .check(Code.MAIN);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
