package io.github.sam4j.encoder.hiera;

import io.github.sam4j.encoder.FakeParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of SAM 2's image encoders, as checkpoints have them. */
record HieraShapes(int dim, int[] depths, int background, int channels) {
  static final HieraShapes TINY = new HieraShapes(96, new int[] {1, 2, 7, 2}, 7, 256);
  static final HieraShapes LARGE = new HieraShapes(144, new int[] {2, 6, 36, 4}, 7, 256);

  FakeParameters parameters() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("trunk.pos_embed", new int[] {1, dim, background, background});
    shapes.put("trunk.pos_embed_window", new int[] {1, dim, 8, 8});
    shapes.put("trunk.patch_embed.proj.weight", new int[] {dim, 3, 7, 7});
    shapes.put("trunk.patch_embed.proj.bias", new int[] {dim});
    int block = 0;
    int inputs = dim;
    for (int s = 0; s < depths.length; s++) {
      int width = dim << s;
      for (int i = 0; i < depths[s]; i++) {
        String name = "trunk.blocks." + block++ + ".";
        vector(shapes, name + "norm1", inputs);
        layer(shapes, name + "attn.qkv", 3 * width, inputs);
        layer(shapes, name + "attn.proj", width, width);
        vector(shapes, name + "norm2", width);
        layer(shapes, name + "mlp.layers.0", 4 * width, width);
        layer(shapes, name + "mlp.layers.1", width, 4 * width);
        if (inputs != width) {
          layer(shapes, name + "proj", width, inputs);
        }
        inputs = width;
      }
      int level = depths.length - 1 - s;
      shapes.put("neck.convs." + level + ".conv.weight", new int[] {channels, width, 1, 1});
      shapes.put("neck.convs." + level + ".conv.bias", new int[] {channels});
    }
    return new FakeParameters(shapes, 5);
  }

  private static void layer(Map<String, int[]> shapes, String name, int outputs, int inputs) {
    shapes.put(name + ".weight", new int[] {outputs, inputs});
    shapes.put(name + ".bias", new int[] {outputs});
  }

  private static void vector(Map<String, int[]> shapes, String name, int width) {
    shapes.put(name + ".weight", new int[] {width});
    shapes.put(name + ".bias", new int[] {width});
  }
}
