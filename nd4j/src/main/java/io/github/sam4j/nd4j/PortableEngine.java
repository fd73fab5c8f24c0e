package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
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
import java.util.Arrays;
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
final class PortableEngine implements Engine {
  static final String NAME = "portable";

  private static final Logger LOG = LoggerFactory.getLogger(PortableEngine.class);
  private static final AtomicBoolean SAID_F32 = new AtomicBoolean();

  private final EngineOptions options;
  private final Scratch weights = new Scratch();
  private final Set<PortableOperators> open = new HashSet<>();
  private boolean closed;

  PortableEngine(EngineOptions asked) {
    options = new EngineOptions(asked.threads(), Precision.F32);
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
    PortableOperators operators = new PortableOperators(this);
    open.add(operators);
    return operators;
  }

  synchronized void closed(PortableOperators operators) {
    open.remove(operators);
  }

  @Override
  public Storage allocate(long length) {
    return Nd4jStorage.allocate(length);
  }

  @Override
  public synchronized Tensor tensor(float[] values, int... shape) {
    requireOpen();
    ArgumentCheck.values("a tensor of shape " + Arrays.toString(shape), Tensor.size(shape), values);
    Tensor tensor = weights.make(shape);
    tensor.set(values);
    return tensor;
  }

  private @Nullable Tensor optional(float @Nullable [] bias, int outputs) {
    if (bias == null) {
      return null;
    }
    ArgumentCheck.values("bias", outputs, bias);
    return tensor(bias, outputs);
  }

  @Override
  public Linear linear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    ArgumentCheck.values("weight", (long) outputs * inputs, weight);
    return new PackedLinear(this, tensor(weight, outputs, inputs), optional(bias, outputs));
  }

  @Override
  public Convolution convolution(ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    ArgumentCheck.values("weight", shape.weights(), weight);
    int taps = shape.kernel() * shape.kernel();
    Tensor packed =
        shape.depthwise()
            ? tensor(Pack.swapLast(weight, 1, shape.outputs(), taps), taps, shape.outputs())
            : tensor(
                Pack.swapLast(weight, shape.outputs(), shape.inputs(), taps),
                shape.outputs(),
                taps * shape.inputs());
    return new PackedConvolution(this, shape, packed, optional(bias, shape.outputs()));
  }

  @Override
  public TransposedConvolution transposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    ArgumentCheck.values("weight", 4L * inputs * outputs, weight);
    ArgumentCheck.values("bias", outputs, bias);
    float[] byTap = Pack.swapLast(weight, inputs, outputs, 4);
    Tensor packed = tensor(Pack.swapLast(byTap, 1, inputs, 4 * outputs), 4 * outputs, inputs);
    return new PackedTransposedConvolution(this, packed, tensor(bias, outputs));
  }

  @Override
  public Norm norm(float[] gain, float[] bias, float epsilon) {
    ArgumentCheck.values("bias", gain.length, bias);
    return new PackedNorm(this, tensor(gain, gain.length), tensor(bias, bias.length), epsilon);
  }

  @Override
  public WindowAttention windowAttention(WindowAttentionShape shape, PositionBias bias) {
    return new PackedWindowAttention(
        this, shape, tensor(shape.padding(), shape.padding().length), pack(shape, bias));
  }

  private PackedWindowAttention.PackedBias pack(WindowAttentionShape shape, PositionBias bias) {
    int tokens = shape.windowTokens();
    if (bias instanceof PositionBias.Table table) {
      ArgumentCheck.values("position bias", (long) shape.heads() * tokens * tokens, table.values());
      return new PackedWindowAttention.Learned(
          tensor(table.values(), shape.heads(), tokens, tokens));
    }
    PositionBias.Decomposed relative = (PositionBias.Decomposed) bias;
    int window = shape.window();
    int entries = 2 * window - 1;
    int width = shape.headWidth();
    ArgumentCheck.values("row positions", (long) entries * width, relative.rows());
    ArgumentCheck.values("column positions", (long) entries * width, relative.columns());
    return new PackedWindowAttention.Relative(
        tensor(Pack.reverseRows(relative.rows(), width), entries, width),
        tensor(Pack.reverseRows(relative.columns(), width), entries, width),
        tensor(Pack.selector(window), tokens, 2 * window));
  }

  /** The layer as this engine packed it. */
  <T extends Packed> T own(Class<T> type, Object layer) {
    if (!type.isInstance(layer) || type.cast(layer).engine() != this) {
      throw new IllegalArgumentException(
          "the layer must have been made by this engine, found one of another: "
              + layer.getClass().getSimpleName());
    }
    return type.cast(layer);
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
