package io.github.sam4j.detectors.clip;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of a {@link ClipEncoder}.
 *
 * @param width channels of the tokens, a multiple of {@code heads}
 * @param mlpWidth hidden channels of the feed-forward halves
 * @param layers how many layers, at least 1
 * @param heads attention heads
 * @param activation of the feed-forward halves
 * @param epsilon added to the variance in every norm
 */
public record ClipEncoderConfig(
    int width, int mlpWidth, int layers, int heads, Activation activation, float epsilon) {
  /** Head width of every published CLIP; used where no configuration tells the heads. */
  private static final int USUAL_HEAD_WIDTH = 64;

  /** Checks the arguments. */
  public ClipEncoderConfig {
    if (width < 1 || mlpWidth < 1 || layers < 1 || heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "impossible transformer: width %d, MLP width %d, %d layers, %d heads"
              .formatted(width, mlpWidth, layers, heads));
    }
    if (!(epsilon > 0 && Float.isFinite(epsilon))) {
      throw new IllegalArgumentException("epsilon must be above 0, found " + epsilon);
    }
  }

  /**
   * Reads sizes from shapes, and what no shape tells from a configuration: the heads ({@code
   * num_attention_heads}, else heads of 64 channels), the activation ({@code hidden_act}, else
   * {@code quick_gelu}) and epsilon ({@code layer_norm_eps}, else 1e-5).
   *
   * @param parameters the names of a tower, as in transformers: {@code
   *     encoder.layers.0.layer_norm1.weight}
   * @param config the tower's part of {@code config.json}; empty where there is none
   * @throws WeightsFormatException naming what was expected and what was found
   */
  public static ClipEncoderConfig infer(Parameters parameters, Map<String, ?> config) {
    int layers = 0;
    while (parameters.has("encoder.layers." + layers + ".layer_norm1.weight")) {
      layers++;
    }
    String first = "encoder.layers.0.mlp.fc1.weight";
    int[] shape = parameters.shape(first);
    if (layers == 0 || shape.length != 2) {
      throw WeightsFormatException.tensor(
          parameters.source(), first, "a matrix", "shape " + Arrays.toString(shape));
    }
    int width = shape[1];
    double heads =
        number(parameters, config, "num_attention_heads", (double) width / USUAL_HEAD_WIDTH);
    if (heads != Math.rint(heads) || heads < 1 || heads > width || width % heads != 0) {
      throw wrong(parameters, "num_attention_heads", "a divisor of " + width, heads);
    }
    double epsilon = number(parameters, config, "layer_norm_eps", 1e-5);
    if (!(epsilon > 0 && epsilon < 1)) {
      throw wrong(parameters, "layer_norm_eps", "a number between 0 and 1", epsilon);
    }
    Activation activation = activation(parameters, config.get("hidden_act"));
    return new ClipEncoderConfig(width, shape[0], layers, (int) heads, activation, (float) epsilon);
  }

  private static Activation activation(Parameters parameters, @Nullable Object name) {
    if (name == null || name.equals("quick_gelu")) {
      return Activation.QUICK_GELU;
    }
    if (name.equals("gelu")) {
      return Activation.GELU;
    }
    throw wrong(parameters, "hidden_act", "'quick_gelu' or 'gelu'", name);
  }

  private static double number(
      Parameters parameters, Map<String, ?> config, String key, double otherwise) {
    Object value = config.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(parameters, key, "a number", value);
  }

  private static WeightsFormatException wrong(
      Parameters parameters, String key, String expected, Object found) {
    return WeightsFormatException.file(
        parameters.source(), "configuration '" + key + "' to be " + expected, "" + found);
  }
}
