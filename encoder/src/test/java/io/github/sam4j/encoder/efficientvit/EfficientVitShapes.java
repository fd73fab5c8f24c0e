package io.github.sam4j.encoder.efficientvit;

import io.github.sam4j.encoder.FakeParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tables of names and shapes of EfficientViT-SAM's encoders, as checkpoints have them.
 *
 * @param widths channels of each stage
 * @param depths blocks of each stage beside the one it begins with
 * @param expansions of each stage's blocks; four times as much in the one it begins with
 * @param fused how many stages behind the first have fused blocks
 * @param attention how many of the last stages have attention
 * @param kernel of the attention's filters
 * @param headWidth of the attention
 * @param neck its width, its blocks and their expansion
 */
record EfficientVitShapes(
    int[] widths,
    int[] depths,
    int[] expansions,
    int fused,
    int attention,
    int kernel,
    int headWidth,
    int[] neck) {
  static final EfficientVitShapes L0 = large(new int[] {1, 1, 1, 4, 4}, 4);
  static final EfficientVitShapes L1 = large(new int[] {1, 1, 1, 6, 6}, 8);
  static final EfficientVitShapes L2 = large(new int[] {1, 2, 2, 8, 8}, 12);
  static final EfficientVitShapes XL0 = extraLarge(new int[] {0, 1, 1, 2, 3, 3}, 6);
  static final EfficientVitShapes XL1 = extraLarge(new int[] {1, 2, 2, 4, 6, 6}, 12);

  /** Of all kinds of blocks. */
  static final EfficientVitShapes SMALL =
      new EfficientVitShapes(
          new int[] {4, 6, 6, 8, 10},
          new int[] {1, 1, 0, 1, 2},
          new int[] {2, 2, 1, 2, 3},
          2,
          1,
          5,
          4,
          new int[] {12, 2, 1});

  private static EfficientVitShapes large(int[] depths, int neckBlocks) {
    return new EfficientVitShapes(
        new int[] {32, 64, 128, 256, 512},
        depths,
        new int[] {1, 4, 4, 4, 6},
        2,
        1,
        5,
        32,
        new int[] {256, neckBlocks, 1});
  }

  private static EfficientVitShapes extraLarge(int[] depths, int neckBlocks) {
    return new EfficientVitShapes(
        new int[] {32, 64, 128, 256, 512, 1024},
        depths,
        new int[] {1, 4, 4, 4, 4, 6},
        3,
        2,
        3,
        32,
        new int[] {256, neckBlocks, 4});
  }

  FakeParameters parameters() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < widths.length; i++) {
      stage(shapes, i);
    }
    int width = neck[0];
    for (int i = 0; i < 3; i++) {
      int inputs = widths[widths.length - 1 - i];
      normed(shapes, "neck.input_ops.%d.op_list.0".formatted(i), width, inputs, 1);
    }
    for (int i = 0; i < neck[1]; i++) {
      fused(shapes, "neck.middle.op_list.%d.main.".formatted(i), width, neck[2] * width, width);
    }
    biased(shapes, "neck.output_ops.0.op_list.0", width, width, 1);
    shapes.put("norm.weight", new int[] {width});
    shapes.put("norm.bias", new int[] {width});
    return new FakeParameters(shapes, 5);
  }

  private void stage(Map<String, int[]> shapes, int stage) {
    String list = "backbone.stages.%d.op_list.".formatted(stage);
    int width = widths[stage];
    if (stage == 0) {
      normed(shapes, list + 0, width, 3, 3);
    } else {
      int inputs = widths[stage - 1];
      local(shapes, list + "0.main.", stage, inputs, 4 * expansions[stage] * inputs, width);
    }
    int hidden = expansions[stage] * width;
    for (int i = 1; i <= depths[stage]; i++) {
      String block = list + i + ".";
      if (stage == 0) {
        normed(shapes, block + "main.conv1", hidden, width, 3);
        normed(shapes, block + "main.conv2", width, hidden, 3);
      } else if (stage >= widths.length - attention) {
        attention(shapes, block + "context_module.main.", width);
        local(shapes, block + "local_module.main.", stage, width, hidden, width);
      } else {
        local(shapes, block + "main.", stage, width, hidden, width);
      }
    }
  }

  private void attention(Map<String, int[]> shapes, String name, int width) {
    int heads = Math.max(1, width / headWidth);
    int all = 3 * heads * headWidth;
    shapes.put(name + "qkv.conv.weight", new int[] {all, width, 1, 1});
    shapes.put(name + "aggreg.0.0.weight", new int[] {all, 1, kernel, kernel});
    shapes.put(name + "aggreg.0.1.weight", new int[] {all, headWidth, 1, 1});
    normed(shapes, name + "proj", width, 2 * heads * headWidth, 1);
  }

  private void local(
      Map<String, int[]> shapes, String name, int stage, int inputs, int hidden, int outputs) {
    if (stage <= fused) {
      fused(shapes, name, inputs, hidden, outputs);
    } else {
      biased(shapes, name + "inverted_conv", hidden, inputs, 1);
      biased(shapes, name + "depth_conv", hidden, 1, 3);
      normed(shapes, name + "point_conv", outputs, hidden, 1);
    }
  }

  private static void fused(
      Map<String, int[]> shapes, String name, int inputs, int hidden, int outputs) {
    normed(shapes, name + "spatial_conv", hidden, inputs, 3);
    normed(shapes, name + "point_conv", outputs, hidden, 1);
  }

  private static void normed(
      Map<String, int[]> shapes, String name, int outputs, int inputs, int kernel) {
    shapes.put(name + ".conv.weight", new int[] {outputs, inputs, kernel, kernel});
    for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
      shapes.put(name + ".norm." + part, new int[] {outputs});
    }
    shapes.put(name + ".norm.num_batches_tracked", new int[] {});
  }

  private static void biased(
      Map<String, int[]> shapes, String name, int outputs, int inputs, int kernel) {
    shapes.put(name + ".conv.weight", new int[] {outputs, inputs, kernel, kernel});
    shapes.put(name + ".conv.bias", new int[] {outputs});
  }
}
