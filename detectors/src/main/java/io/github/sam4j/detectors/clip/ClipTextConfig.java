package io.github.sam4j.detectors.clip;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Arrays;
import java.util.Map;

/**
 * Sizes of a {@link ClipTextTransformer}.
 *
 * @param vocabulary how many token ids there are
 * @param positions the most tokens of a text: 16 for OWL-ViT, 77 for CLIP
 * @param channels channels of a text's embedding
 * @param encoder sizes of the transformer
 */
public record ClipTextConfig(
    int vocabulary, int positions, int channels, ClipEncoderConfig encoder) {
  /** Checks the arguments. */
  public ClipTextConfig {
    if (vocabulary < 1 || positions < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "impossible text tower: vocabulary %d, %d positions, %d channels"
              .formatted(vocabulary, positions, channels));
    }
  }

  /**
   * Reads the sizes from shapes, and heads, activation and epsilon from a configuration.
   *
   * @param parameters the names of a CLIP model: {@code text_model...} and {@code
   *     text_projection.weight}
   * @param config {@code text_config} of {@code config.json}; empty where there is none
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static ClipTextConfig infer(Parameters parameters, Map<String, ?> config) {
    ClipEncoderConfig encoder = ClipEncoderConfig.infer(parameters.under("text_model"), config);
    return new ClipTextConfig(
        rows(parameters, "text_model.embeddings.token_embedding.weight", encoder.width()),
        rows(parameters, "text_model.embeddings.position_embedding.weight", encoder.width()),
        rows(parameters, "text_projection.weight", encoder.width()),
        encoder);
  }

  private static int rows(Parameters parameters, String name, int width) {
    int[] shape = parameters.shape(name);
    if (shape.length != 2 || shape[0] < 1 || shape[1] != width) {
      throw WeightsFormatException.tensor(
          parameters.source(),
          name,
          "rows of " + width + " channels",
          "shape " + Arrays.toString(shape));
    }
    return shape[0];
  }
}
