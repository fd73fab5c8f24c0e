package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Finer features of a picture that the upscaling adds, as SAM 2 has them, projected to the widths
 * of its convolutions.
 *
 * @param s0 added to what the second convolution gives: (4 G, 4 G, L)
 * @param s1 added to what the first convolution gives: (2 G, 2 G, M)
 */
public record HighResolution(Tensor s0, Tensor s1) {
  /** Name of {@link #s0} among a picture's {@link FeatureMaps}. */
  public static final String S0 = "high_res_s0";

  /** Name of {@link #s1} among a picture's {@link FeatureMaps}. */
  public static final String S1 = "high_res_s1";

  /**
   * Those of a picture.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static HighResolution of(FeatureMaps maps) {
    return new HighResolution(maps.map(S0), maps.map(S1));
  }

  /** The same, each replaced. */
  public HighResolution map(UnaryOperator<Tensor> each) {
    return new HighResolution(each.apply(s0), each.apply(s1));
  }
}
