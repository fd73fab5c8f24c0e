package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Attention;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Bottleneck;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Fused;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Residual;
import java.util.ArrayList;
import java.util.List;

/** A block, its weights packed. */
interface Block {
  /**
   * The next map.
   *
   * @param x (1, side, side, inputs); overwritten by a block that keeps its shape, which may give
   *     it back as its result
   * @return (1, side / stride, side / stride, outputs)
   */
  Tensor apply(Operators ops, Tensor x);

  /**
   * Packs blocks.
   *
   * @param parameters the names below {@code op_list.}
   * @param first the number of the first one
   */
  static List<Block> load(
      Engine engine, Parameters parameters, List<BlockConfig> configs, int first) {
    List<Block> blocks = new ArrayList<>();
    for (BlockConfig config : configs) {
      Parameters own = parameters.under(Integer.toString(first + blocks.size()));
      blocks.add(load(engine, own, config));
    }
    return List.copyOf(blocks);
  }

  private static Block load(Engine engine, Parameters parameters, BlockConfig config) {
    if (config instanceof Residual residual) {
      return new ResBlock(engine, parameters.under("main"), residual);
    }
    if (config instanceof Fused fused) {
      return new FusedMBConv(engine, parameters.under("main"), fused);
    }
    if (config instanceof Bottleneck bottleneck) {
      return new MBConv(engine, parameters.under("main"), bottleneck);
    }
    return new EfficientViTBlock(engine, parameters, (Attention) config);
  }

  /** One after the other. */
  static Tensor all(Operators ops, List<Block> blocks, Tensor x) {
    Tensor map = x;
    for (Block block : blocks) {
      map = block.apply(ops, map);
    }
    return map;
  }
}
