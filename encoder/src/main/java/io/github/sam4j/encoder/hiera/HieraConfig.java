package io.github.sam4j.encoder.hiera;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.EncoderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of a {@link HieraImageEncoder}.
 *
 * @param inputSize S, the side of the input in pixels, a multiple of 32
 * @param stages four, from the finest map to the coarsest
 * @param globalBlocks numbers of the blocks that attend over the whole map
 * @param channels C, of the neck's levels
 */
public record HieraConfig(
    int inputSize, List<Stage> stages, Set<Integer> globalBlocks, int channels)
    implements EncoderConfig {
  /** What the trunk halves its input's side to in all. */
  static final int DEEPEST_STRIDE = 32;

  static final int PATCH_STRIDE = 4;
  private static final int STAGES = 4;

  /**
   * Blocks on maps of one side.
   *
   * @param dim width of the tokens
   * @param depth number of blocks
   * @param heads attention heads
   * @param window side of the windows that the blocks attend within, in tokens; the first block of
   *     the next stage has them as well
   */
  public record Stage(int dim, int depth, int heads, int window) {
    /** Checks the arguments. */
    public Stage {
      if (dim < 1 || depth < 1 || heads < 1 || window < 1 || dim % heads != 0) {
        throw new IllegalArgumentException(
            "impossible stage: %d wide, %d blocks, %d heads, windows of %d"
                .formatted(dim, depth, heads, window));
      }
    }
  }

  /** Checks the arguments. */
  public HieraConfig {
    stages = List.copyOf(stages);
    globalBlocks = Set.copyOf(globalBlocks);
    if (inputSize < DEEPEST_STRIDE || inputSize % DEEPEST_STRIDE != 0) {
      throw new IllegalArgumentException(
          "input size must be a multiple of %d, found %d".formatted(DEEPEST_STRIDE, inputSize));
    }
    if (stages.size() != STAGES || channels < 1) {
      throw new IllegalArgumentException(
          "expected %d stages and at least 1 channel, found %d and %d"
              .formatted(STAGES, stages.size(), channels));
    }
    for (Stage stage : stages.subList(0, STAGES - 1)) {
      if (stage.window % 2 != 0) {
        throw new IllegalArgumentException(
            "windows whose queries the next stage pools have an even side, found " + stage.window);
      }
    }
  }

  /** Side of a stage's maps. */
  int side(int stage) {
    return (inputSize / PATCH_STRIDE) >> stage;
  }

  @Override
  public int grid() {
    return side(2);
  }

  /**
   * Reads the sizes: widths and depths from shapes, what they do not tell from transformers' {@code
   * config.json} or, for the published models, from a table.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param config of the whole model; null where there is none
   * @throws WeightsFormatException naming what was expected and what was found
   */
  public static HieraConfig infer(Parameters parameters, @Nullable JsonObject config) {
    Parameters trunk = parameters.under("trunk");
    int dim = ParameterLayout.shape(trunk, "patch_embed.proj.weight", ANY, 3, 7, 7)[0];
    List<Integer> dims = new ArrayList<>();
    List<Integer> depths = new ArrayList<>();
    int blocks = ParameterLayout.count(trunk, "blocks", "norm1.weight");
    for (int i = 0; i < blocks; i++) {
      String proj = "blocks." + i + ".proj.weight";
      boolean first = i == 0 || trunk.has(proj);
      if (first) {
        dim = i == 0 ? dim : ParameterLayout.shape(trunk, proj, ANY, dim)[0];
        dims.add(dim);
        depths.add(0);
      }
      int last = depths.size() - 1;
      depths.set(last, depths.get(last) + 1);
    }
    if (dims.size() != STAGES) {
      throw WeightsFormatException.file(
          parameters.source(),
          STAGES + " stages, which blocks with 'proj' begin",
          dims.size() + " in " + blocks + " blocks");
    }
    int channels = ParameterLayout.shape(parameters, "neck.convs.0.conv.bias", ANY)[0];
    HieraLayout layout = HieraLayout.of(parameters.source(), dims.get(0), depths, config);
    List<Stage> stages = new ArrayList<>();
    try {
      for (int s = 0; s < STAGES; s++) {
        stages.add(
            new Stage(dims.get(s), depths.get(s), layout.heads().get(s), layout.windows().get(s)));
      }
      return new HieraConfig(layout.inputSize(), stages, layout.globalBlocks(), channels);
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(parameters.source() + ": " + e.getMessage(), e);
    }
  }
}
