package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What OWL-ViT and OWLv2 put on CLIP's image tower: each patch's token, multiplied by the class
 * token, predicts one box and an embedding that texts are compared with (Minderer et al. 2022,
 * "Simple Open-Vocabulary Object Detection with Vision Transformers"; Minderer et al. 2023,
 * "Scaling Open-Vocabulary Object Detection").
 *
 * <p>Immutable and thread-safe; threads differ in the {@link Operators} they bring. Its weights
 * live as long as the engine that it was made with.
 */
final class OwlHeads {
  private final int grid;
  private final int width;
  private final Norm layerNorm;
  private final ClassPredictionHead classHead;
  private final BoxPredictionHead boxHead;
  private final @Nullable BoxPredictionHead objectnessHead;
  private final float[] boxBias;

  /**
   * Packs the heads; the objectness head where there is one.
   *
   * @param parameters the names of a detector, as in transformers: {@code class_head...}, {@code
   *     box_head...}, {@code layer_norm...}
   * @param grid patches along the input's side, G
   * @param width channels of the image tokens
   * @param channels channels of the texts' embeddings
   * @param epsilon of the norm
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  OwlHeads(Engine engine, Parameters parameters, int grid, int width, int channels, float epsilon) {
    this.grid = grid;
    this.width = width;
    layerNorm = new StoredLayers(engine, parameters).norm("layer_norm", width, epsilon);
    classHead = new ClassPredictionHead(engine, parameters.under("class_head"), width, channels);
    boxHead = new BoxPredictionHead(engine, parameters.under("box_head"), width, 4);
    objectnessHead =
        parameters.has("objectness_head.dense0.weight")
            ? new BoxPredictionHead(engine, parameters.under("objectness_head"), width, 1)
            : null;
    boxBias = boxBias(grid);
  }

  /**
   * All that the heads say of a picture before there is a query.
   *
   * @param ops operators of the engine that these heads were made with
   * @param tokens (1 + G x G, width): the class token, then the patches row by row
   * @throws IllegalArgumentException if {@code tokens} has another shape
   */
  OwlPredictions predict(Operators ops, Tensor tokens) {
    ArgumentCheck.shape("image tokens", new int[] {1 + grid * grid, width}, tokens);
    try (Frame scratch = ops.frame()) {
      Tensor merged = ops.tensor(merged(tokens.toArray()), grid * grid, width);
      Tensor features = ops.layerNorm(merged, layerNorm);
      return new OwlPredictions(
          boxes(boxHead.apply(ops, features)),
          classHead.embeddings(ops, features).toArray(),
          classHead.shifts(ops, features),
          classHead.scales(ops, features),
          objectnessHead == null ? null : objectnessHead.apply(ops, features));
    }
  }

  /** Each patch's token times the class token, channel by channel. */
  private float[] merged(float[] tokens) {
    float[] merged = new float[tokens.length - width];
    for (int i = 0; i < merged.length; i++) {
      merged[i] = tokens[width + i] * tokens[i % width];
    }
    return merged;
  }

  private float[] boxes(float[] raw) {
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (float) (1 / (1 + Math.exp(-(raw[i] + boxBias[i]))));
    }
    return raw;
  }

  /** Makes a patch's box centre on the patch and be as large, before anything is learned. */
  private static float[] boxBias(int grid) {
    float[] bias = new float[4 * grid * grid];
    float size = logit(1f / grid);
    for (int y = 0; y < grid; y++) {
      for (int x = 0; x < grid; x++) {
        int at = 4 * (y * grid + x);
        bias[at] = logit((x + 1f) / grid);
        bias[at + 1] = logit((y + 1f) / grid);
        bias[at + 2] = size;
        bias[at + 3] = size;
      }
    }
    return bias;
  }

  private static float logit(float p) {
    return (float) (Math.log(p + 1e-4) - Math.log1p(-p + 1e-4));
  }
}
