package io.github.sam4j.encoder.repvit;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Blocks on maps of one shape; behind the first stage, the first of them leads to that shape. */
final class RepViTStage {
  private record Block(TokenMixer tokenMixer, ChannelMixer channelMixer) {}

  private final List<Block> blocks;

  /**
   * Packs a stage.
   *
   * @param features the names below {@code features.}
   * @param number of the stage
   * @param first number of its first block
   */
  RepViTStage(Engine engine, Parameters features, RepViTConfig config, int number, int first) {
    RepViTConfig.Stage stage = config.stages().get(number);
    int width = stage.width();
    List<Block> list = new ArrayList<>();
    for (RepViTConfig.Block sizes : stage.blocks()) {
      Parameters block = features.under(String.valueOf(first + list.size()));
      Parameters mixer = block.under("token_mixer");
      TokenMixer tokens =
          number > 0 && list.isEmpty()
              ? TokenMixer.into(engine, mixer, config, number)
              : TokenMixer.within(engine, mixer, width, sizes.squeeze());
      Parameters channels = block.under("channel_mixer");
      list.add(new Block(tokens, new ChannelMixer(engine, channels, width, sizes.hidden())));
    }
    blocks = List.copyOf(list);
  }

  /**
   * The stage's map.
   *
   * @param x the map of the stage before, or the stem's
   * @return (1, side, side, width)
   */
  Tensor apply(Operators ops, Tensor x) {
    Tensor map = x;
    for (Block block : blocks) {
      map = block.tokenMixer().apply(ops, map);
      block.channelMixer().addTo(ops, map);
    }
    return map;
  }
}
