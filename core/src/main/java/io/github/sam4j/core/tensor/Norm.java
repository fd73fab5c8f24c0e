package io.github.sam4j.core.tensor;

/** A packed layer norm over the last dimension; made by {@link Engine#norm}. */
public interface Norm {
  /** Length of the normalised dimension. */
  int width();

  /** Added to the variance. */
  float epsilon();
}
