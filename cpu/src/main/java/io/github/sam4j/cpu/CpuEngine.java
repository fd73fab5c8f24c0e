package io.github.sam4j.cpu;

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
import io.github.sam4j.cpu.kernel.Kernels;
import io.github.sam4j.cpu.memory.NativeStorage;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.packed.LayerPacker;
import io.github.sam4j.cpu.packed.MatrixPacker;
import io.github.sam4j.cpu.parallel.Workers;
import io.github.sam4j.cpu.work.Machine;
import io.github.sam4j.cpu.work.Workspace;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes with oneDNN and its own kernels on the machine's memory. */
final class CpuEngine extends CheckedEngine {
  private static final Logger LOG = LoggerFactory.getLogger(CpuEngine.class);

  private final EngineOptions options;
  private final Machine machine;
  private final LayerPacker layers;
  private final Deque<Workspace> idle = new ArrayDeque<>();
  private boolean closed;

  CpuEngine(EngineOptions asked, Kernels kernels) {
    Workers workers = new Workers(asked.threads());
    MatrixPacker packer = new MatrixPacker(workers);
    Precision precision = precision(asked.precision(), packer);
    options = asked.withPrecision(precision);
    machine = new Machine(kernels, workers, packer, precision);
    layers = new LayerPacker(owner(), packer, precision);
  }

  private static Precision precision(Precision asked, MatrixPacker packer) {
    if (asked == Precision.BF16) {
      String implementation = bfloat16Implementation(packer);
      if (!implementation.contains("bf16") && !implementation.contains("amx")) {
        LOG.warn(
            "this processor has no bfloat16 products (oneDNN offers '{}'): float32 is used",
            implementation);
        return Precision.F32;
      }
    }
    return asked;
  }

  /** What oneDNN would multiply bfloat16 with; it refuses outright below AVX-512. */
  private static String bfloat16Implementation(MatrixPacker packer) {
    try {
      return packer.layout(MatrixPacker.ROWS, 256, 256, DataType.BF16).implementation();
    } catch (RuntimeException e) {
      LOG.debug("oneDNN refuses bfloat16", e);
      return "nothing";
    }
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public EngineOptions options() {
    return options;
  }

  @Override
  public Operators operators() {
    Workspace workspace;
    synchronized (idle) {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      workspace = idle.pollFirst();
    }
    return new CpuOperators(
        this, owner(), workspace != null ? workspace : new Workspace(machine), this::giveBack);
  }

  /** Takes back what {@link #operators()} handed out. */
  private void giveBack(Workspace workspace) {
    synchronized (idle) {
      if (!closed) {
        idle.addFirst(workspace);
        return;
      }
    }
    workspace.close();
  }

  @Override
  public Storage allocate(long length) {
    return NativeStorage.allocate(length);
  }

  @Override
  protected Tensor packTensor(float[] values, int[] shape) {
    Span span = machine.packer().values(values);
    return new Tensor(span.storage(), span.offset(), shape, Tensor.rowMajor(shape));
  }

  @Override
  protected Linear packLinear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    return layers.linear(inputs, outputs, weight, bias);
  }

  @Override
  protected Convolution packConvolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    return layers.convolution(shape, weight, bias);
  }

  @Override
  protected TransposedConvolution packTransposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    return layers.transposedConvolution(inputs, outputs, weight, bias);
  }

  @Override
  protected Norm packNorm(float[] gain, float[] bias, float epsilon) {
    return layers.norm(gain, bias, epsilon);
  }

  @Override
  protected WindowAttention packWindowAttention(WindowAttentionShape shape, PositionBias bias) {
    return layers.windowAttention(shape, bias);
  }

  @Override
  public void close() {
    synchronized (idle) {
      if (closed) {
        return;
      }
      closed = true;
    }
    machine.workers().close();
    idle.forEach(Workspace::close);
    machine.packer().close();
  }
}
