package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What is done to rows of tokens: feed-forward, layer norm, GELU, sum, copy. */
public class TokenKernels extends EngineState {
  /** Rows x width; the feed-forward half is four times as wide: ViT-B, TinyViT, the decoder. */
  @Param({"4096x768", "16384x128", "4096x160", "4096x256"})
  public String size = "";

  private @Nullable Tensor rows;
  private @Nullable Tensor other;
  private @Nullable Norm norm;
  private @Nullable Linear up;
  private @Nullable Linear down;

  @Override
  void prepare() {
    int[] n = sizes(size);
    rows = tensor(n);
    other = tensor(n);
    norm = norm(n[1]);
    up = linear(n[1], 4 * n[1]);
    down = linear(4 * n[1], n[1]);
  }

  /** Norm, layer, GELU, layer, residual connection. */
  @Benchmark
  public void addFeedForwardTo() {
    try (Frame frame = ops().frame()) {
      ops()
          .addFeedForwardTo(
              requireNonNull(rows),
              requireNonNull(norm),
              requireNonNull(up),
              Activation.GELU,
              requireNonNull(down));
    }
  }

  /** Layer norm. */
  @Benchmark
  public void layerNorm() {
    try (Frame frame = ops().frame()) {
      ops().layerNorm(requireNonNull(other), requireNonNull(norm));
    }
  }

  /** Exact GELU. */
  @Benchmark
  public void gelu() {
    try (Frame frame = ops().frame()) {
      ops().activate(requireNonNull(other), Activation.GELU);
    }
  }

  /** Element-wise sum. */
  @Benchmark
  public void add() {
    try (Frame frame = ops().frame()) {
      ops().add(requireNonNull(other), requireNonNull(other));
    }
  }

  /** The two dimensions swapped. */
  @Benchmark
  public void transpose() {
    try (Frame frame = ops().frame()) {
      ops().transpose(requireNonNull(other));
    }
  }
}
