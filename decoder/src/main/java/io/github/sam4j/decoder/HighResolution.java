package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finer features of a picture that the upscaling adds, as SAM 2 has them, projected to the widths
 * of its convolutions.
 *
 * @param s0 added to what the second convolution gives: (4 G, 4 G, L)
 * @param s1 added to what the first convolution gives: (2 G, 2 G, M)
 */
public record HighResolution(Tensor s0, Tensor s1) {
  /**
   * Those of a picture.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static HighResolution of(FeatureMaps maps) {
    return new HighResolution(
        maps.map(FeatureMaps.HIGH_RESOLUTION_0), maps.map(FeatureMaps.HIGH_RESOLUTION_1));
  }

  /** As maps, under the names that they are found by. */
  FeatureMaps maps() {
    Map<String, Tensor> maps = new LinkedHashMap<>();
    maps.put(FeatureMaps.HIGH_RESOLUTION_0, s0);
    maps.put(FeatureMaps.HIGH_RESOLUTION_1, s1);
    return new FeatureMaps(maps);
  }
}
