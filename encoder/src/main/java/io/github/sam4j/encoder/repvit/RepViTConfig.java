package io.github.sam4j.encoder.repvit;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.EncoderConfig;
import io.github.sam4j.encoder.StatedInputSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sizes of a {@link RepViT}. EdgeSAM's: 48/96/192/384 channels, 3/4/16/3 blocks, the last two maps
 * fused; RepViT-SAM's: 80/160/320/640 channels, 7/8/36/3 blocks.
 *
 * <p>No tensor tells a stride, but the embedding does, which lies at a 16th of the input's side:
 * the stem leads to a quarter of it, and each stage behind the first halves the map until the one
 * is reached that the neck takes. That is the 16th where the last map alone is taken, so that
 * RepViT-SAM's fourth stage keeps its map's side; where the last map is enlarged and added to the
 * one before, it is the 32nd.
 *
 * @param inputSize side of the input in pixels, a multiple of the last map's stride
 * @param stem channels of the map between the stem's two convolutions
 * @param stages the stages, on maps of a quarter, an eighth, a sixteenth and the last stride
 * @param fused channels of the sum of the last two stages' maps, which the neck takes; 0 where it
 *     takes the last stage's map
 * @param channels channels of the embedding
 */
public record RepViTConfig(int inputSize, int stem, List<Stage> stages, int fused, int channels)
    implements EncoderConfig {
  static final int STEM_STRIDE = 4;

  /** Of the embedding. */
  static final int STRIDE = 16;

  private static final int STAGES = 4;
  private static final int PUBLISHED_SIZE = 1024;

  /**
   * A stage. Its first block leads to it from the stage before, unless it is the first.
   *
   * @param width channels of its map
   * @param blocks its blocks
   */
  public record Stage(int width, List<Block> blocks) {
    /** Checks the arguments. */
    public Stage {
      blocks = List.copyOf(blocks);
      if (width < 1 || blocks.isEmpty()) {
        throw new IllegalArgumentException(
            "impossible stage: %d channels, %d blocks".formatted(width, blocks.size()));
      }
    }
  }

  /**
   * A block.
   *
   * @param squeeze channels inside the token mixer's squeeze and excitation; 0 where it has none
   * @param hidden channels inside the channel mixer
   */
  public record Block(int squeeze, int hidden) {
    /** Checks the arguments. */
    public Block {
      if (squeeze < 0 || hidden < 1) {
        throw new IllegalArgumentException(
            "impossible block: squeezes to %d, hidden %d".formatted(squeeze, hidden));
      }
    }
  }

  /** Checks the arguments. */
  public RepViTConfig {
    stages = List.copyOf(stages);
    if (stages.size() != STAGES || stem < 1 || fused < 0 || channels < 1) {
      throw new IllegalArgumentException(
          "impossible encoder: %d stages, stem %d, fused %d, channels %d"
              .formatted(stages.size(), stem, fused, channels));
    }
    int multiple = lastStride(fused > 0);
    if (inputSize < multiple || inputSize % multiple != 0) {
      throw new IllegalArgumentException(
          "input size must be a multiple of %d, found %d".formatted(multiple, inputSize));
    }
  }

  private static int lastStride(boolean fused) {
    return fused ? 2 * STRIDE : STRIDE;
  }

  @Override
  public int grid() {
    return inputSize / STRIDE;
  }

  /** Stride of the block that leads to a stage; 1 for the first, to which none leads. */
  public int stride(int stage) {
    return side(Math.max(0, stage - 1)) / side(stage);
  }

  /** Cells along the side of a stage's map. */
  public int side(int stage) {
    return inputSize / Math.min(STEM_STRIDE << stage, lastStride(fused > 0));
  }

  /** Channels of a stage's map. */
  int width(int stage) {
    return stages.get(stage).width();
  }

  /** Channels of the map that the neck takes. */
  int neckInputs() {
    return fused > 0 ? fused : width(stages.size() - 1);
  }

  /**
   * Reads the sizes from names and shapes; only the input's size is not among them.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param metadata the file's; {@value StatedInputSize#KEY} is used, 1024 if it is absent
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static RepViTConfig infer(Parameters parameters, Map<String, String> metadata) {
    int stem = ParameterLayout.shape(parameters, "features.0.0.c.weight", ANY, 3, 3, 3)[0];
    int first = ParameterLayout.shape(parameters, "features.0.2.c.weight", ANY, stem, 3, 3)[0];
    List<Stage> stages = stages(parameters, first);
    boolean fuses = parameters.has("fuse_stage2.weight");
    int last = stages.get(STAGES - 1).width();
    int fused = 0;
    if (fuses) {
      int fine = stages.get(STAGES - 2).width();
      fused = ParameterLayout.shape(parameters, "fuse_stage2.weight", ANY, fine, 1, 1)[0];
      ParameterLayout.shape(parameters, "fuse_stage3.op_list.0.weight", fused, last, 1, 1);
    }
    int neckInputs = fuses ? fused : last;
    return new RepViTConfig(
        StatedInputSize.of(
            parameters, metadata, lastStride(fuses), Integer.toString(PUBLISHED_SIZE)),
        stem,
        stages,
        fused,
        ParameterLayout.shape(parameters, "neck.0.weight", ANY, neckInputs, 1, 1)[0]);
  }

  private static List<Stage> stages(Parameters parameters, int first) {
    int count = blocks(parameters);
    List<Stage> stages = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    int width = first;
    for (int number = 1; number <= count; number++) {
      Parameters block = parameters.under("features." + number);
      int inputs = width;
      if (TokenMixer.leadsOn(block)) {
        ParameterLayout.shape(block, "token_mixer.0.c.weight", inputs, 1, 3, 3);
        if (blocks.isEmpty()) {
          throw ParameterLayout.wrong(
              block, "token_mixer.0.c.weight", "a block that keeps the width before it");
        }
        stages.add(new Stage(inputs, blocks));
        blocks = new ArrayList<>();
        width = ParameterLayout.shape(block, "token_mixer.2.c.weight", ANY, inputs, 1, 1)[0];
      } else {
        ParameterLayout.shape(block, "token_mixer.0.conv.c.weight", inputs, 1, 3, 3);
      }
      blocks.add(block(block, inputs, width));
    }
    stages.add(new Stage(width, blocks));
    if (stages.size() != STAGES) {
      throw WeightsFormatException.file(
          parameters.source(),
          "%d RepViT stages, %d blocks that lead to the next".formatted(STAGES, STAGES - 1),
          "%d stages".formatted(stages.size()));
    }
    return stages;
  }

  /** How many blocks follow the stem, which is part 0 of the list. */
  private static int blocks(Parameters parameters) {
    String member = "channel_mixer.m.0.c.weight";
    int count = 0;
    while (parameters.has("features.%d.%s".formatted(count + 1, member))) {
      count++;
    }
    long numbers =
        parameters.names().stream()
            .filter(name -> name.startsWith("features."))
            .map(name -> name.split("\\.", 3)[1])
            .distinct()
            .count();
    if (count == 0 || numbers != count + 1) {
      String missing = parameters.path("features.%d.%s".formatted(count + 1, member));
      throw WeightsFormatException.tensor(parameters.source(), missing, "a tensor", "none");
    }
    return count;
  }

  /**
   * A block.
   *
   * @param inputs channels that its token mixer filters
   * @param width channels of its map
   */
  private static Block block(Parameters block, int inputs, int width) {
    int squeeze =
        TokenMixer.squeezes(block)
            ? ParameterLayout.shape(block, "token_mixer.1.fc1.weight", ANY, inputs, 1, 1)[0]
            : 0;
    int hidden = ParameterLayout.shape(block, "channel_mixer.m.0.c.weight", ANY, width, 1, 1)[0];
    return new Block(squeeze, hidden);
  }
}
