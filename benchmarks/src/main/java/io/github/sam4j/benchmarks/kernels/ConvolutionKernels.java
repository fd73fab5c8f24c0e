package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Convolutions: SAM's patches, the neck, TinyViT's stem, bottlenecks and depthwise ones. */
public class ConvolutionKernels extends EngineState {
  /** Side x inputs x outputs x kernel x stride x padding x groups. */
  @Param({
    "1024x3x768x16x16x0x1",
    "64x256x256x3x1x1x1",
    "64x768x256x1x1x0x1",
    "1024x3x32x3x2x1x1",
    "512x32x64x3x2x1x1",
    "256x64x256x1x1x0x1",
    "256x256x256x3x1x1x256",
    "128x128x128x3x1x1x128",
    "64x160x160x3x1x1x160"
  })
  public String size = "";

  private @Nullable Tensor map;
  private @Nullable Convolution layer;

  @Override
  void prepare() {
    int[] n = sizes(size);
    ConvolutionShape shape = new ConvolutionShape(n[1], n[2], n[3], n[4], n[5], n[6]);
    layer =
        engine().convolution(shape, weights(shape.weights(), shape.weights() / n[2]), values(n[2]));
    map = tensor(1, n[0], n[0], n[1]);
  }

  /** The convolution alone. */
  @Benchmark
  public void convolution() {
    try (Frame frame = ops().frame()) {
      ops().convolution(requireNonNull(map), requireNonNull(layer), Activation.NONE);
    }
  }

  /** With GELU. */
  @Benchmark
  public void convolutionGelu() {
    try (Frame frame = ops().frame()) {
      ops().convolution(requireNonNull(map), requireNonNull(layer), Activation.GELU);
    }
  }
}
