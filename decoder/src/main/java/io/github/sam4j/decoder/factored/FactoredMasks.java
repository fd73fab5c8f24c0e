package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredFeatures;
import io.github.sam4j.core.tensor.FactoredUpscaling;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.RowMatrix;
import java.util.Objects;

/**
 * The decoder's upscaling and its product with the mask tokens' filters, for {@link
 * FactoredImage}s: two transposed convolutions of kernel and stride 2, a layer norm and GELU behind
 * the first and GELU behind the second.
 */
public final class FactoredMasks {
  private final FactoredTransformer transformer;
  private final ImageProjection first;
  private final Tensor byFirst;
  private final Tensor bias;
  private final Tensor gain;
  private final Tensor shift;
  private final float epsilon;
  private final Tensor second;
  private final Tensor secondBias;

  /**
   * Folds its weights.
   *
   * @param layers of the upscaling
   * @param transformer of the same decoder
   * @param epsilon of the norm between the convolutions
   */
  public FactoredMasks(StoredLayers layers, FactoredTransformer transformer, float epsilon) {
    this.transformer = transformer;
    this.epsilon = epsilon;
    CellState state = transformer.after();
    int channels = state.norm().gain().length;
    int middle = layers.outputs("0");
    int outputs = layers.outputs("3");
    Engine engine = layers.engine();
    RowMatrix plain = rows(layers, "0", channels, middle);
    RowMatrix beforeGain = state.beforeGain(plain);
    first = state.image(beforeGain);
    byFirst = engine.tensor(beforeGain.values(), 1, beforeGain.rows(), channels);
    float[] added = state.ofNormBias(plain);
    float[] own = layers.bias("0", middle);
    for (int i = 0; i < added.length; i++) {
      added[i] += own[i % middle];
    }
    bias = engine.tensor(added, added.length);
    gain = engine.tensor(layers.weight("1", middle), middle);
    shift = engine.tensor(layers.bias("1", middle), middle);
    second = engine.tensor(rows(layers, "3", middle, outputs).values(), 4 * outputs, middle);
    secondBias = engine.tensor(layers.bias("3", outputs), outputs);
  }

  /** A transposed convolution's weights: for each place in the kernel a row for each output. */
  private static RowMatrix rows(StoredLayers layers, String name, int inputs, int outputs) {
    float[] weight = layers.weight(name, inputs, outputs, 2, 2);
    float[] rows = new float[weight.length];
    for (int input = 0; input < inputs; input++) {
      for (int output = 0; output < outputs; output++) {
        for (int place = 0; place < 4; place++) {
          rows[(place * outputs + output) * inputs + input] =
              weight[(input * outputs + output) * 4 + place];
        }
      }
    }
    return new RowMatrix(4 * outputs, inputs, rows);
  }

  /**
   * What prompts take from an image whose model has no finer features.
   *
   * @param blocks of the embedding's cells: (B, N, C)
   */
  public UpscaledPlanes planes(Operators ops, Tensor blocks) {
    return new UpscaledPlanes(first.of(ops, blocks), null);
  }

  /**
   * What prompts take from an image with finer features.
   *
   * @param blocks of the embedding's cells: (B, N, C)
   * @param twice added behind the first convolution: (2 G, 2 G, M)
   * @param fourfold added behind the second: (4 G, 4 G, L)
   */
  public UpscaledPlanes planes(Operators ops, Tensor blocks, Tensor twice, Tensor fourfold) {
    int grid = twice.dim(0) / 2;
    int middle = twice.dim(2);
    int outputs = fourfold.dim(2);
    // Cells first, then places in the first kernel and channels.
    Tensor once = twice.reshape(grid, 2, grid, 2, middle).swap(1, 2);
    // Cells first, then places in the second kernel, channels, places in the first kernel.
    Tensor both =
        fourfold.reshape(grid, 2, 2, grid, 2, 2, outputs).swap(1, 3).swap(3, 5).swap(4, 6);
    return new UpscaledPlanes(
        first.of(ops, blocks),
        new FactoredFeatures(planes(ops, once, 4 * middle), planes(ops, both, 16 * outputs)));
  }

  /** Rows of values of each cell, as planes of blocks. */
  private Tensor planes(Operators ops, Tensor values, int width) {
    Tensor dense = ops.empty(values.shape());
    ops.copy(dense, values);
    int cells = dense.dim(0) * dense.dim(1);
    Tensor swapped = transformer.blocks(ops, dense.reshape(cells, width)).swap(1, 2);
    Tensor planes = ops.empty(swapped.shape());
    ops.copy(planes, swapped);
    return planes;
  }

  /**
   * The masks.
   *
   * @param image of G x G cells
   * @param planes of the image, which all prompts share
   * @param filters (K, L)
   * @param owners the prompt of each filter, in ascending order: K
   * @param grid G
   * @return (K, 4 G, 4 G)
   */
  public Tensor run(
      Operators ops,
      FactoredImage image,
      UpscaledPlanes planes,
      Tensor filters,
      int[] owners,
      int grid) {
    FactoredUpscaling upscaling =
        new FactoredUpscaling(
            planes.first(), planes.features(), bias, gain, shift, epsilon, second, secondBias);
    Tensor onPrompt = ops.matmulTransposed(byFirst, image.prompt());
    return Objects.requireNonNull(ops.factoredMaps())
        .masks(image.map(), upscaling, onPrompt, filters, owners, grid);
  }
}
