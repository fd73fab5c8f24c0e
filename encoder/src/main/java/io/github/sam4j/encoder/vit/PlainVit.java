package io.github.sam4j.encoder.vit;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.StatedInputSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tells the sizes of an {@link ImageEncoderViT} that began as a classifier's (Touvron et al. 2021,
 * "Training data-efficient image transformers"): all blocks global, no relative positions, absolute
 * ones of another map with a class token's before them.
 */
public final class PlainVit {
  private static final int PUBLISHED_SIZE = 1024;
  private static final int PUBLISHED_HEAD_WIDTH = 64;

  /** Of the smallest published one; what is narrower than its 192 channels is a scaled copy. */
  private static final int FEWEST_HEADS = 3;

  private PlainVit() {}

  /**
   * Reads the sizes from names and shapes, save two that are not among them: the input's side, and
   * how many heads the attention's channels are divided into.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param metadata the file's; {@value StatedInputSize#KEY} is used, 1024 if it is absent
   * @param heads of every block; if they are not known, as many as are 64 channels wide, as in all
   *     published models, and 3 where 64 does not divide the width
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static VitConfig infer(
      Parameters parameters, Map<String, String> metadata, OptionalInt heads) {
    int[] patch = ParameterLayout.shape(parameters, "patch_embed.proj.weight", ANY, 3, ANY, ANY);
    if (patch[2] != patch[3]) {
      throw ParameterLayout.wrong(parameters, "patch_embed.proj.weight", "square patches");
    }
    int dim = patch[0];
    int size = StatedInputSize.of(parameters, metadata, patch[2], Integer.toString(PUBLISHED_SIZE));
    PositionEmbedding.classifierSide(parameters, dim);
    int depth = ParameterLayout.count(parameters, "blocks", "norm1.weight");
    List<BlockConfig> blocks = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      blocks.add(block(parameters, "blocks." + i + ".", dim, size / patch[2], heads));
    }
    int channels = ParameterLayout.shape(parameters, "neck.0.weight", ANY, dim, 1, 1)[0];
    return new VitConfig(size, patch[2], dim, channels, true, blocks);
  }

  private static BlockConfig block(
      Parameters parameters, String name, int dim, int grid, OptionalInt heads) {
    String qkv = name + "attn.qkv.weight";
    int rows = ParameterLayout.shape(parameters, qkv, ANY, dim)[0];
    int width = rows / 3;
    int count = heads.orElse(usualHeads(width));
    if (count < 1 || rows % (3 * count) != 0) {
      throw ParameterLayout.wrong(
          parameters, qkv, "queries, keys and values of %d heads".formatted(count));
    }
    int mlpWidth = ParameterLayout.shape(parameters, name + "mlp.lin1.weight", ANY, dim)[0];
    boolean qkvBias = parameters.has(name + "attn.qkv.bias");
    return new BlockConfig(grid, count, width / count, mlpWidth, false, qkvBias);
  }

  private static int usualHeads(int width) {
    return width >= PUBLISHED_HEAD_WIDTH && width % PUBLISHED_HEAD_WIDTH == 0
        ? width / PUBLISHED_HEAD_WIDTH
        : FEWEST_HEADS;
  }
}
