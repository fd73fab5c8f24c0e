package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Fully connected layers: ViT-B's, TinyViT's, the decoder's image side and its token side. */
public class LinearKernels extends EngineState {
  /** Rows x inputs x outputs. */
  @Param({
    "4096x768x2304",
    "4096x768x3072",
    "4096x3072x768",
    "16384x128x384",
    "4096x160x640",
    "4096x256x128",
    "65536x256x128",
    "7x256x256"
  })
  public String size = "";

  private @Nullable Linear layer;
  private @Nullable Tensor input;
  private @Nullable Tensor sum;

  @Override
  void prepare() {
    int[] n = sizes(size);
    layer = linear(n[1], n[2]);
    input = tensor(n[0], n[1]);
    sum = tensor(n[0], n[2]);
  }

  /** The layer alone. */
  @Benchmark
  public void linear() {
    try (Frame frame = ops().frame()) {
      ops().linear(requireNonNull(input), requireNonNull(layer), Activation.NONE);
    }
  }

  /** With GELU. */
  @Benchmark
  public void linearGelu() {
    try (Frame frame = ops().frame()) {
      ops().linear(requireNonNull(input), requireNonNull(layer), Activation.GELU);
    }
  }

  /** With a residual connection. */
  @Benchmark
  public void addLinearTo() {
    try (Frame frame = ops().frame()) {
      ops().addLinearTo(requireNonNull(sum), requireNonNull(input), requireNonNull(layer));
    }
  }
}
