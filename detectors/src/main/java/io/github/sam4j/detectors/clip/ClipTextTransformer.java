package io.github.sam4j.detectors.clip;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Arrays;

/**
 * CLIP's text tower: a transformer in which each token sees those before it alone, and whose state
 * at the end of the text is the text's embedding (Radford et al. 2021, "Learning Transferable
 * Visual Models From Natural Language Supervision").
 *
 * <p>Immutable and thread-safe; threads differ in the {@link Operators} they bring. Its weights
 * live as long as the engine that it was made with.
 */
public final class ClipTextTransformer {
  private final ClipTextConfig config;
  private final Tensor tokenEmbedding;
  private final Tensor positionEmbedding;
  private final ClipEncoder encoder;
  private final Norm finalLayerNorm;
  private final Linear textProjection;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names of a CLIP model, as in transformers: {@code text_model...} and
   *     {@code text_projection.weight}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public ClipTextTransformer(Engine engine, Parameters parameters, ClipTextConfig config) {
    this.config = config;
    int width = config.encoder().width();
    Parameters tower = parameters.under("text_model");
    tokenEmbedding =
        table(engine, tower, "embeddings.token_embedding.weight", config.vocabulary(), width);
    positionEmbedding =
        table(engine, tower, "embeddings.position_embedding.weight", config.positions(), width);
    encoder = new ClipEncoder(engine, tower, config.encoder());
    finalLayerNorm = ClipEncoder.norm(engine, tower.under("final_layer_norm"), config.encoder());
    textProjection =
        engine.linear(
            width,
            config.channels(),
            parameters.values("text_projection.weight", config.channels(), width),
            null);
  }

  private static Tensor table(
      Engine engine, Parameters parameters, String name, int rows, int width) {
    return engine.tensor(parameters.values(name, rows, width), rows, width);
  }

  /** Its sizes. */
  public ClipTextConfig config() {
    return config;
  }

  /**
   * The embeddings of texts, of length 1.
   *
   * <p>A text ends at its first greatest id, which is the end-of-text token in CLIP's vocabulary;
   * what comes after has no influence.
   *
   * @param ops operators of the engine that this tower was made with
   * @param texts token ids of each text, at most {@code config().positions()} of them
   * @return an embedding of {@code config().channels()} values for each text
   * @throws IllegalArgumentException if a text is empty or too long, or an id is not in the
   *     vocabulary
   */
  public float[][] embed(Operators ops, int[]... texts) {
    float[][] embeddings = new float[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      check(texts[i]);
      try (Frame scratch = ops.frame()) {
        embeddings[i] = normalized(embed(ops, texts[i], end(texts[i]) + 1).toArray());
      }
    }
    return embeddings;
  }

  /** (1, channels), from the first {@code length} ids. */
  private Tensor embed(Operators ops, int[] ids, int length) {
    Tensor tokens = ops.empty(length, config.encoder().width());
    for (int i = 0; i < length; i++) {
      ops.copy(tokens.slice(0, i, i + 1), tokenEmbedding.slice(0, ids[i], ids[i] + 1));
    }
    Tensor x =
        ops.add(tokens, positionEmbedding.slice(0, 0, length))
            .reshape(1, length, config.encoder().width());
    encoder.update(ops, x, ops.tensor(causalMask(length), length, length));
    Tensor last = ops.layerNorm(x.select(0, 0).slice(0, length - 1, length), finalLayerNorm);
    return ops.linear(last, textProjection, Activation.NONE);
  }

  private static float[] causalMask(int length) {
    float[] mask = new float[length * length];
    for (int i = 0; i < length; i++) {
      Arrays.fill(mask, i * length + i + 1, (i + 1) * length, Float.NEGATIVE_INFINITY);
    }
    return mask;
  }

  private static int end(int[] ids) {
    int end = 0;
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] > ids[end]) {
        end = i;
      }
    }
    return end;
  }

  private static float[] normalized(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    float length = (float) Math.sqrt(sum);
    for (int i = 0; i < values.length; i++) {
      values[i] /= length;
    }
    return values;
  }

  private void check(int[] ids) {
    if (ids.length < 1 || ids.length > config.positions()) {
      throw new IllegalArgumentException(
          "a text has 1 to %d tokens, found %d".formatted(config.positions(), ids.length));
    }
    for (int id : ids) {
      if (id < 0 || id >= config.vocabulary()) {
        throw new IllegalArgumentException(
            "a token id lies between 0 and %d, found %d".formatted(config.vocabulary() - 1, id));
      }
    }
  }
}
