package io.github.sam4j.encoder.vit;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.resample.BicubicAxis;
import java.util.Arrays;

/**
 * The learned absolute positions that are added to the patches, {@code pos_embed}: SAM's for its
 * own map, (1, G, G, C), or a classifier's, (1, 1 + n x n, C), whose first is its class token's and
 * whose others are brought from n x n to the map by bicubic interpolation (Dosovitskiy et al. 2021,
 * "An Image is Worth 16x16 Words", section 3.2).
 */
public final class PositionEmbedding {
  private static final String NAME = "pos_embed";

  private PositionEmbedding() {}

  /**
   * Reads it.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param grid G, side of the map
   * @param dim C
   * @return (G, G, C), row-major
   * @throws WeightsFormatException if it is missing or has another shape
   */
  public static float[] load(Parameters parameters, int grid, int dim) {
    if (parameters.shape(NAME).length != 3) {
      return parameters.values(NAME, 1, grid, grid, dim);
    }
    int side = classifierSide(parameters, dim);
    float[] values = parameters.values(NAME);
    BicubicAxis axis = new BicubicAxis(side, grid);
    return BicubicAxis.resize(Arrays.copyOfRange(values, dim, values.length), axis, axis, dim);
  }

  /**
   * The side of the map that a classifier's positions were made for.
   *
   * @throws WeightsFormatException if they are missing or of no square map
   */
  static int classifierSide(Parameters parameters, int dim) {
    int positions = ParameterLayout.shape(parameters, NAME, 1, ANY, dim)[1] - 1;
    int side = (int) Math.round(Math.sqrt(positions));
    if (side < 1 || side * side != positions) {
      throw ParameterLayout.wrong(
          parameters, NAME, "a class token's position and those of a square map");
    }
    return side;
  }
}
