package io.github.sam4j.core.tensor;

/** The number format of matrix products; everything between them is float32. */
public enum Precision {
  /** float32 throughout: the reference mode. */
  F32,
  /**
   * bfloat16 inputs and float32 sums in the encoder's linear layers, where the processor has them.
   */
  BF16
}
