package io.github.sam4j.encoder.clip;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.transformer.ClipEncoderConfig;
import java.util.Map;

/**
 * Sizes of a {@link ClipVisionTransformer}.
 *
 * @param grid patches along the input's side, G
 * @param patchSize side of a patch in pixels
 * @param encoder sizes of the transformer
 */
public record ClipVisionConfig(int grid, int patchSize, ClipEncoderConfig encoder) {
  /** Checks the arguments. */
  public ClipVisionConfig {
    if (grid < 1 || patchSize < 1) {
      throw new IllegalArgumentException(
          "impossible image tower: grid %d, patch size %d".formatted(grid, patchSize));
    }
  }

  /** Side of the input in pixels, S: grid x patchSize. */
  public int inputSize() {
    return grid * patchSize;
  }

  /**
   * Reads the sizes from shapes, and heads, activation and epsilon from a configuration.
   *
   * @param parameters the names below {@code vision_model.}
   * @param config {@code vision_config} of {@code config.json}; empty where there is none
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static ClipVisionConfig infer(Parameters parameters, Map<String, ?> config) {
    ClipEncoderConfig encoder = ClipEncoderConfig.infer(parameters, config);
    String patches = "embeddings.patch_embedding.weight";
    int[] patch = ParameterLayout.shape(parameters, patches, encoder.width(), 3, ANY, ANY);
    if (patch[2] != patch[3]) {
      throw ParameterLayout.wrong(parameters, patches, "square patches");
    }
    String positions = "embeddings.position_embedding.weight";
    int count = ParameterLayout.shape(parameters, positions, ANY, encoder.width())[0];
    int grid = (int) Math.round(Math.sqrt(count - 1));
    if (grid < 1
        || grid * grid != count - 1
        || (long) grid * patch[2] > ParameterLayout.MAX_INPUT_SIZE) {
      throw ParameterLayout.wrong(
          parameters, positions, "a position for the class token and each cell of a square map");
    }
    return new ClipVisionConfig(grid, patch[2], encoder);
  }
}
