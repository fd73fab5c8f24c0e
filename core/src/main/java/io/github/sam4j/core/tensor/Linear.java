package io.github.sam4j.core.tensor;

/** A packed fully connected layer, y = x W^T + b; made by {@link Engine#linear}. */
public interface Linear {
  /** Length of an input row. */
  int inputs();

  /** Length of an output row. */
  int outputs();
}
