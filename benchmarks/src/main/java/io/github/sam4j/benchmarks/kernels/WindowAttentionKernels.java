package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Attention within windows and over the whole map. */
public class WindowAttentionKernels extends EngineState {
  /** Map side x window x heads x head width x bias: ViT-B's two, TinyViT's three. */
  @Param({
    "64x14x12x64xDECOMPOSED",
    "64x64x12x64xDECOMPOSED",
    "128x7x4x32xTABLE",
    "64x14x5x32xTABLE",
    "64x7x10x32xTABLE"
  })
  public String size = "";

  private @Nullable Tensor qkv;
  private @Nullable WindowAttention layer;

  @Override
  void prepare() {
    int bias = size.lastIndexOf('x');
    int[] n = sizes(size.substring(0, bias));
    int width = n[2] * n[3];
    int cells = n[1] * n[1];
    int table = (2 * n[1] - 1) * n[3];
    layer =
        engine()
            .windowAttention(
                new WindowAttentionShape(n[0], n[1], n[2], n[3], values(3 * width)),
                size.endsWith("TABLE")
                    ? new PositionBias.Table(values(n[2] * cells * cells))
                    : new PositionBias.Decomposed(weights(table, 16), weights(table, 16)));
    qkv = tensor(n[0], n[0], 3 * width);
  }

  /** Self-attention of a map. */
  @Benchmark
  public void windowAttention() {
    try (Frame frame = ops().frame()) {
      ops().windowAttention(requireNonNull(qkv), requireNonNull(layer));
    }
  }
}
