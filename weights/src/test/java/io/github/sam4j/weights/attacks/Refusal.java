package io.github.sam4j.weights.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a file and reads all of it. */
final class Refusal {
  private Refusal() {}

  /** Asserts that the file is refused, and that the message names it and has these parts. */
  static void of(Path folder, byte[] content, String... parts) throws IOException {
    Path file = Files.createTempFile(folder, "attack", "");
    Files.write(file, content);
    Throwable thrown =
        catchThrowable(
            () -> {
              try (Checkpoint checkpoint = Checkpoint.open(file)) {
                readAll(checkpoint);
              }
            });
    assertThat(thrown).isExactlyInstanceOf(WeightsFormatException.class);
    assertThat(thrown).hasMessageContaining(file.toString());
    for (String part : parts) {
      assertThat(thrown).hasMessageContaining(part);
    }
  }

  /** Reads every tensor. */
  static void readAll(Checkpoint checkpoint) {
    for (String name : checkpoint.names()) {
      var unused = checkpoint.values(name);
    }
  }
}
