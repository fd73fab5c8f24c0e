package io.github.sam4j.encoder.vit;

import io.github.sam4j.encoder.FakeParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of names and shapes of image encoders, as checkpoints have them. */
record VitShapes(
    int grid, int patch, int dim, int depth, int heads, int headWidth, int mlpWidth, int channels) {
  static final VitShapes BASE = new VitShapes(64, 16, 768, 12, 12, 64, 3072, 256);
  static final VitShapes LARGE = new VitShapes(64, 16, 1024, 24, 16, 64, 4096, 256);
  static final VitShapes HUGE = new VitShapes(64, 16, 1280, 32, 16, 80, 5120, 256);

  /** With windows of this size, and tables of this size in the global blocks. */
  FakeParameters tables(int window, int globalSize, List<Integer> globalBlocks) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("pos_embed", new int[] {1, grid, grid, dim});
    shapes.put("patch_embed.proj.weight", new int[] {dim, 3, patch, patch});
    shapes.put("patch_embed.proj.bias", new int[] {dim});
    for (int i = 0; i < depth; i++) {
      String block = "blocks." + i + ".";
      int size = globalBlocks.contains(i) ? globalSize : window;
      int width = heads * headWidth;
      shapes.put(block + "attn.rel_pos_h", new int[] {2 * size - 1, headWidth});
      shapes.put(block + "attn.rel_pos_w", new int[] {2 * size - 1, headWidth});
      layer(shapes, block + "attn.qkv", 3 * width, dim);
      layer(shapes, block + "attn.proj", dim, width);
      layer(shapes, block + "mlp.lin1", mlpWidth, dim);
      layer(shapes, block + "mlp.lin2", dim, mlpWidth);
      layer(shapes, block + "norm1", dim);
      layer(shapes, block + "norm2", dim);
    }
    shapes.put("neck.0.weight", new int[] {channels, dim, 1, 1});
    layer(shapes, "neck.1", channels);
    shapes.put("neck.2.weight", new int[] {channels, channels, 3, 3});
    layer(shapes, "neck.3", channels);
    return new FakeParameters(shapes, 7);
  }

  private static void layer(Map<String, int[]> shapes, String name, int... weight) {
    shapes.put(name + ".weight", weight);
    shapes.put(name + ".bias", new int[] {weight[0]});
  }
}
