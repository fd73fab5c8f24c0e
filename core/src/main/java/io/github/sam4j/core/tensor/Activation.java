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
  /**
   * The Gaussian error linear unit's approximation by a hyperbolic tangent, x * (1 + tanh(sqrt(2 /
   * pi) * (x + 0.044715 x^3))) / 2 (Hendrycks and Gimpel 2016): up to 5e-4 off the exact one, so a
   * model needs the one that it was trained with.
   */
  GELU_TANH,
  /** CLIP's QuickGELU, x * sigmoid(1.702 x). */
  QUICK_GELU
}
