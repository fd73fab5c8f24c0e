package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The trunk: a vision transformer whose maps become smaller and wider from stage to stage. */
final class Hiera {
  /** Sees each stage's last map. */
  interface StageListener {
    /**
     * A stage is done.
     *
     * @param stage its number, from 0
     * @param map (side, side, dim); overwritten after this call and not to be changed
     */
    void after(int stage, Tensor map);
  }

  private final HieraConfig config;
  private final PatchEmbed patchEmbed;
  private final Tensor posEmbed;
  private final List<List<MultiScaleBlock>> stages;

  Hiera(Engine engine, Parameters parameters, HieraConfig config) {
    this.config = config;
    int dim = config.stages().get(0).dim();
    int side = config.side(0);
    patchEmbed = new PatchEmbed(engine, parameters.under("patch_embed"), dim);
    posEmbed = engine.tensor(PositionEmbedding.load(parameters, side, dim), side, side, dim);
    List<List<MultiScaleBlock>> all = new ArrayList<>();
    int number = 0;
    for (int s = 0; s < config.stages().size(); s++) {
      List<MultiScaleBlock> blocks = new ArrayList<>();
      for (int i = 0; i < config.stages().get(s).depth(); i++) {
        Parameters block = parameters.under("blocks." + number);
        blocks.add(new MultiScaleBlock(engine, block, block(s, i == 0, number)));
        number++;
      }
      all.add(List.copyOf(blocks));
    }
    stages = List.copyOf(all);
  }

  private BlockConfig block(int stage, boolean first, int number) {
    HieraConfig.Stage own = config.stages().get(stage);
    boolean pools = first && stage > 0;
    HieraConfig.Stage before = pools ? config.stages().get(stage - 1) : own;
    int side = config.side(pools ? stage - 1 : stage);
    int window = config.globalBlocks().contains(number) ? side : before.window();
    return new BlockConfig(before.dim(), own, side, window, pools);
  }

  /** The tokens with their positions: (S / 4, S / 4, dim). */
  Tensor embed(Operators ops, Tensor pixels) {
    return ops.add(patchEmbed.apply(ops, pixels), posEmbed);
  }

  /**
   * Runs it.
   *
   * @param tokens as {@link #embed} gives them; changed
   */
  void run(Operators ops, Tensor tokens, StageListener listener) {
    run(ops, tokens, 0, listener);
  }

  /** Each stage in a frame of its own, so that the large first maps are given back early. */
  private void run(Operators ops, Tensor map, int stage, StageListener listener) {
    if (stage == stages.size()) {
      return;
    }
    HieraConfig.Stage own = config.stages().get(stage);
    int side = config.side(stage);
    Tensor last = ops.empty(side, side, own.dim());
    try (Frame scratch = ops.frame()) {
      Tensor x = map;
      for (MultiScaleBlock block : stages.get(stage)) {
        x = block.apply(ops, x);
      }
      listener.after(stage, x);
      ops.copy(last, x);
    }
    run(ops, last, stage + 1, listener);
  }
}
