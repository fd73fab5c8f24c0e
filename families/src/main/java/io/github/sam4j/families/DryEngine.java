package io.github.sam4j.families;

import io.github.sam4j.core.tensor.CheckedEngine;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packs nothing and computes nothing: a model is put together on it to see whether it can be. */
final class DryEngine extends CheckedEngine {
  private record DryLinear(int inputs, int outputs) implements Linear {}

  private record DryConvolution(ConvolutionShape shape) implements Convolution {}

  private record DryTransposed(int inputs, int outputs) implements TransposedConvolution {}

  private record DryNorm(int width, float epsilon) implements Norm {}

  private record DryWindows(WindowAttentionShape shape) implements WindowAttention {}

  /** Reads as zeros. */
  private static final class DryStorage extends Storage {
    DryStorage(long length) {
      super(length);
    }

    @Override
    public void read(long at, float[] to, int from, int count) {
      Arrays.fill(to, from, from + count, 0);
    }

    @Override
    public void write(long at, float[] from, int first, int count) {}

    @Override
    public void close() {}
  }

  @Override
  public String name() {
    return "dry";
  }

  @Override
  public EngineOptions options() {
    return EngineOptions.defaults();
  }

  /**
   * Operators that can be asked what they can do, and closed.
   *
   * @return all else they answer with an {@link UnsupportedOperationException}
   */
  @Override
  public Operators operators() {
    InvocationHandler none =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "close", "factoredMaps" -> null;
              case "engine" -> this;
              default -> throw new UnsupportedOperationException(method.getName());
            };
    return (Operators)
        Proxy.newProxyInstance(
            Operators.class.getClassLoader(), new Class<?>[] {Operators.class}, none);
  }

  @Override
  public Storage allocate(long length) {
    return new DryStorage(length);
  }

  @Override
  protected Tensor packTensor(float[] values, int[] shape) {
    return Tensor.of(new DryStorage(values.length), shape);
  }

  @Override
  protected Linear packLinear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    return new DryLinear(inputs, outputs);
  }

  @Override
  protected Convolution packConvolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    return new DryConvolution(shape);
  }

  @Override
  protected TransposedConvolution packTransposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    return new DryTransposed(inputs, outputs);
  }

  @Override
  protected Norm packNorm(float[] gain, float[] bias, float epsilon) {
    return new DryNorm(gain.length, epsilon);
  }

  @Override
  protected WindowAttention packWindowAttention(WindowAttentionShape shape, PositionBias bias) {
    return new DryWindows(shape);
  }

  @Override
  public void close() {}
}
