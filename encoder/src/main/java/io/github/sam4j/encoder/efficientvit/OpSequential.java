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

/** Blocks, one after the other. */
final class OpSequential implements Block {
  private final List<Block> blocks;

  /**
   * Packs them.
   *
   * @param parameters the names below {@code op_list.}
   * @param first the number of the first one
   */
  OpSequential(Engine engine, Parameters parameters, List<BlockConfig> configs, int first) {
    List<Block> list = new ArrayList<>();
    for (BlockConfig config : configs) {
      list.add(load(engine, parameters.under(Integer.toString(first + list.size())), config));
    }
    blocks = List.copyOf(list);
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

  @Override
  public Tensor apply(Operators ops, Tensor x) {
    Tensor map = x;
    for (Block block : blocks) {
      map = block.apply(ops, map);
    }
    return map;
  }
}
