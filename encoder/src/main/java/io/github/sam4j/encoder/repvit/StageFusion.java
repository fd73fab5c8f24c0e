package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.BicubicUpsampling;

/**
 * EdgeSAM's addition to RepViT: the maps of the last two stages are brought to one width, the
 * smaller is enlarged, and both are added.
 */
final class StageFusion {
  private final Linear stage2;
  private final Linear stage3;
  private final BicubicUpsampling upsampling;

  StageFusion(Engine engine, Parameters parameters, RepViTConfig config) {
    int last = config.stages().size() - 1;
    stage2 = pointwise(engine, parameters, "fuse_stage2", config, last - 1);
    stage3 = pointwise(engine, parameters, "fuse_stage3.op_list.0", config, last);
    upsampling = new BicubicUpsampling(engine, config.side(last), config.side(last - 1));
  }

  private static Linear pointwise(
      Engine engine, Parameters parameters, String name, RepViTConfig config, int stage) {
    int inputs = config.width(stage);
    float[] weight = parameters.values(name + ".weight", config.fused(), inputs, 1, 1);
    return engine.linear(inputs, config.fused(), weight, null);
  }

  /**
   * The map that the neck takes.
   *
   * @param finer (side, side, width), of the last stage but one
   * @param last (side / 2, side / 2, width), of the last stage
   * @return (side, side, fused)
   */
  Tensor apply(Operators ops, Tensor finer, Tensor last) {
    Tensor sum = upsampling.apply(ops, ops.linear(last, stage3, Activation.NONE));
    ops.addLinearTo(sum, finer, stage2);
    return sum;
  }
}
