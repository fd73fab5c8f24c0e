package io.github.sam4j.encoder.efficientvit;

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
 * Sizes of an {@link EfficientViT}. The published L0, L1 and L2 have five stages of 32 to 512
 * channels and an input of 512 pixels, XL0 and XL1 six of 32 to 1024 and an input of 1024.
 *
 * @param inputSize side of the picture's input in pixels; each stage halves it
 * @param promptSize side of the square in which prompts are placed, in its pixels
 * @param stages the first begins with a convolution of stride 2, the others with a block of it
 * @param neck what becomes of the last three stages' maps
 */
public record EfficientVitConfig(int inputSize, int promptSize, List<Stage> stages, Neck neck)
    implements EncoderConfig {
  /** The metadata key of the prompts' square. */
  public static final String PROMPT_SIZE = "prompt_size";

  /** Cells of the embedding are so many of the prompts' pixels wide. */
  private static final int STRIDE = 16;

  private static final int PUBLISHED_PROMPT_SIZE = 1024;

  /** How many of the stages' maps the neck takes. */
  static final int LEVELS = 3;

  private static final int FEWEST_STAGES = LEVELS + 1;
  private static final int MOST_STAGES = 12;

  /**
   * A stage, which halves its input's sides.
   *
   * @param channels of its map
   * @param blocks its blocks; of the first stage, those behind its convolution
   */
  public record Stage(int channels, List<BlockConfig> blocks) {
    /** Copies the list. */
    public Stage {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * The neck's sizes.
   *
   * @param width channels of its maps
   * @param blocks between its inputs and its output
   * @param channels of the embedding
   */
  public record Neck(int width, List<BlockConfig> blocks, int channels) {
    /** Copies the list. */
    public Neck {
      blocks = List.copyOf(blocks);
    }
  }

  /** Checks the arguments. */
  public EfficientVitConfig {
    stages = List.copyOf(stages);
    if (stages.size() < FEWEST_STAGES || stages.size() > MOST_STAGES) {
      throw new IllegalArgumentException(
          "from %d to %d stages are needed, found %d"
              .formatted(FEWEST_STAGES, MOST_STAGES, stages.size()));
    }
    int multiple = 1 << stages.size();
    if (inputSize < 1 || inputSize % multiple != 0) {
      throw new IllegalArgumentException(
          "input size must be a multiple of %d, found %d".formatted(multiple, inputSize));
    }
    if (promptSize < 1 || promptSize % STRIDE != 0) {
      throw new IllegalArgumentException(
          "prompt size must be a multiple of %d, found %d".formatted(STRIDE, promptSize));
    }
  }

  @Override
  public int channels() {
    return neck.channels();
  }

  @Override
  public int grid() {
    return promptSize / STRIDE;
  }

  /** Cells along the side of a stage's map. */
  public int side(int stage) {
    return inputSize >> (stage + 1);
  }

  /**
   * Reads the sizes from names and shapes; the input's and the prompts' are not among them.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param metadata the file's; {@value StatedInputSize#KEY} and {@value #PROMPT_SIZE} are used.
   *     Without them the sizes are the published ones: 512 for five stages and 1024 for six, and
   *     1024 for prompts
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static EfficientVitConfig infer(Parameters parameters, Map<String, String> metadata) {
    int count = BlockShapes.count(parameters, "backbone.stages");
    if (count < FEWEST_STAGES || count > MOST_STAGES) {
      throw WeightsFormatException.file(
          parameters.source(),
          "%d to %d EfficientViT stages".formatted(FEWEST_STAGES, MOST_STAGES),
          Integer.toString(count));
    }
    List<Stage> stages = new ArrayList<>();
    stages.add(firstStage(parameters));
    for (int i = 1; i < count; i++) {
      stages.add(stage(parameters, "backbone.stages." + i, stages.get(i - 1).channels()));
    }
    int promptSize =
        StatedInputSize.of(
            PROMPT_SIZE, parameters, metadata, STRIDE, Integer.toString(PUBLISHED_PROMPT_SIZE));
    String inputSize =
        switch (count) {
          case 5 -> "512";
          case 6 -> "1024";
          default -> "";
        };
    return new EfficientVitConfig(
        StatedInputSize.of(parameters, metadata, 1 << count, inputSize),
        promptSize,
        stages,
        neck(parameters, stages));
  }

  private static Stage firstStage(Parameters parameters) {
    String list = "backbone.stages.0";
    String stem = list + ".op_list.0.conv.weight";
    int channels = ParameterLayout.shape(parameters, stem, ANY, 3, 3, 3)[0];
    BlockShapes shapes = BlockShapes.of(parameters, list);
    List<BlockConfig> blocks = new ArrayList<>();
    for (int i = 1; i < BlockShapes.count(parameters, list + ".op_list"); i++) {
      blocks.add(shapes.residual(i, channels));
    }
    return new Stage(channels, blocks);
  }

  private static Stage stage(Parameters parameters, String list, int inputs) {
    int count = BlockShapes.count(parameters, list + ".op_list");
    BlockShapes shapes = BlockShapes.of(parameters, list);
    List<BlockConfig> blocks = new ArrayList<>();
    blocks.add(shapes.halving(0, inputs));
    int channels = blocks.get(0).outputs();
    for (int i = 1; i < count; i++) {
      blocks.add(shapes.keeping(i, channels));
    }
    return new Stage(channels, blocks);
  }

  private static Neck neck(Parameters parameters, List<Stage> stages) {
    int width = ANY;
    for (int i = 0; i < LEVELS; i++) {
      int inputs = stages.get(stages.size() - 1 - i).channels();
      String name = "neck.input_ops." + i + ".op_list.0.conv.weight";
      width = ParameterLayout.shape(parameters, name, width, inputs, 1, 1)[0];
    }
    int count = BlockShapes.count(parameters, "neck.middle.op_list");
    BlockShapes shapes = BlockShapes.of(parameters, "neck.middle");
    List<BlockConfig> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(shapes.keeping(i, width));
    }
    String last = "neck.output_ops.0.op_list.0.conv.weight";
    int channels = ParameterLayout.shape(parameters, last, ANY, width, 1, 1)[0];
    return new Neck(width, blocks, channels);
  }
}
