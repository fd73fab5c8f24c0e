package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a download needs of the disk, so that tests can fill it up. */
interface Volume {
  /** The real one. */
  Volume DISK =
      new Volume() {
        @Override
        public long usableSpace(Path folder) throws IOException {
          return Files.getFileStore(folder).getUsableSpace();
        }

        @Override
        public OutputStream append(Path file) throws IOException {
          return Files.newOutputStream(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }
      };

  /** Bytes that can still be written below a folder. */
  long usableSpace(Path folder) throws IOException;

  /** Opens a file to write at its end. */
  OutputStream append(Path file) throws IOException;
}
