package io.github.sam4j.encoder.efficientvit;

import static io.github.sam4j.core.parameters.ParameterLayout.ANY;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Attention;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Bottleneck;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Fused;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Residual;
import java.util.List;

/**
 * Reads blocks from names and shapes. Which kind a block is of is told by its layers' names.
 *
 * @param parameters the names below a list of blocks, {@code op_list.}
 */
record BlockShapes(Parameters parameters) {
  /** The blocks below {@code list.op_list.}. */
  static BlockShapes of(Parameters parameters, String list) {
    return new BlockShapes(parameters.under(list + ".op_list"));
  }

  /**
   * How many parts there are that are numbered from 0.
   *
   * @param list what stands before the number and a dot
   * @throws WeightsFormatException if there is none, or one is missing in between
   */
  static int count(Parameters parameters, String list) {
    List<String> numbers =
        parameters.names().stream()
            .filter(name -> name.startsWith(list + "."))
            .map(name -> name.substring(list.length() + 1).split("\\.", 2)[0])
            .distinct()
            .toList();
    int count = 0;
    while (numbers.contains(Integer.toString(count))) {
      count++;
    }
    if (count == 0 || count != numbers.size()) {
      throw WeightsFormatException.tensor(
          parameters.source(), parameters.path(list + "." + count), "tensors", "none");
    }
    return count;
  }

  /**
   * One that halves the map: the first of a stage.
   *
   * @param inputs channels of the map it takes
   */
  BlockConfig halving(int number, int inputs) {
    if (has(number, "main.spatial_conv")) {
      return fused(number, inputs, 2);
    }
    if (has(number, "main.depth_conv")) {
      return bottleneck(number + ".main", inputs, 2);
    }
    throw unknown(number, "main.spatial_conv or main.depth_conv");
  }

  /**
   * One that keeps the map's shape.
   *
   * @param channels of the map
   */
  BlockConfig keeping(int number, int channels) {
    if (has(number, "context_module")) {
      return attention(number, channels);
    }
    if (has(number, "main.spatial_conv")) {
      return fused(number, channels, 1);
    }
    if (has(number, "main.depth_conv")) {
      return bottleneck(number + ".main", channels, 1);
    }
    throw unknown(number, "context_module, main.spatial_conv or main.depth_conv");
  }

  /** One of two convolutions, as the first stage has them. */
  Residual residual(int number, int channels) {
    int hidden = shape(number + ".main.conv1.conv.weight", ANY, channels, 3, 3)[0];
    shape(number + ".main.conv2.conv.weight", channels, hidden, 3, 3);
    return new Residual(channels, hidden);
  }

  private Fused fused(int number, int inputs, int stride) {
    int hidden = shape(number + ".main.spatial_conv.conv.weight", ANY, inputs, 3, 3)[0];
    int outputs = narrowed(number + ".main", hidden, inputs, stride);
    return new Fused(inputs, hidden, outputs, stride);
  }

  private Bottleneck bottleneck(String name, int inputs, int stride) {
    int hidden = shape(name + ".inverted_conv.conv.weight", ANY, inputs, 1, 1)[0];
    shape(name + ".depth_conv.conv.weight", hidden, 1, 3, 3);
    return new Bottleneck(inputs, hidden, narrowed(name, hidden, inputs, stride), stride);
  }

  private int narrowed(String name, int hidden, int inputs, int stride) {
    int outputs = stride == 1 ? inputs : ANY;
    return shape(name + ".point_conv.conv.weight", outputs, hidden, 1, 1)[0];
  }

  private Attention attention(int number, int channels) {
    String context = number + ".context_module.main.";
    String qkv = context + "qkv.conv.weight";
    int all = shape(qkv, ANY, channels, 1, 1)[0];
    String filters = context + "aggreg.0.0.weight";
    int[] kernel = shape(filters, all, 1, ANY, ANY);
    if (kernel[2] != kernel[3] || kernel[2] % 2 == 0) {
      throw ParameterLayout.wrong(parameters, filters, "square filters of odd side");
    }
    String mixing = context + "aggreg.0.1.weight";
    int headWidth = shape(mixing, all, ANY, 1, 1)[1];
    if (all % (3 * headWidth) != 0) {
      throw ParameterLayout.wrong(
          parameters, mixing, "heads whose queries, keys and values make up %1$d".formatted(all));
    }
    Bottleneck local = bottleneck(number + ".local_module.main", channels, 1);
    return new Attention(all / 3 / headWidth, headWidth, kernel[2], local);
  }

  private int[] shape(String name, int... pattern) {
    return ParameterLayout.shape(parameters, name, pattern);
  }

  private boolean has(int number, String part) {
    String prefix = number + "." + part + ".";
    return parameters.names().stream().anyMatch(name -> name.startsWith(prefix));
  }

  private WeightsFormatException unknown(int number, String expected) {
    String found =
        parameters.names().stream()
            .filter(name -> name.startsWith(number + "."))
            .sorted()
            .findFirst()
            .orElse("none");
    return WeightsFormatException.tensor(
        parameters.source(), parameters.path(Integer.toString(number)), expected, found);
  }
}
