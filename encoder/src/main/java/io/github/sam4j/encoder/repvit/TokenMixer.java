package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FoldedConvolution;
import org.jspecify.annotations.Nullable;

/**
 * A block's spatial half: depthwise filters, in some blocks squeeze and excitation, and in those
 * that lead to the next stage a 1 x 1 convolution to its width. Nothing is activated.
 */
final class TokenMixer {
  private final Convolution filters;
  private final @Nullable SqueezeExcite excitation;
  private final @Nullable Linear project;

  private TokenMixer(
      Convolution filters, @Nullable SqueezeExcite excitation, @Nullable Linear project) {
    this.filters = filters;
    this.excitation = excitation;
    this.project = project;
  }

  /** Whether a block leads to the next stage. */
  static boolean leadsOn(Parameters block) {
    return block.has("token_mixer.0.c.weight");
  }

  /** Whether a block has squeeze and excitation. */
  static boolean squeezes(Parameters block) {
    return block.has("token_mixer.1.fc1.weight");
  }

  /**
   * One that keeps a map's shape.
   *
   * @param parameters the names below {@code token_mixer.}
   * @param squeeze channels inside its squeeze and excitation; 0 for none
   */
  static TokenMixer within(Engine engine, Parameters parameters, int width, int squeeze) {
    return new TokenMixer(
        RepVggDw.fold(parameters.under("0"), width).pack(engine),
        excitation(engine, parameters, width, squeeze),
        null);
  }

  /**
   * One that leads to the next stage.
   *
   * @param parameters the names below {@code token_mixer.}
   * @param stage to which it leads
   */
  static TokenMixer into(Engine engine, Parameters parameters, RepViTConfig config, int stage) {
    int inputs = config.width(stage - 1);
    int squeeze = config.stages().get(stage).blocks().get(0).squeeze();
    return new TokenMixer(
        FoldedConvolution.depthwise(engine, parameters.under("0"), inputs, config.stride(stage)),
        excitation(engine, parameters, inputs, squeeze),
        FoldedConvolution.pointwise(engine, parameters.under("2"), inputs, config.width(stage)));
  }

  private static @Nullable SqueezeExcite excitation(
      Engine engine, Parameters parameters, int channels, int squeeze) {
    return squeeze == 0
        ? null
        : new SqueezeExcite(engine, parameters.under("1"), channels, squeeze);
  }

  /**
   * A new map.
   *
   * @param x (1, side, side, inputs)
   * @return (1, side / stride, side / stride, width)
   */
  Tensor apply(Operators ops, Tensor x) {
    Tensor filtered = ops.convolution(x, filters, Activation.NONE);
    if (excitation != null) {
      excitation.scale(ops, filtered);
    }
    return project == null ? filtered : ops.linear(filtered, project, Activation.NONE);
  }
}
