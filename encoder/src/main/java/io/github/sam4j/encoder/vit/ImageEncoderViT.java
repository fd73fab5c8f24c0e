package io.github.sam4j.encoder.vit;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.BlockListener;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.encoder.Neck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SAM's image encoder: a vision transformer whose blocks attend within windows, save a few that
 * attend globally, and a convolutional neck (Kirillov et al. 2023, "Segment Anything", appendix A;
 * Li et al. 2022, "Exploring Plain Vision Transformer Backbones for Object Detection").
 */
public final class ImageEncoderViT implements ImageEncoder {
  private final VitConfig config;
  private final PatchEmbed patchEmbed;
  private final @Nullable Tensor posEmbed;
  private final List<Block> blocks;
  private final Neck neck;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public ImageEncoderViT(Engine engine, Parameters parameters, VitConfig config) {
    this.config = config;
    int dim = config.dim();
    int grid = config.grid();
    patchEmbed = new PatchEmbed(engine, parameters.under("patch_embed"), config);
    posEmbed =
        config.positionEmbedding()
            ? engine.tensor(PositionEmbedding.load(parameters, grid, dim), grid, grid, dim)
            : null;
    List<Block> list = new ArrayList<>();
    for (BlockConfig block : config.blocks()) {
      list.add(new Block(engine, parameters.under("blocks." + list.size()), config, block));
    }
    blocks = List.copyOf(list);
    neck = new Neck(engine, parameters.under("neck"), dim, config.channels());
  }

  @Override
  public VitConfig config() {
    return config;
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return encode(ops, pixels, BlockListener.NONE);
  }

  /**
   * The embedding of one picture, and what each transformer block gave, before the neck.
   *
   * @param listener told of {@code blocks.N}
   * @see #encode(Operators, Tensor)
   */
  public FeatureMaps encode(Operators ops, Tensor pixels, BlockListener listener) {
    ArgumentCheck.shape("pixels", new int[] {inputSize(), inputSize(), 3}, pixels);
    Tensor embedding = ops.empty(grid(), grid(), channels());
    try (Frame scratch = ops.frame()) {
      Tensor x = patchEmbed.apply(ops, pixels);
      if (posEmbed != null) {
        x = ops.add(x, posEmbed);
      }
      for (int i = 0; i < blocks.size(); i++) {
        blocks.get(i).update(ops, x);
        listener.after(i, x);
      }
      ops.copy(embedding, neck.apply(ops, x));
    }
    return FeatureMaps.of(embedding);
  }
}
