package io.github.sam4j.encoder.vit;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.EncoderConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of an {@link ImageEncoderViT}.
 *
 * @param inputSize side of the input in pixels, a multiple of {@code patchSize}
 * @param patchSize side of a patch in pixels, 16 for SAM
 * @param dim channels of the tokens: 768 (ViT-B), 1024 (ViT-L), 1280 (ViT-H)
 * @param channels channels of the embedding, 256 for SAM
 * @param positionEmbedding whether a learned absolute position is added to the patches
 * @param blocks the transformer blocks, first to last; at least one
 */
public record VitConfig(
    int inputSize,
    int patchSize,
    int dim,
    int channels,
    boolean positionEmbedding,
    List<BlockConfig> blocks)
    implements EncoderConfig {
  /** Head width of every published ViT; used where no table of relative positions tells it. */
  private static final int USUAL_HEAD_WIDTH = 64;

  /** Far above the published 127; a table of a damaged file must not ask for huge windows. */
  private static final int MAX_TABLE = 2047;

  /** Checks the arguments. */
  public VitConfig {
    blocks = List.copyOf(blocks);
    if (patchSize < 1 || inputSize < patchSize || inputSize % patchSize != 0) {
      throw new IllegalArgumentException(
          "input size must be a multiple of the patch size, found %d and %d"
              .formatted(inputSize, patchSize));
    }
    if (dim < 1 || channels < 1 || blocks.isEmpty()) {
      throw new IllegalArgumentException(
          "impossible encoder: dim %d, channels %d, %d blocks"
              .formatted(dim, channels, blocks.size()));
    }
  }

  @Override
  public int grid() {
    return inputSize / patchSize;
  }

  /** The numbers of the blocks with global attention. */
  public List<Integer> globalBlocks() {
    List<Integer> global = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).window() == grid()) {
        global.add(i);
      }
    }
    return global;
  }

  /**
   * Reads the sizes from names and shapes alone.
   *
   * <p>A table of relative positions is 2 x size - 1 long and one head wide. SAM's encoder has a
   * single window size, told by {@link WindowSize}; blocks with tables of another size attend
   * globally, and their tables are stretched to the map. An encoder without such tables is taken as
   * global with heads of 64 channels.
   *
   * @param parameters the names below {@code image_encoder.}
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static VitConfig infer(Parameters parameters) {
    int[] patch = ParameterLayout.shape(parameters, "patch_embed.proj.weight", ANY, 3, ANY, ANY);
    if (patch[2] != patch[3]) {
      throw ParameterLayout.wrong(parameters, "patch_embed.proj.weight", "square patches");
    }
    int dim = patch[0];
    int depth = ParameterLayout.count(parameters, "blocks", "norm1.weight");
    boolean relative = parameters.names().stream().anyMatch(name -> name.endsWith(".rel_pos_h"));
    int[] sizes = new int[depth];
    int largest = 0;
    for (int i = 0; relative && i < depth; i++) {
      sizes[i] = tableSize(parameters, "blocks." + i + ".attn.rel_pos_h");
      largest = Math.max(largest, sizes[i]);
    }
    boolean absolute = parameters.has("pos_embed");
    int grid = absolute || !relative ? grid(parameters, dim) : largest;
    if ((long) grid * patch[2] > ParameterLayout.MAX_INPUT_SIZE) {
      throw ParameterLayout.wrong(
          parameters,
          "patch_embed.proj.weight",
          "patches of which %d make at most %d pixels"
              .formatted(grid, ParameterLayout.MAX_INPUT_SIZE));
    }
    int windowSize = WindowSize.of(sizes, grid);
    List<BlockConfig> blocks = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      int window = relative && sizes[i] == windowSize ? windowSize : grid;
      blocks.add(block(parameters, "blocks." + i + ".", dim, window, relative));
    }
    int channels = ParameterLayout.shape(parameters, "neck.0.weight", ANY, dim, 1, 1)[0];
    return new VitConfig(grid * patch[2], patch[2], dim, channels, absolute, blocks);
  }

  private static int grid(Parameters parameters, int dim) {
    int[] shape = ParameterLayout.shape(parameters, "pos_embed", 1, ANY, ANY, dim);
    if (shape[1] != shape[2]) {
      throw ParameterLayout.wrong(parameters, "pos_embed", "a square map");
    }
    return shape[1];
  }

  private static int tableSize(Parameters parameters, String name) {
    int length = ParameterLayout.shape(parameters, name, ANY, ANY)[0];
    if (length % 2 == 0) {
      throw ParameterLayout.wrong(parameters, name, "an odd number of relative positions");
    }
    if (length > MAX_TABLE) {
      throw ParameterLayout.wrong(parameters, name, "at most " + MAX_TABLE + " relative positions");
    }
    return length / 2 + 1;
  }

  private static BlockConfig block(
      Parameters parameters, String name, int dim, int window, boolean relative) {
    String qkv = name + "attn.qkv.weight";
    int rows = ParameterLayout.shape(parameters, qkv, ANY, dim)[0];
    int headWidth =
        relative
            ? ParameterLayout.shape(parameters, name + "attn.rel_pos_h", ANY, ANY)[1]
            : USUAL_HEAD_WIDTH;
    if (rows % (3 * headWidth) != 0) {
      throw ParameterLayout.wrong(
          parameters, qkv, "queries, keys and values of heads " + headWidth + " wide");
    }
    int mlpWidth = ParameterLayout.shape(parameters, name + "mlp.lin1.weight", ANY, dim)[0];
    boolean qkvBias = parameters.has(name + "attn.qkv.bias");
    return new BlockConfig(window, rows / (3 * headWidth), headWidth, mlpWidth, relative, qkvBias);
  }
}
