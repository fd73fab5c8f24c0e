package io.github.sam4j.core.tensor;

/** The element-wise non-linearities that SAM's parts use. */
public enum Activation {
  /** The identity. */
  NONE,
  /** max(x, 0). */
  RELU,
  /** min(max(x, 0), 6), as networks for small processors have it. */
  RELU6,
  /** The exact Gaussian error linear unit, x * (1 + erf(x / sqrt 2)) / 2, not an approximation. */
  GELU,
  /** CLIP's QuickGELU, x * sigmoid(1.702 x). */
  QUICK_GELU
}
