package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.encoder.efficientnet.EfficientNetConfig;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.BlockConfig;
import io.github.sam4j.encoder.vit.VitConfig;

/**
 * Multiply-adds of the published formulations: what a model asks for, whoever computes it. Counted
 * are matrix products and convolutions; not norms, softmax, GELU, sums. Padding of windows counts
 * as keys that each token attends to, but not as tokens: nothing asks for their results.
 */
final class MultiplyAdds {
  private static final int OUTPUT_TOKENS = 5;
  private static final int MASKS = 3;

  private MultiplyAdds() {}

  static long of(VitConfig config) {
    long tokens = (long) config.grid() * config.grid();
    long dim = config.dim();
    long sum = tokens * 3 * config.patchSize() * config.patchSize() * dim;
    for (BlockConfig block : config.blocks()) {
      long width = block.attentionWidth();
      long window = block.window();
      sum += 4 * tokens * dim * width + 2 * tokens * dim * block.mlpWidth();
      sum += 2 * tokens * window * window * width;
      if (block.relativePosition()) {
        sum += 2 * tokens * window * width;
      }
    }
    return sum + neck(tokens, dim, config.channels());
  }

  static long of(TinyVitConfig config) {
    long side = config.inputSize() / 2;
    long sum = side * side * 27 * config.stem();
    side /= 2;
    TinyVitConfig.Convolutions first = config.convolutions();
    sum += side * side * 9 * config.stem() * first.dim();
    sum += first.depth() * side * side * first.hidden() * (2L * first.dim() + 9);
    long dim = first.dim();
    for (int i = 0; i < config.stages().size(); i++) {
      TinyVitConfig.Stage stage = config.stages().get(i);
      long tokens = (long) config.side(i) * config.side(i);
      // The merge before the stage: 1 x 1, depthwise 3 x 3 with the stride, 1 x 1.
      sum += side * side * dim * stage.dim() + tokens * stage.dim() * (9L + stage.dim());
      side = config.side(i);
      dim = stage.dim();
      long window = (long) stage.window() * stage.window();
      sum += stage.depth() * tokens * dim * (4 * dim + 2 * window + 9 + 2L * stage.hidden());
    }
    return sum + neck(side * side, dim, config.channels());
  }

  /** Without the neck's projections, which are a hundredth. */
  static long of(EfficientNetConfig config) {
    long side = config.inputSize() / 2;
    long sum = side * side * 27 * config.stem();
    for (var block : config.blocks()) {
      long hidden = block.hidden();
      sum += block.widens() ? side * side * block.inputs() * hidden : 0;
      side /= block.stride();
      long kernel = (long) block.kernel() * block.kernel();
      sum += side * side * hidden * (kernel + block.outputs());
    }
    long grid = config.grid();
    return sum + grid * grid * config.channels() * 9 * config.channels();
  }

  private static long neck(long cells, long dim, long channels) {
    return cells * channels * (dim + 9 * channels);
  }

  /**
   * The mask decoder with three masks, each prompt for itself, as published.
   *
   * @param promptTokens tokens of one prompt: a point and its padding are two
   */
  static long decoder(int grid, int channels, int hidden, int promptTokens, int prompts) {
    long cells = (long) grid * grid;
    long c = channels;
    long half = c / 2;
    long tokens = (long) OUTPUT_TOKENS + promptTokens;
    long cross = 2 * (tokens + cells) * c * half + 2 * tokens * cells * half;
    long layer = 4 * tokens * c * c + 2 * tokens * tokens * c + 2 * tokens * c * hidden + 2 * cross;
    long upscaling = cells * c * c + 4 * cells * (c / 4) * (c / 2);
    long heads = (long) MASKS * (2 * c * c + c * (c / 8)) + 2 * c * c + 4 * c;
    long masks = MASKS * 16 * cells * (c / 8);
    return prompts * (2 * layer + cross + upscaling + heads + masks);
  }
}
