package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The mask decoder's upscaling, and its product with the masks' filters. */
public class TransposedConvolutionKernels extends EngineState {
  /** Side x inputs x outputs. */
  @Param({"64x256x64", "128x64x32"})
  public String size = "";

  private @Nullable Tensor map;
  private @Nullable TransposedConvolution layer;
  private @Nullable Tensor filters;
  private @Nullable Tensor upscaled;

  @Override
  void prepare() {
    int[] n = sizes(size);
    layer =
        engine().transposedConvolution(n[1], n[2], weights(4 * n[1] * n[2], n[1]), values(n[2]));
    map = tensor(1, n[0], n[0], n[1]);
    filters = tensor(1, 3, n[2]);
    upscaled = tensor(1, 4 * n[0] * n[0], n[2]);
  }

  /** Twice as many rows and columns, with GELU. */
  @Benchmark
  public void transposedConvolution() {
    try (Frame frame = ops().frame()) {
      ops().transposedConvolution(requireNonNull(map), requireNonNull(layer), Activation.GELU);
    }
  }

  /** Three filters on every cell. */
  @Benchmark
  public void filters() {
    try (Frame frame = ops().frame()) {
      ops().matmulTransposed(requireNonNull(filters), requireNonNull(upscaled));
    }
  }
}
