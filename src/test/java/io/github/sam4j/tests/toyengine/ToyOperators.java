package io.github.sam4j.tests.toyengine;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.CheckedOperators;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings arguments to the portable engine's memory and its results back. */
final class ToyOperators extends CheckedOperators {
  private final Operators inner;

  ToyOperators(Engine engine, Object owner, Operators inner) {
    super(engine, owner);
    this.inner = inner;
  }

  /** The garbage collector frees what the heap holds. */
  @Override
  public Frame frame() {
    return () -> {};
  }

  @Override
  public Tensor empty(int... shape) {
    return ToyStorage.tensor(shape);
  }

  @Override
  public void close() {
    inner.close();
  }

  private Tensor theirs(Tensor ours) {
    return inner.tensor(ours.toArray(), ours.shape());
  }

  private void into(Tensor result, Supplier<Tensor> computed) {
    try (Frame frame = inner.frame()) {
      result.set(computed.get().toArray());
    }
  }

  private static Linear theirs(Linear layer) {
    return ((ToyLayer.OfLinear) layer).inner();
  }

  private static Norm theirs(Norm layer) {
    return ((ToyLayer.OfNorm) layer).inner();
  }

  @Override
  protected void computeCopy(Tensor source, Tensor target) {
    target.set(source.toArray());
  }

  @Override
  protected void computeSum(Tensor a, Tensor b, Tensor sum) {
    into(sum, () -> inner.add(theirs(a), theirs(b)));
  }

  @Override
  protected void computeActivation(Tensor x, Activation activation, Tensor result) {
    into(result, () -> inner.activate(theirs(x), activation));
  }

  @Override
  protected void computeLinear(Tensor x, Linear layer, Activation activation, Tensor result) {
    into(result, () -> inner.linear(theirs(x), theirs(layer), activation));
  }

  @Override
  protected void computeLinearSum(Tensor x, Linear layer, Tensor sum) {
    into(
        sum,
        () -> {
          Tensor theirSum = theirs(sum);
          inner.addLinearTo(theirSum, theirs(x), theirs(layer));
          return theirSum;
        });
  }

  @Override
  protected void computeFeedForward(
      Tensor x, @Nullable Norm norm, Linear up, Activation activation, Linear down) {
    into(
        x,
        () -> {
          Tensor theirX = theirs(x);
          Norm theirNorm = norm == null ? null : theirs(norm);
          inner.addFeedForwardTo(theirX, theirNorm, theirs(up), activation, theirs(down));
          return theirX;
        });
  }

  @Override
  protected void computeLayerNorm(Tensor x, Norm norm, Tensor result) {
    into(result, () -> inner.layerNorm(theirs(x), theirs(norm)));
  }

  @Override
  protected void computeConvolution(
      Tensor x, Convolution layer, Activation activation, Tensor result) {
    Convolution theirLayer = ((ToyLayer.OfConvolution) layer).inner();
    into(result, () -> inner.convolution(theirs(x), theirLayer, activation));
  }

  @Override
  protected void computeSqueezeExcitation(Tensor x, Linear reduce, Linear expand) {
    into(
        x,
        () -> {
          Tensor theirX = theirs(x);
          inner.squeezeExcite(theirX, theirs(reduce), theirs(expand));
          return theirX;
        });
  }

  @Override
  protected void computeTransposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation, Tensor result) {
    TransposedConvolution theirLayer = ((ToyLayer.OfTransposed) layer).inner();
    into(result, () -> inner.transposedConvolution(theirs(x), theirLayer, activation));
  }

  @Override
  protected void computeAttention(
      Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask, Tensor result) {
    into(
        result,
        () ->
            inner.attention(
                theirs(q), theirs(k), theirs(v), heads, mask == null ? null : theirs(mask)));
  }

  @Override
  protected void computeAttentionToMap(Tensor q, Tensor map, Tensor positions, Tensor result) {
    into(result, () -> inner.attentionToMap(theirs(q), theirs(map), theirs(positions)));
  }

  @Override
  protected void computeAttentionFromMap(
      Tensor map, Tensor positions, HeadTokens tokens, Norm norm, Tensor result) {
    into(
        result,
        () ->
            inner.attentionFromMap(
                theirs(map),
                theirs(positions),
                new HeadTokens(
                    theirs(tokens.keys()),
                    theirs(tokens.bias()),
                    theirs(tokens.values()),
                    tokens.heads()),
                theirs(norm)));
  }

  @Override
  protected void computeWindowAttention(Tensor qkv, WindowAttention layer, Tensor result) {
    WindowAttention theirLayer = ((ToyLayer.OfWindows) layer).inner();
    into(result, () -> inner.windowAttention(theirs(qkv), theirLayer));
  }

  @Override
  protected void computeMaxPool(Tensor x, Tensor result) {
    into(result, () -> inner.maxPool(theirs(x)));
  }

  @Override
  protected void computeReluLinearAttention(Tensor qkv, int headWidth, Tensor result) {
    into(result, () -> inner.reluLinearAttention(theirs(qkv), headWidth));
  }

  @Override
  protected void computeProduct(Tensor a, Tensor b, Tensor result) {
    into(result, () -> inner.matmulTransposed(theirs(a), theirs(b)));
  }

  @Override
  protected void computeTransposition(Tensor x, Tensor result) {
    into(result, () -> inner.transpose(theirs(x)));
  }
}
