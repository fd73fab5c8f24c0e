package io.github.sam4j.detectors;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.util.Set;

/**
 * Detectors of one architecture, found by {@link java.util.ServiceLoader}: a package with an
 * implementation that has a public constructor without arguments, and its name in {@code
 * META-INF/services/io.github.sam4j.detectors.DetectorFamily}.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface DetectorFamily {
  /** What catalogues call it, such as {@code owlv2}: lower case, the same in every version. */
  String id();

  /** The name that its authors gave it. */
  String title();

  /**
   * Whether a checkpoint whose tensors have these names is of this family. Of two families no more
   * than one may say so.
   *
   * @param tensorNames without prefixes that wrappers put before all of them
   */
  boolean recognises(Set<String> tensorNames);

  /**
   * Puts a detector together.
   *
   * @param checkpoint that this family recognises; not used once this returns
   * @param engine that the weights are packed for; they are freed with it
   * @throws WeightsFormatException if it is damaged, or files that belong to it are missing
   * @throws IOException if it cannot be read
   */
  Detector load(Checkpoint checkpoint, Engine engine) throws IOException;
}
