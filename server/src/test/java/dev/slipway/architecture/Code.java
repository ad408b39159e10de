package dev.slipway.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that the rules are about, read once. */
final class Code {

  static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // The contract tests of an island come as a jar.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.slipway");

  private Code() {}
}
