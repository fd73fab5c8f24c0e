package io.github.sam4j.encoder.efficientnet;

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
 * Sizes of an {@link EfficientNet}. sam4j-2's: EfficientNet-Lite2's 21 blocks, 128 channels, 448
 * pixels.
 *
 * @param inputSize side of the input in pixels, a multiple of 32
 * @param stem channels of the first map, of half the input's side
 * @param blocks the inverted bottlenecks, in order; their strides lead from a half to a 32nd of the
 *     input's side
 * @param channels C, of the embedding
 * @param middle channels of the features of twice the embedding's side
 * @param fine channels of the features of four times the embedding's side
 */
public record EfficientNetConfig(
    int inputSize, int stem, List<BlockConfig> blocks, int channels, int middle, int fine)
    implements EncoderConfig {
  /** The metadata key of the blocks' strides, a JSON list of numbers. */
  public static final String BLOCK_STRIDES = "block_strides";

  static final int FINE_STRIDE = 4;
  static final int MIDDLE_STRIDE = 8;
  static final int STRIDE = 16;
  static final int DEEP_STRIDE = 32;
  private static final int STEM_STRIDE = 2;

  /** Checks the arguments. */
  public EfficientNetConfig {
    blocks = List.copyOf(blocks);
    if (inputSize < DEEP_STRIDE || inputSize % DEEP_STRIDE != 0) {
      throw new IllegalArgumentException(
          "input size must be a multiple of %d, found %d".formatted(DEEP_STRIDE, inputSize));
    }
    if (stem < 1 || channels < 1 || middle < 1 || fine < 1) {
      throw new IllegalArgumentException(
          "impossible encoder: stem %d, channels %d, %d and %d"
              .formatted(stem, channels, middle, fine));
    }
    int inputs = stem;
    int stride = STEM_STRIDE;
    for (BlockConfig block : blocks) {
      if (block.inputs() != inputs) {
        throw new IllegalArgumentException(
            "a block takes %d channels, the one before gives %d".formatted(block.inputs(), inputs));
      }
      inputs = block.outputs();
      stride *= block.stride();
    }
    if (stride != DEEP_STRIDE) {
      throw new IllegalArgumentException(
          "the blocks must lead to a stride of %d, found %d".formatted(DEEP_STRIDE, stride));
    }
  }

  @Override
  public int grid() {
    return inputSize / STRIDE;
  }

  /** The last block whose map has this stride: its number. */
  int lastAt(int stride) {
    int last = -1;
    int reached = STEM_STRIDE;
    for (int i = 0; i < blocks.size(); i++) {
      reached *= blocks.get(i).stride();
      if (reached == stride) {
        last = i;
      }
    }
    return last;
  }

  /** Channels of the last map of this stride. */
  int widthAt(int stride) {
    return blocks.get(lastAt(stride)).outputs();
  }

  /**
   * Reads the sizes from names and shapes; strides and the input's size are not among them.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param metadata the file's; {@value StatedInputSize#KEY} and {@value #BLOCK_STRIDES} are needed
   * @throws WeightsFormatException naming what was expected and what was found
   */
  public static EfficientNetConfig infer(Parameters parameters, Map<String, String> metadata) {
    int stem = ParameterLayout.shape(parameters, "stem.weight", ANY, 3, 3, 3)[0];
    int count = ParameterLayout.count(parameters, "blocks", "depthwise.weight");
    List<Integer> strides = strides(parameters, metadata, count);
    List<BlockConfig> blocks = new ArrayList<>();
    int inputs = stem;
    for (int stride : strides) {
      blocks.add(block(parameters.under("blocks." + blocks.size()), inputs, stride));
      inputs = blocks.get(blocks.size() - 1).outputs();
    }
    int channels = ParameterLayout.shape(parameters, "merge.weight", ANY, ANY, 3, 3)[0];
    int middle = ParameterLayout.shape(parameters, "lateral8.bias", ANY)[0];
    int fine = ParameterLayout.shape(parameters, "lateral4.bias", ANY)[0];
    return new EfficientNetConfig(
        StatedInputSize.of(parameters, metadata, DEEP_STRIDE, ""),
        stem,
        blocks,
        channels,
        middle,
        fine);
  }

  private static BlockConfig block(Parameters parameters, int inputs, int stride) {
    boolean widens = parameters.has("expand.weight");
    int hidden =
        widens ? ParameterLayout.shape(parameters, "expand.weight", ANY, inputs, 1, 1)[0] : inputs;
    int[] filters = ParameterLayout.shape(parameters, "depthwise.weight", hidden, 1, ANY, ANY);
    if (filters[2] != filters[3] || filters[2] % 2 == 0) {
      throw ParameterLayout.wrong(parameters, "depthwise.weight", "square filters of odd side");
    }
    int outputs = ParameterLayout.shape(parameters, "project.weight", ANY, hidden, 1, 1)[0];
    return new BlockConfig(inputs, hidden, outputs, filters[2], stride, widens);
  }

  /** A stride for each block, each 1 or 2, four of them 2. */
  private static List<Integer> strides(
      Parameters parameters, Map<String, String> metadata, int blocks) {
    String text = metadata.getOrDefault(BLOCK_STRIDES, "");
    List<Integer> strides = new ArrayList<>();
    long reached = STEM_STRIDE;
    for (String number : text.replaceAll("[\\[\\]\\s]", "").split(",", -1)) {
      if (!number.equals("1") && !number.equals("2")) {
        reached = 0;
        break;
      }
      strides.add(Integer.valueOf(number));
      reached *= strides.get(strides.size() - 1);
    }
    if (strides.size() != blocks || reached != DEEP_STRIDE) {
      throw WeightsFormatException.file(
          parameters.source(),
          "metadata '%s' to be %d numbers, four of them 2, the others 1"
              .formatted(BLOCK_STRIDES, blocks),
          "'" + text + "'");
    }
    return strides;
  }
}
