package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Two transposed convolutions of kernel 2 and stride 2, with a layer norm and GELU after the first
 * and GELU after the second, for a {@link FactoredMap}. Rows of the first and of the second are
 * ordered by the place in the kernel (row by row), then by channel.
 *
 * @param base the first convolution of the maps' base: (B, 4 M, N)
 * @param features added behind either convolution, before norm and GELU; null for none
 * @param bias of the first convolution: (4 M)
 * @param gain of the norm: (M)
 * @param shift of the norm: (M)
 * @param epsilon of the norm
 * @param second the second convolution's weights: (4 L, M)
 * @param secondBias (L)
 */
public record FactoredUpscaling(
    Tensor base,
    @Nullable FactoredFeatures features,
    Tensor bias,
    Tensor gain,
    Tensor shift,
    float epsilon,
    Tensor second,
    Tensor secondBias) {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they do not fit each other
   */
  public FactoredUpscaling {
    ArgumentCheck.rank("gain", 1, gain);
    ArgumentCheck.rank("second bias", 1, secondBias);
    int middle = gain.dim(0);
    ArgumentCheck.shape("shift", new int[] {middle}, shift);
    ArgumentCheck.shape("bias", new int[] {4 * middle}, bias);
    ArgumentCheck.rank("base", 3, base);
    ArgumentCheck.shape("base", new int[] {base.dim(0), 4 * middle, base.dim(2)}, base);
    ArgumentCheck.shape("second", new int[] {4 * secondBias.dim(0), middle}, second);
    if (features != null) {
      int[] planes = {base.dim(0), 16 * secondBias.dim(0), base.dim(2)};
      ArgumentCheck.shape("the first features", base.shape(), features.first());
      ArgumentCheck.shape("the second features", planes, features.second());
    }
  }

  /** M, channels between the two. */
  public int middle() {
    return gain.dim(0);
  }

  /** L, channels of the result. */
  public int outputs() {
    return secondBias.dim(0);
  }
}
