package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A stage of blocks with attention. */
final class BasicLayer {
  private final List<TinyViTBlock> blocks;

  BasicLayer(Engine engine, Parameters parameters, TinyVitConfig.Stage config, int side) {
    List<TinyViTBlock> list = new ArrayList<>();
    for (int i = 0; i < config.depth(); i++) {
      list.add(new TinyViTBlock(engine, parameters.under("blocks." + i), config, side));
    }
    blocks = List.copyOf(list);
  }

  /** The stage's last map, of the same shape; the given one is overwritten. */
  Tensor apply(Operators ops, Tensor x) {
    Tensor map = x;
    for (TinyViTBlock block : blocks) {
      map = block.apply(ops, map);
    }
    return map;
  }
}
