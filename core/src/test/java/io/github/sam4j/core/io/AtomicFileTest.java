package io.github.sam4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void makesFoldersAndReplacesFiles() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    AtomicFile.write(file, out -> out.write('x'));
    AtomicFile.write(file, out -> out.write('y'));
    assertThat(file).hasContent("y");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenWritingFails() throws IOException {
    Path file = folder.resolve("c.txt");
    AtomicFile.write(file, out -> out.write('x'));
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write('y');
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("x");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
