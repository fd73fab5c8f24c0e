package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The first stage: inverted bottlenecks. */
final class ConvLayer {
  private final List<MBConv> blocks;

  ConvLayer(Engine engine, Parameters parameters, TinyVitConfig.Convolutions config) {
    List<MBConv> list = new ArrayList<>();
    for (int i = 0; i < config.depth(); i++) {
      Parameters block = parameters.under("blocks." + i);
      list.add(new MBConv(engine, block, config.dim(), config.hidden()));
    }
    blocks = List.copyOf(list);
  }

  /** The stage's last map, of the same shape. */
  Tensor apply(Operators ops, Tensor x) {
    Tensor map = x;
    for (MBConv block : blocks) {
      map = block.apply(ops, map);
    }
    return map;
  }
}
