package io.github.sam4j.detectors.clip;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one of CLIP's towers (Radford et al. 2021): pre-norm transformer layers over a
 * sequence of tokens.
 *
 * <p>Immutable and thread-safe; threads differ in the {@link Operators} they bring.
 */
final class ClipEncoder {
  private final List<ClipEncoderLayer> layers;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names of a tower, as in transformers: {@code
   *     encoder.layers.0.self_attn.q_proj.weight}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  ClipEncoder(Engine engine, Parameters parameters, ClipEncoderConfig config) {
    List<ClipEncoderLayer> list = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      list.add(new ClipEncoderLayer(engine, parameters.under("encoder.layers." + i), config));
    }
    layers = List.copyOf(list);
  }

  /**
   * Runs all layers on the tokens in place.
   *
   * @param x (batch, tokens, width), contiguous
   * @param mask (tokens, tokens) of 0 and -infinity, or null where all tokens see each other
   */
  void update(Operators ops, Tensor x, @Nullable Tensor mask) {
    for (ClipEncoderLayer layer : layers) {
      layer.update(ops, x, mask);
    }
  }

  /** One of a tower's norms. */
  static Norm norm(Engine engine, Parameters parameters, ClipEncoderConfig config) {
    return engine.norm(
        parameters.values("weight", config.width()),
        parameters.values("bias", config.width()),
        config.epsilon());
  }
}
