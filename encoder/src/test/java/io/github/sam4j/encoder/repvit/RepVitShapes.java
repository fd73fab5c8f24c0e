package io.github.sam4j.encoder.repvit;

import io.github.sam4j.encoder.FakeParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tables of names and shapes of RepViT encoders, as checkpoints have them: EdgeSAM's form where
 * stages are fused, RepViT-SAM's where not.
 */
record RepVitShapes(int[] widths, int[] depths, int fused, int channels) {
  static final RepVitShapes EDGE_SAM =
      new RepVitShapes(new int[] {48, 96, 192, 384}, new int[] {3, 4, 16, 3}, 256, 256);
  static final RepVitShapes REPVIT_SAM =
      new RepVitShapes(new int[] {80, 160, 320, 640}, new int[] {7, 8, 36, 3}, 0, 256);

  FakeParameters parameters() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    pair(shapes, "features.0.0", widths[0] / 2, 3, 3);
    pair(shapes, "features.0.2", widths[0], widths[0] / 2, 3);
    int number = 1;
    for (int stage = 0; stage < widths.length; stage++) {
      int width = widths[stage];
      int first = stage == 0 ? 0 : 1;
      for (int i = 0; i < depths[stage]; i++) {
        String block = "features." + number++ + ".";
        if (i < first) {
          pair(shapes, block + "token_mixer.0", widths[stage - 1], 1, 3);
          pair(shapes, block + "token_mixer.2", width, widths[stage - 1], 1);
        } else {
          branches(shapes, block + "token_mixer.0", width);
          // Every other block, but never a stage's last.
          if ((i - first) % 2 == 0 && i + 1 < depths[stage]) {
            int squeeze = squeeze(width);
            layer(shapes, block + "token_mixer.1.fc1", squeeze, width, 1, 1);
            layer(shapes, block + "token_mixer.1.fc2", width, squeeze, 1, 1);
          }
        }
        pair(shapes, block + "channel_mixer.m.0", 2 * width, width, 1);
        pair(shapes, block + "channel_mixer.m.2", width, 2 * width, 1);
      }
    }
    int last = widths.length - 1;
    if (fused > 0) {
      shapes.put("fuse_stage2.weight", new int[] {fused, widths[last - 1], 1, 1});
      shapes.put("fuse_stage3.op_list.0.weight", new int[] {fused, widths[last], 1, 1});
    }
    shapes.put("neck.0.weight", new int[] {channels, fused > 0 ? fused : widths[last], 1, 1});
    layer(shapes, "neck.1", channels);
    shapes.put("neck.2.weight", new int[] {channels, channels, 3, 3});
    layer(shapes, "neck.3", channels);
    return new FakeParameters(shapes, 8);
  }

  /** A quarter of the width, as a multiple of 8. */
  static int squeeze(int width) {
    return Math.max(8, (width / 4 + 4) / 8 * 8);
  }

  private void branches(Map<String, int[]> shapes, String name, int width) {
    pair(shapes, name + ".conv", width, 1, 3);
    if (fused > 0) {
      pair(shapes, name + ".conv1", width, 1, 1);
    } else {
      layer(shapes, name + ".conv1", width, 1, 1, 1);
      norm(shapes, name + ".bn", width);
    }
  }

  private static void pair(
      Map<String, int[]> shapes, String name, int outputs, int inputs, int kernel) {
    shapes.put(name + ".c.weight", new int[] {outputs, inputs, kernel, kernel});
    norm(shapes, name + ".bn", outputs);
  }

  private static void norm(Map<String, int[]> shapes, String name, int width) {
    layer(shapes, name, width);
    shapes.put(name + ".running_mean", new int[] {width});
    shapes.put(name + ".running_var", new int[] {width});
    shapes.put(name + ".num_batches_tracked", new int[] {});
  }

  private static void layer(Map<String, int[]> shapes, String name, int... weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new int[] {weight[0]});
  }
}
