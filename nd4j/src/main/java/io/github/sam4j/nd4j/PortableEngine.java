package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.CheckedEngine;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine made of ND4J operators alone. ND4J has one number of threads for the whole process:
 * the engine made last sets it.
 */
final class PortableEngine extends CheckedEngine {
  static final String NAME = "portable";

  private static final Logger LOG = LoggerFactory.getLogger(PortableEngine.class);
  private static final AtomicBoolean SAID_F32 = new AtomicBoolean();

  private final EngineOptions options;
  private final Scratch weights = new Scratch();
  private final Set<PortableOperators> open = new HashSet<>();
  private boolean closed;

  PortableEngine(EngineOptions asked) {
    options = asked.withPrecision(Precision.F32);
    if (Nd4j.getEnvironment().isCPU()) {
      Nd4j.getEnvironment().setMaxMasterThreads(asked.threads());
      Nd4j.factory().blas().setMaxThreads(asked.threads());
    }
    if (asked.precision() != Precision.F32 && !SAID_F32.getAndSet(true)) {
      LOG.info("engine '{}' has no {}, it stays with F32", NAME, asked.precision());
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineOptions options() {
    return options;
  }

  @Override
  public synchronized Operators operators() {
    requireOpen();
    PortableOperators operators = new PortableOperators(this, owner(), this::closed);
    open.add(operators);
    return operators;
  }

  private synchronized void closed(PortableOperators operators) {
    open.remove(operators);
  }

  @Override
  public Storage allocate(long length) {
    return Nd4jStorage.allocate(length);
  }

  @Override
  protected synchronized Tensor packTensor(float[] values, int[] shape) {
    requireOpen();
    Tensor tensor = weights.make(shape);
    tensor.set(values);
    return tensor;
  }

  private @Nullable Tensor optional(float @Nullable [] bias, int outputs) {
    return bias == null ? null : tensor(bias, outputs);
  }

  @Override
  protected Linear packLinear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    return new PackedLinear(owner(), tensor(weight, outputs, inputs), optional(bias, outputs));
  }

  @Override
  protected Convolution packConvolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    int taps = shape.kernel() * shape.kernel();
    int inputs = shape.inputs() / shape.groups();
    Tensor packed =
        shape.depthwise()
            ? tensor(Pack.swapLast(weight, 1, shape.outputs(), taps), taps, shape.outputs())
            : tensor(
                Pack.swapLast(weight, shape.outputs(), inputs, taps),
                shape.outputs(),
                taps * inputs);
    return new PackedConvolution(owner(), shape, packed, optional(bias, shape.outputs()));
  }

  @Override
  protected TransposedConvolution packTransposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    float[] byTap = Pack.swapLast(weight, inputs, outputs, 4);
    Tensor packed = tensor(Pack.swapLast(byTap, 1, inputs, 4 * outputs), 4 * outputs, inputs);
    return new PackedTransposedConvolution(owner(), packed, tensor(bias, outputs));
  }

  @Override
  protected Norm packNorm(float[] gain, float[] bias, float epsilon) {
    return new PackedNorm(owner(), tensor(gain, gain.length), tensor(bias, bias.length), epsilon);
  }

  @Override
  protected WindowAttention packWindowAttention(WindowAttentionShape shape, PositionBias bias) {
    return new PackedWindowAttention(
        owner(), shape, tensor(shape.padding(), shape.padding().length), pack(shape, bias));
  }

  private PackedWindowAttention.PackedBias pack(WindowAttentionShape shape, PositionBias bias) {
    int tokens = shape.windowTokens();
    if (bias instanceof PositionBias.Table table) {
      return new PackedWindowAttention.Learned(
          tensor(table.values(), shape.heads(), tokens, tokens));
    }
    if (bias instanceof PositionBias.None) {
      return new PackedWindowAttention.None();
    }
    PositionBias.Decomposed relative = (PositionBias.Decomposed) bias;
    int window = shape.window();
    int entries = 2 * window - 1;
    int width = shape.headWidth();
    return new PackedWindowAttention.Relative(
        tensor(Pack.reverseRows(relative.rows(), width), entries, width),
        tensor(Pack.reverseRows(relative.columns(), width), entries, width),
        tensor(Pack.selector(window), tokens, 2 * window));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("engine '" + NAME + "' is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (PortableOperators operators : Set.copyOf(open)) {
      operators.close();
    }
    weights.close();
  }
}
