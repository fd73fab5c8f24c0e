package io.github.sam4j.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** What products and convolutions take: an input, weights, a bias if there is one, and a result. */
final class LayerArguments implements AutoCloseable {
  private final CompiledPrimitive compiled;
  private final memory from;
  private final memory weights;
  private final @Nullable memory bias;
  private final memory to;

  LayerArguments(
      CompiledPrimitive compiled,
      memory.desc from,
      memory.desc weights,
      memory.@Nullable desc bias,
      memory.desc to) {
    this.compiled = compiled;
    this.from = compiled.argument(DNNL_ARG_SRC, from);
    this.weights = compiled.argument(DNNL_ARG_WEIGHTS, weights);
    this.bias = bias == null ? null : compiled.argument(DNNL_ARG_BIAS, bias);
    this.to = compiled.argument(DNNL_ARG_DST, to);
  }

  /** Runs it for what lies at these addresses; without a bias its address means nothing. */
  void run(long fromAddress, long weightsAddress, long biasAddress, long toAddress) {
    compiled.place(from, fromAddress);
    compiled.place(weights, weightsAddress);
    if (bias != null) {
      compiled.place(bias, biasAddress);
    }
    compiled.place(to, toAddress);
    compiled.run();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
