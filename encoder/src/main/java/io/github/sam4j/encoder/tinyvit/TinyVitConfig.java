package io.github.sam4j.encoder.tinyvit;

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
 * Sizes of a {@link TinyViT}. MobileSAM's: 64/128/160/320 channels, 2/2/6/2 blocks, -/4/5/10 heads,
 * windows of -/7/14/7.
 *
 * @param inputSize side of the input in pixels, a multiple of 16
 * @param stem channels of the map between the stem's two convolutions
 * @param convolutions the first stage, on a map of a quarter of the input's side
 * @param stages the three stages with attention, on maps of an eighth, a sixteenth and a sixteenth
 * @param channels channels of the embedding
 */
public record TinyVitConfig(
    int inputSize, int stem, Convolutions convolutions, List<Stage> stages, int channels)
    implements EncoderConfig {
  /** Stride of each stage's merge into the next; MobileSAM does not halve the last map. */
  private static final int[] MERGE_STRIDES = {2, 2, 1};

  private static final int STEM_STRIDE = 4;
  private static final int STRIDE = 16;
  private static final int MOBILE_SAM_SIZE = 1024;

  /** Published ones reach 32; the bias of each pair of cells is kept, window^4 values a head. */
  private static final int MAX_WINDOW = 32;

  /**
   * The stage of inverted bottlenecks.
   *
   * @param dim channels of its map
   * @param depth its blocks
   * @param hidden channels inside a block
   */
  public record Convolutions(int dim, int depth, int hidden) {
    /** Checks the arguments. */
    public Convolutions {
      if (dim < 1 || depth < 1 || hidden < 1) {
        throw new IllegalArgumentException(
            "impossible stage: dim %d, depth %d, hidden %d".formatted(dim, depth, hidden));
      }
    }
  }

  /**
   * A stage with attention.
   *
   * @param dim channels of its map
   * @param depth its blocks
   * @param heads attention heads, a divisor of {@code dim}
   * @param window cells along a window's side
   * @param hidden hidden channels of the feed-forward half
   */
  public record Stage(int dim, int depth, int heads, int window, int hidden) {
    /** Checks the arguments. */
    public Stage {
      if (dim < 1 || depth < 1 || heads < 1 || dim % heads != 0 || window < 1 || hidden < 1) {
        throw new IllegalArgumentException(
            "impossible stage: dim %d, depth %d, heads %d, window %d, hidden %d"
                .formatted(dim, depth, heads, window, hidden));
      }
    }

    /** Channels of one head. */
    public int headWidth() {
      return dim / heads;
    }
  }

  /** Checks the arguments. */
  public TinyVitConfig {
    stages = List.copyOf(stages);
    if (inputSize < STRIDE || inputSize % STRIDE != 0) {
      throw new IllegalArgumentException(
          "input size must be a multiple of %d, found %d".formatted(STRIDE, inputSize));
    }
    if (stages.size() != MERGE_STRIDES.length || stem < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "impossible encoder: %d stages with attention, stem %d, channels %d"
              .formatted(stages.size(), stem, channels));
    }
  }

  @Override
  public int grid() {
    return inputSize / STRIDE;
  }

  /** Cells along the side of the map of one of the {@link #stages}. */
  public int side(int stage) {
    int side = inputSize / STEM_STRIDE;
    for (int i = 0; i <= stage; i++) {
      side /= MERGE_STRIDES[i];
    }
    return side;
  }

  /** Stride of the merge that leads to one of the {@link #stages}. */
  int mergeStride(int stage) {
    return MERGE_STRIDES[stage];
  }

  /**
   * Reads the sizes from names and shapes; only the input's size is not among them.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param metadata the file's; {@value StatedInputSize#KEY} is used, 1024 if it is absent
   * @throws WeightsFormatException naming the tensor, what was expected and what was found
   */
  public static TinyVitConfig infer(Parameters parameters, Map<String, String> metadata) {
    int[] first = ParameterLayout.shape(parameters, "patch_embed.seq.0.c.weight", ANY, 3, 3, 3);
    int[] second =
        ParameterLayout.shape(parameters, "patch_embed.seq.2.c.weight", ANY, first[0], 3, 3);
    int layers = 1 + MERGE_STRIDES.length;
    String beyond = "layers." + layers + ".";
    if (parameters.names().stream().anyMatch(name -> name.startsWith(beyond))) {
      throw WeightsFormatException.file(
          parameters.source(), layers + " TinyViT stages", "tensors of '" + beyond + "'");
    }
    int depth = ParameterLayout.count(parameters, "layers.0.blocks", "conv1.c.weight");
    int hidden =
        ParameterLayout.shape(parameters, "layers.0.blocks.0.conv1.c.weight", ANY, second[0], 1, 1)[
            0];
    int dim = second[0];
    List<Stage> stages = new ArrayList<>();
    for (int i = 1; i < layers; i++) {
      String merge = "layers." + (i - 1) + ".downsample.conv1.c.weight";
      dim = ParameterLayout.shape(parameters, merge, ANY, dim, 1, 1)[0];
      stages.add(stage(parameters, "layers." + i + ".blocks", dim));
    }
    int channels = ParameterLayout.shape(parameters, "neck.0.weight", ANY, dim, 1, 1)[0];
    return new TinyVitConfig(
        StatedInputSize.of(parameters, metadata, STRIDE, Integer.toString(MOBILE_SAM_SIZE)),
        first[0],
        new Convolutions(second[0], depth, hidden),
        stages,
        channels);
  }

  private static Stage stage(Parameters parameters, String blocks, int dim) {
    int depth = ParameterLayout.count(parameters, blocks, "attn.attention_biases");
    String biases = blocks + ".0.attn.attention_biases";
    int[] shape = ParameterLayout.shape(parameters, biases, ANY, ANY);
    int window = (int) Math.round(Math.sqrt(shape[1]));
    if (window * window != shape[1]) {
      throw ParameterLayout.wrong(parameters, biases, "a square number of offsets");
    }
    if (window > MAX_WINDOW) {
      throw ParameterLayout.wrong(
          parameters, biases, "a window of at most %1$d x %1$d".formatted(MAX_WINDOW));
    }
    if (dim % shape[0] != 0) {
      throw ParameterLayout.wrong(parameters, biases, "a number of heads that divides " + dim);
    }
    int hidden = ParameterLayout.shape(parameters, blocks + ".0.mlp.fc1.weight", ANY, dim)[0];
    return new Stage(dim, depth, shape[0], window, hidden);
  }
}
