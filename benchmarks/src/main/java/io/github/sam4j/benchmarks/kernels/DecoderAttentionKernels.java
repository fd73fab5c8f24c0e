package io.github.sam4j.benchmarks.kernels;

import static java.util.Objects.requireNonNull;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The mask decoder's attention: tokens among themselves, tokens and image both ways. */
public class DecoderAttentionKernels extends EngineState {
  private static final int HEADS = 8;

  /** Prompts x queries x keys x width. */
  @Param({"1x7x7x256", "1x7x4096x128", "1x4096x7x128", "16x7x4096x128", "16x4096x7x128"})
  public String size = "";

  private @Nullable Tensor queries;
  private @Nullable Tensor keys;
  private @Nullable Tensor values;

  @Override
  void prepare() {
    int[] n = sizes(size);
    queries = tensor(n[0], n[1], n[3]);
    keys = tensor(n[0], n[2], n[3]);
    values = tensor(n[0], n[2], n[3]);
  }

  /** Multi-head attention. */
  @Benchmark
  public void attention() {
    try (Frame frame = ops().frame()) {
      ops()
          .attention(
              requireNonNull(queries), requireNonNull(keys), requireNonNull(values), HEADS, null);
    }
  }
}
