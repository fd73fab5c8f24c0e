package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.CheckedOperators;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Leaves the work to one class for each kind of operator. */
final class CpuOperators extends CheckedOperators {
  private final Session session;
  private final Consumer<Session> giveBack;
  private final Elements elements;
  private final Linears linears;
  private final Convolutions convolutions;
  private final Attention attention;
  private final MatrixProducts products;
  private final @Nullable CpuFactoredMaps factoredMaps;
  private final Frame all;
  private boolean closed;

  /**
   * Operators of an engine.
   *
   * @param giveBack takes the session back once they are closed
   */
  CpuOperators(Engine engine, Object owner, Session session, Consumer<Session> giveBack) {
    super(engine, owner);
    this.session = session;
    this.giveBack = giveBack;
    elements = new Elements(session);
    linears = new Linears(session);
    convolutions = new Convolutions(session, linears);
    attention = new Attention(session);
    products = new MatrixProducts(session);
    factoredMaps = session.onVectors() ? new CpuFactoredMaps(session) : null;
    all = session.frame();
  }

  @Override
  public Frame frame() {
    return session.frame();
  }

  @Override
  public Tensor empty(int... shape) {
    return session.empty(shape);
  }

  @Override
  protected void computeCopy(Tensor source, Tensor target) {
    elements.copy(target, source);
  }

  @Override
  protected void computeSum(Tensor a, Tensor b, Tensor sum) {
    elements.add(a, b, sum);
  }

  @Override
  protected void computeActivation(Tensor x, Activation activation, Tensor result) {
    elements.activate(session.contiguous(x), activation, result);
  }

  @Override
  protected void computeLinear(Tensor x, Linear layer, Activation activation, Tensor result) {
    linears.apply(session.rows(x), (PackedLinear) layer, activation, false, session.rows(result));
  }

  @Override
  protected void computeLinearSum(Tensor x, Linear layer, Tensor sum) {
    linears.apply(session.rows(x), (PackedLinear) layer, Activation.NONE, true, session.rows(sum));
  }

  @Override
  protected void computeFeedForward(
      Tensor x, Norm norm, Linear up, Activation activation, Linear down) {
    linears.feedForward(
        session.rows(x), (PackedNorm) norm, (PackedLinear) up, activation, (PackedLinear) down);
  }

  @Override
  protected void computeLayerNorm(Tensor x, Norm norm, Tensor result) {
    linears.layerNorm(session.rows(session.contiguous(x)), (PackedNorm) norm, session.rows(result));
  }

  @Override
  protected void computeConvolution(
      Tensor x, Convolution layer, Activation activation, Tensor result) {
    convolutions.apply(session.contiguous(x), (PackedConvolution) layer, activation, result);
  }

  @Override
  protected void computeTransposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation, Tensor result) {
    convolutions.transposed(
        session.contiguous(x), (PackedTransposedConvolution) layer, activation, result);
  }

  @Override
  protected void computeAttention(
      Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask, Tensor result) {
    if (LongAttention.suits(q, k, v, mask)) {
      new LongAttention(session, heads, k.dim(1), k.dim(2))
          .apply(session.rows(q), session.rows(k), session.rows(v), session.rows(result));
    } else {
      attention.apply(q, k, v, heads, mask == null ? null : session.contiguous(mask), result);
    }
  }

  @Override
  protected void computeAttentionToMap(Tensor q, Tensor map, Tensor positions, Tensor result) {
    new MapAttention(session, map, positions).attendedBy(session.contiguous(q), result);
  }

  @Override
  protected void computeAttentionFromMap(
      Tensor map, Tensor positions, HeadTokens tokens, Norm norm, Tensor result) {
    new MapAttention(session, map, positions).attendingTo(tokens, (PackedNorm) norm, result);
  }

  @Override
  protected void computeWindowAttention(Tensor qkv, WindowAttention layer, Tensor result) {
    PackedWindowAttention packed = (PackedWindowAttention) layer;
    if (layer.shape().window() == layer.shape().side()) {
      LongAttention.overMap(session, packed, session.rows(qkv), session.rows(result));
    } else {
      new WindowedAttention(session, packed).apply(session.rows(qkv), session.rows(result));
    }
  }

  @Override
  protected void computeProduct(Tensor a, Tensor b, Tensor result) {
    products.transposed(a, b, result);
  }

  @Override
  protected void computeTransposition(Tensor x, Tensor result) {
    products.transpose(session.rows(x), session.rows(result));
  }

  @Override
  public @Nullable FactoredMaps factoredMaps() {
    return factoredMaps;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      all.close();
      giveBack.accept(session);
    }
  }
}
