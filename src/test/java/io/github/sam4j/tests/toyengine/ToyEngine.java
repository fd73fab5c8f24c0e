package io.github.sam4j.tests.toyengine;

import io.github.sam4j.core.tensor.CheckedEngine;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import org.jspecify.annotations.Nullable;

/** Packs by the portable engine; tensors are its own. */
final class ToyEngine extends CheckedEngine {
  static final String NAME = "toy";

  private final Engine inner;

  ToyEngine(EngineOptions options) {
    inner = Engines.create(options.withEngine("portable"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineOptions options() {
    return inner.options();
  }

  @Override
  public Operators operators() {
    return new ToyOperators(this, owner(), inner.operators());
  }

  @Override
  public Storage allocate(long length) {
    return new ToyStorage(length);
  }

  @Override
  protected Tensor packTensor(float[] values, int[] shape) {
    Tensor tensor = ToyStorage.tensor(shape);
    tensor.set(values);
    return tensor;
  }

  @Override
  protected Linear packLinear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    return new ToyLayer.OfLinear(owner(), inner.linear(inputs, outputs, weight, bias));
  }

  @Override
  protected Convolution packConvolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    return new ToyLayer.OfConvolution(owner(), inner.convolution(shape, weight, bias));
  }

  @Override
  protected TransposedConvolution packTransposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    return new ToyLayer.OfTransposed(
        owner(), inner.transposedConvolution(inputs, outputs, weight, bias));
  }

  @Override
  protected Norm packNorm(float[] gain, float[] bias, float epsilon) {
    return new ToyLayer.OfNorm(owner(), inner.norm(gain, bias, epsilon));
  }

  @Override
  protected WindowAttention packWindowAttention(WindowAttentionShape shape, PositionBias bias) {
    return new ToyLayer.OfWindows(owner(), inner.windowAttention(shape, bias));
  }

  @Override
  public void close() {
    inner.close();
  }
}
