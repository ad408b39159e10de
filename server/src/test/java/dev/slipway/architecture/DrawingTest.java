package dev.slipway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition;
import com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.puml} is what the code is. */
class DrawingTest {

  private static final Path DRAWING = Path.of("../docs/architecture.puml");
  private static final Pattern COMPONENT =
      Pattern.compile("^\\[(\\w+)] <<([\\w.]+)>>", Pattern.MULTILINE);
  private static final Pattern ARROW =
      Pattern.compile("^\\[(\\w+)] --> \\[(\\w+)]", Pattern.MULTILINE);

  @Test
  void every_dependency_is_an_arrow() throws IOException {
    classes()
        .that()
        .resideInAPackage("dev.slipway..")
        .should(
            PlantUmlArchCondition.adhereToPlantUmlDiagram(
                DRAWING.toUri().toURL(),
                Configuration.consideringOnlyDependenciesInAnyPackage("dev.slipway..")))
        .check(Code.MAIN);
  }

  @Test
  void every_package_is_drawn_and_everything_drawn_is_there() throws IOException {
    Set<String> drawn = new TreeSet<>();
    var components = COMPONENT.matcher(Files.readString(DRAWING));
    while (components.find()) {
      drawn.add(components.group(2).replace("..", ""));
    }

    Set<String> packages =
        Code.MAIN.stream()
            .map(JavaClass::getPackageName)
            .map(DrawingTest::room)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages).isEqualTo(drawn);
  }

  /**
   * The drawing is in order: an arrow from a line above to one below, so that there are no cycles.
   */
  @Test
  void every_arrow_points_down() throws IOException {
    String text = Files.readString(DRAWING);
    var arrows = ARROW.matcher(text);
    while (arrows.find()) {
      assertThat(text.indexOf("[" + arrows.group(1) + "] <<"))
          .as(arrows.group())
          .isLessThan(text.indexOf("[" + arrows.group(2) + "] <<"));
    }
  }

  /** The packages below an island belong to it. */
  private static String room(String packageName) {
    String[] parts = packageName.split("\\.");
    return String.join(".", parts[0], parts[1], parts[2]);
  }
}
