package io.github.sam4j.encoder.tinyvit;

import io.github.sam4j.encoder.FakeParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tables of names and shapes of TinyViT encoders, as checkpoints have them. */
record TinyVitShapes(
    int[] dims, int[] depths, int[] heads, int[] windows, int expansion, int channels) {
  static final TinyVitShapes MOBILE_SAM =
      new TinyVitShapes(
          new int[] {64, 128, 160, 320},
          new int[] {2, 2, 6, 2},
          new int[] {2, 4, 5, 10},
          new int[] {7, 7, 14, 7},
          4,
          256);
  static final TinyVitShapes SMALL =
      new TinyVitShapes(
          new int[] {32, 64, 128, 192},
          new int[] {2, 2, 4, 2},
          new int[] {1, 2, 4, 6},
          new int[] {7, 7, 14, 7},
          4,
          128);

  FakeParameters parameters() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    conv(shapes, "patch_embed.seq.0", 3, dims[0] / 2, 3);
    conv(shapes, "patch_embed.seq.2", dims[0] / 2, dims[0], 3);
    for (int i = 0; i < 4; i++) {
      int dim = dims[i];
      for (int j = 0; j < depths[i]; j++) {
        String block = "layers.%d.blocks.%d.".formatted(i, j);
        if (i == 0) {
          conv(shapes, block + "conv1", dim, expansion * dim, 1);
          conv(shapes, block + "conv2", 1, expansion * dim, 3);
          conv(shapes, block + "conv3", expansion * dim, dim, 1);
        } else {
          shapes.put(
              block + "attn.attention_biases", new int[] {heads[i], windows[i] * windows[i]});
          layer(shapes, block + "attn.norm", dim);
          layer(shapes, block + "attn.qkv", 3 * dim, dim);
          layer(shapes, block + "attn.proj", dim, dim);
          conv(shapes, block + "local_conv", 1, dim, 3);
          layer(shapes, block + "mlp.norm", dim);
          layer(shapes, block + "mlp.fc1", expansion * dim, dim);
          layer(shapes, block + "mlp.fc2", dim, expansion * dim);
        }
      }
      if (i < 3) {
        String merge = "layers." + i + ".downsample.";
        conv(shapes, merge + "conv1", dim, dims[i + 1], 1);
        conv(shapes, merge + "conv2", 1, dims[i + 1], 3);
        conv(shapes, merge + "conv3", dims[i + 1], dims[i + 1], 1);
      }
    }
    layer(shapes, "norm_head", dims[3]);
    layer(shapes, "head", 1000, dims[3]);
    shapes.put("neck.0.weight", new int[] {channels, dims[3], 1, 1});
    layer(shapes, "neck.1", channels);
    shapes.put("neck.2.weight", new int[] {channels, channels, 3, 3});
    layer(shapes, "neck.3", channels);
    return new FakeParameters(shapes, 3);
  }

  private static void conv(
      Map<String, int[]> shapes, String name, int inputs, int outputs, int kernel) {
    shapes.put(name + ".c.weight", new int[] {outputs, inputs, kernel, kernel});
    layer(shapes, name + ".bn", outputs);
    shapes.put(name + ".bn.running_mean", new int[] {outputs});
    shapes.put(name + ".bn.running_var", new int[] {outputs});
    shapes.put(name + ".bn.num_batches_tracked", new int[] {});
  }

  private static void layer(Map<String, int[]> shapes, String name, int... weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new int[] {weight[0]});
  }
}
