package io.github.sam4j.encoder.efficientnet;

import io.github.sam4j.encoder.FakeParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of an encoder, as checkpoints have them.
 *
 * @param stem channels of the first map
 * @param blocks for each block: hidden channels, outputs, kernel, stride
 * @param channels of the embedding
 */
record EfficientNetShapes(int stem, List<int[]> blocks, int channels) {
  /** Kernels of 3 and 5, a block that does not widen, some that add their input. */
  static final EfficientNetShapes SMALL =
      new EfficientNetShapes(
          6,
          List.of(
              new int[] {6, 5, 3, 1},
              new int[] {12, 7, 3, 2},
              new int[] {14, 7, 5, 1},
              new int[] {14, 9, 5, 2},
              new int[] {18, 9, 3, 1},
              new int[] {18, 11, 3, 2},
              new int[] {22, 13, 5, 2},
              new int[] {26, 13, 5, 1}),
          16);

  static final Map<String, String> METADATA =
      Map.of("image_size", "64", "block_strides", "[1, 2, 1, 2, 1, 2, 2, 1]");

  FakeParameters parameters() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    layer(shapes, "stem", stem, 3, 3, 3);
    int inputs = stem;
    int stride = 2;
    int[] widths = new int[33];
    for (int i = 0; i < blocks.size(); i++) {
      int[] block = blocks.get(i);
      String name = "blocks." + i + ".";
      if (block[0] != inputs) {
        layer(shapes, name + "expand", block[0], inputs, 1, 1);
      }
      layer(shapes, name + "depthwise", block[0], 1, block[2], block[2]);
      layer(shapes, name + "project", block[1], block[0], 1, 1);
      inputs = block[1];
      stride *= block[3];
      widths[stride] = inputs;
    }
    layer(shapes, "lateral4", channels / 8, widths[4], 1, 1);
    layer(shapes, "lateral8", channels / 4, widths[8], 1, 1);
    layer(shapes, "lateral16", channels, widths[16], 1, 1);
    layer(shapes, "lateral32", channels, widths[32], 1, 1);
    shapes.put("merge.weight", new int[] {channels, channels, 3, 3});
    layer(shapes, "norm", channels);
    return new FakeParameters(shapes, 5);
  }

  private static void layer(Map<String, int[]> shapes, String name, int... weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new int[] {weight[0]});
  }
}
