package io.github.sam4j.weights;

import java.io.IOException;
import java.io.InputStream;

/**
 * A checkpoint that an artifact carries; found through {@link java.util.ServiceLoader}, so that an
 * artifact on the module path need not open its packages.
 */
public interface BundledCheckpoint {
  /** What it is asked for by, such as "bundled". */
  String name();

  /**
   * Opens the file, in a format that {@link Checkpoint} reads.
   *
   * @return its bytes, which the caller closes
   */
  InputStream open() throws IOException;
}
