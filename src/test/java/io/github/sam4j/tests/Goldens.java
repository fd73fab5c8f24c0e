package io.github.sam4j.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Where the reference outputs lie: the small ones in this module's resources, the full-size ones in
 * a folder beside the project ({@code -Dsam4j.goldens=DIR}), without which their tests are skipped.
 */
final class Goldens {
  private static final Path SMALL = Path.of("resources", "goldens");
  private static final Path LARGE =
      Path.of(System.getProperty("sam4j.goldens", "../../../shared/goldens"));

  private Goldens() {}

  static Path small(String name) {
    return SMALL.resolve(name);
  }

  static Path large(String name) {
    Path folder = LARGE.resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: no folder " + folder + " with reference outputs at full size");
    return folder;
  }
}
