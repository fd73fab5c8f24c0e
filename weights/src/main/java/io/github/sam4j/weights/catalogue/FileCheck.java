package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file in the cache is, compared with what the catalogue says.
 *
 * @param path where it is or should be
 * @param outcome the result
 * @param message the result in words, with what was expected and found
 */
public record FileCheck(Path path, Outcome outcome, String message) {
  /** The results that a check can have. */
  public enum Outcome {
    /** Its SHA-256 is the catalogue's. */
    RIGHT,
    /** It is there, but the catalogue has no SHA-256 to compare its content with. */
    UNKNOWN,
    /** It is not there. */
    MISSING,
    /** Its size or its SHA-256 is not the catalogue's. */
    WRONG
  }

  /** Whether the file is missing or wrong. */
  public boolean failed() {
    return outcome == Outcome.MISSING || outcome == Outcome.WRONG;
  }

  static FileCheck of(ModelFile file, Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return new FileCheck(path, Outcome.MISSING, "expected a file, found none");
    }
    long size = Files.size(path);
    Long expectedSize = file.size();
    if (expectedSize != null && size != expectedSize) {
      return new FileCheck(
          path, Outcome.WRONG, "expected %d bytes, found %d".formatted(expectedSize, size));
    }
    String sha256 = Sha256.of(path);
    String expected = file.sha256();
    String found = "%d bytes, SHA-256 %s".formatted(size, sha256);
    if (expected == null) {
      String known = expectedSize == null ? "neither size nor SHA-256" : "the size alone";
      return new FileCheck(
          path, Outcome.UNKNOWN, "the catalogue has %s; found %s".formatted(known, found));
    }
    return sha256.equals(expected)
        ? new FileCheck(path, Outcome.RIGHT, found)
        : new FileCheck(
            path, Outcome.WRONG, "expected SHA-256 %s, found %s".formatted(expected, sha256));
  }
}
