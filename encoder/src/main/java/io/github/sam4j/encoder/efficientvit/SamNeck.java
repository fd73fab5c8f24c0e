package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.BicubicUpsampling;
import java.util.ArrayList;
import java.util.List;

/**
 * EfficientViT-SAM's neck (Zhang et al. 2024, "EfficientViT-SAM", figure 2): the last three stages'
 * maps, brought to one width and to the embedding's side, are added and pass a few blocks.
 */
final class SamNeck {
  private final List<Level> levels;
  private final OpSequential middle;
  private final Linear output;

  /**
   * One of its inputs.
   *
   * @param project to the neck's width
   * @param upsampling to the embedding's side
   */
  private record Level(Linear project, BicubicUpsampling upsampling) {
    /** From (1, side, side, inputs) to (1, grid, grid, width). */
    Tensor apply(Operators ops, Tensor map) {
      Tensor narrow = ops.linear(map.select(0, 0), project, Activation.NONE);
      Tensor resized = upsampling.apply(ops, narrow);
      return resized.reshape(1, resized.dim(0), resized.dim(1), resized.dim(2));
    }
  }

  /**
   * Packs the neck.
   *
   * @param parameters the names below {@code neck.}
   */
  SamNeck(Engine engine, Parameters parameters, EfficientVitConfig config) {
    EfficientVitConfig.Neck sizes = config.neck();
    int width = sizes.width();
    List<Level> list = new ArrayList<>();
    for (int i = 0; i < EfficientVitConfig.LEVELS; i++) {
      int stage = config.stages().size() - 1 - i;
      Parameters own = parameters.under("input_ops." + i + ".op_list.0");
      int inputs = config.stages().get(stage).channels();
      list.add(
          new Level(
              ConvLayer.normed(own, ConvLayer.pointwise(inputs, width)).packLinear(engine),
              new BicubicUpsampling(engine, config.side(stage), config.grid())));
    }
    levels = List.copyOf(list);
    middle = new OpSequential(engine, parameters.under("middle.op_list"), sizes.blocks(), 0);
    output =
        ConvLayer.biased(
                parameters.under("output_ops.0.op_list.0"),
                ConvLayer.pointwise(width, sizes.channels()))
            .packLinear(engine);
  }

  /**
   * The embedding before its norm.
   *
   * @param maps what the last three stages gave, the last one first
   * @return (1, grid, grid, channels)
   */
  Tensor apply(Operators ops, List<Tensor> maps) {
    Tensor sum = levels.get(0).apply(ops, maps.get(0));
    for (int i = 1; i < levels.size(); i++) {
      sum = ops.add(sum, levels.get(i).apply(ops, maps.get(i)));
    }
    return ops.linear(middle.apply(ops, sum), output, Activation.NONE);
  }
}
