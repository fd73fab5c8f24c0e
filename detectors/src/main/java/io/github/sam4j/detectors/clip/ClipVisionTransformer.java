package io.github.sam4j.detectors.clip;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Arrays;

/**
 * CLIP's image tower: a vision transformer with a class token, whose tokens all attend to each
 * other (Radford et al. 2021, "Learning Transferable Visual Models From Natural Language
 * Supervision").
 *
 * <p>Immutable and thread-safe; threads differ in the {@link Operators} they bring. Its weights
 * live as long as the engine that it was made with.
 */
public final class ClipVisionTransformer {
  private final ClipVisionConfig config;
  private final Convolution patchEmbedding;
  private final Tensor classToken;
  private final Tensor positions;
  private final Norm preLayernorm;
  private final ClipEncoder encoder;
  private final Norm postLayernorm;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code vision_model.}, as in transformers
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public ClipVisionTransformer(Engine engine, Parameters parameters, ClipVisionConfig config) {
    this.config = config;
    int width = config.encoder().width();
    int patch = config.patchSize();
    int cells = config.grid() * config.grid();
    Parameters embeddings = parameters.under("embeddings");
    patchEmbedding =
        engine.convolution(
            new ConvolutionShape(3, width, patch, patch, 0, 1),
            embeddings.values("patch_embedding.weight", width, 3, patch, patch),
            null);
    float[] all = embeddings.values("position_embedding.weight", 1 + cells, width);
    float[] first = embeddings.values("class_embedding", width);
    for (int i = 0; i < width; i++) {
      first[i] += all[i];
    }
    classToken = engine.tensor(first, 1, width);
    positions = engine.tensor(Arrays.copyOfRange(all, width, all.length), cells, width);
    // The published name has a spelling of its own in CLIP's checkpoints.
    String pre = parameters.has("pre_layrnorm.weight") ? "pre_layrnorm" : "pre_layernorm";
    preLayernorm = ClipEncoder.norm(engine, parameters.under(pre), config.encoder());
    encoder = new ClipEncoder(engine, parameters, config.encoder());
    postLayernorm = ClipEncoder.norm(engine, parameters.under("post_layernorm"), config.encoder());
  }

  /** Its sizes. */
  public ClipVisionConfig config() {
    return config;
  }

  /**
   * The tokens of one picture after the last norm.
   *
   * @param ops operators of the engine that this tower was made with
   * @param pixels (S, S, 3), channels-last, normalised
   * @return (1 + G x G, width) in the scratch memory of {@code ops}: the class token, then the
   *     patches row by row
   * @throws IllegalArgumentException if {@code pixels} has another shape
   */
  public Tensor encode(Operators ops, Tensor pixels) {
    int size = config.inputSize();
    ArgumentCheck.shape("pixels", new int[] {size, size, 3}, pixels);
    int tokens = 1 + positions.dim(0);
    int width = positions.dim(1);
    Tensor result = ops.empty(tokens, width);
    try (Frame scratch = ops.frame()) {
      Tensor embedded = ops.empty(tokens, width);
      ops.copy(embedded.slice(0, 0, 1), classToken);
      try (Frame patches = ops.frame()) {
        Tensor map =
            ops.convolution(pixels.reshape(1, size, size, 3), patchEmbedding, Activation.NONE);
        ops.copy(embedded.slice(0, 1, tokens), ops.add(map.reshape(tokens - 1, width), positions));
      }
      Tensor x = ops.layerNorm(embedded, preLayernorm).reshape(1, tokens, width);
      encoder.update(ops, x, null);
      ops.copy(result, ops.layerNorm(x, postLayernorm).reshape(tokens, width));
    }
    return result;
  }
}
