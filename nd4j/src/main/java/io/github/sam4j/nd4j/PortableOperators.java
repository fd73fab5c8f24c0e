package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.CheckedOperators;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands the work to the classes named for it. */
final class PortableOperators extends CheckedOperators {
  private final Consumer<PortableOperators> onClose;
  private final Scratch scratch = new Scratch();
  private final Elements elements = new Elements(scratch);
  private final Convolutions convolutions = new Convolutions(scratch);
  private final ScaledDotProduct attention = new ScaledDotProduct(scratch);
  private final Windows windows = new Windows(scratch);
  private final ReluLinearAttention linearAttention = new ReluLinearAttention(scratch);

  PortableOperators(Engine engine, Object owner, Consumer<PortableOperators> onClose) {
    super(engine, owner);
    this.onClose = onClose;
  }

  @Override
  public Frame frame() {
    return scratch.mark();
  }

  @Override
  public Tensor empty(int... shape) {
    return scratch.make(shape);
  }

  @Override
  protected void computeCopy(Tensor source, Tensor target) {
    array(target).assign(array(source));
  }

  @Override
  protected void computeSum(Tensor a, Tensor b, Tensor sum) {
    elements.add(a, b, sum);
  }

  @Override
  protected void computeActivation(Tensor x, Activation activation, Tensor result) {
    array(result).assign(array(x));
    elements.activate(result, activation);
  }

  @Override
  protected void computeLinear(Tensor x, Linear layer, Activation activation, Tensor result) {
    PackedLinear packed = (PackedLinear) layer;
    Tensor flat = elements.rows(result);
    MatrixProduct.transposed(elements.rows(x), packed.weight(), flat, 1, 0);
    finish(flat, packed.bias(), activation);
  }

  private void finish(Tensor rows, @Nullable Tensor bias, Activation activation) {
    if (bias != null) {
      elements.addRow(rows, bias);
    }
    elements.activate(rows, activation);
  }

  @Override
  protected void computeLinearSum(Tensor x, Linear layer, Tensor sum) {
    PackedLinear packed = (PackedLinear) layer;
    Tensor flat = elements.rows(sum);
    MatrixProduct.transposed(elements.rows(x), packed.weight(), flat, 1, 1);
    finish(flat, packed.bias(), Activation.NONE);
  }

  @Override
  protected void computeFeedForward(
      Tensor x, @Nullable Norm norm, Linear up, Activation activation, Linear down) {
    Tensor input = norm == null ? x : layerNorm(x, norm);
    addLinearTo(x, linear(input, up, activation), down);
  }

  @Override
  protected void computeLayerNorm(Tensor x, Norm norm, Tensor result) {
    elements.normalize(elements.rows(x), (PackedNorm) norm, elements.rows(result));
  }

  @Override
  protected void computeConvolution(
      Tensor x, Convolution layer, Activation activation, Tensor result) {
    PackedConvolution packed = (PackedConvolution) layer;
    for (int b = 0; b < result.dim(0); b++) {
      convolutions.convolve(x.select(0, b), packed, result.select(0, b));
    }
    finish(elements.rows(result), packed.bias(), activation);
  }

  @Override
  protected void computeSqueezeExcitation(Tensor x, Linear reduce, Linear expand) {
    int batch = x.dim(0);
    int channels = x.dim(3);
    Tensor cells = x.reshape(batch, x.dim(1) * x.dim(2), channels);
    Tensor excitation = scratch.make(batch, channels);
    elements.means(cells, excitation);
    computeLinear(linear(excitation, reduce, Activation.RELU), expand, Activation.NONE, excitation);
    elements.sigmoid(excitation);
    elements.multiply(cells, excitation.reshape(batch, 1, channels));
  }

  @Override
  protected void computeTransposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation, Tensor result) {
    PackedTransposedConvolution packed = (PackedTransposedConvolution) layer;
    int batch = x.dim(0);
    int rows = x.dim(1);
    int columns = x.dim(2);
    int outputs = packed.outputs();
    Tensor quads = scratch.make(batch * rows * columns, 4 * outputs);
    MatrixProduct.transposed(elements.rows(x), packed.weight(), quads, 1, 0);
    Tensor from = quads.reshape(batch * rows, columns, 2, 2 * outputs).swap(1, 2);
    array(result.reshape(from.shape())).assign(array(from));
    finish(elements.rows(result), packed.bias(), activation);
  }

  @Override
  protected void computeAttention(
      Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask, Tensor result) {
    ScaledDotProduct.Bias bias =
        mask == null ? null : new LearnedBias(elements.dense(mask).reshape(1, q.dim(1), k.dim(1)));
    Tensor sharedQ = q.dim(0) == 1 ? byHead(q, 0, heads) : null;
    Tensor sharedK = k.dim(0) == 1 ? byHead(k, 0, heads) : null;
    Tensor sharedV = v.dim(0) == 1 ? byHead(v, 0, heads) : null;
    for (int b = 0; b < result.dim(0); b++) {
      try (Frame entry = scratch.mark()) {
        Tensor headsOfQ = sharedQ != null ? sharedQ : byHead(q, b, heads);
        Tensor headsOfK = sharedK != null ? sharedK : byHead(k, b, heads);
        Tensor headsOfV = sharedV != null ? sharedV : byHead(v, b, heads);
        Tensor out = scratch.make(headsOfQ.shape());
        attention.attend(headsOfQ, headsOfK, headsOfV, out, bias);
        array(result.select(0, b).reshape(q.dim(1), heads, out.dim(2)))
            .assign(array(out.swap(0, 1)));
      }
    }
  }

  /** One batch entry of (batch, tokens, width) copied to (heads, tokens, headWidth). */
  private Tensor byHead(Tensor x, int batch, int heads) {
    int headWidth = x.dim(2) / heads;
    Tensor view =
        new Tensor(
            x.storage(),
            x.offset() + batch * x.stride(0),
            new int[] {heads, x.dim(1), headWidth},
            new long[] {headWidth * x.stride(2), x.stride(1), x.stride(2)});
    return elements.copy(view);
  }

  @Override
  protected void computeAttentionToMap(Tensor q, Tensor map, Tensor positions, Tensor result) {
    Tensor scaled = elements.copy(q);
    array(scaled).muli(Math.sqrt(q.dim(2)));
    copy(result, attention(scaled, add(map, positions), map, 1, null));
  }

  @Override
  protected void computeAttentionFromMap(
      Tensor map, Tensor positions, HeadTokens tokens, Norm norm, Tensor result) {
    Tensor keys = tokens.keys();
    Tensor scores = matmulTransposed(add(map, positions), keys);
    Tensor biased = add(scores, elements.dense(tokens.bias()).reshape(keys.dim(0), 1, keys.dim(1)));
    Tensor weights = attention.softmax(biased, tokens.tokens(), tokens.heads());
    Tensor values = elements.dense(tokens.values());
    Tensor mixed = scratch.make(result.shape());
    for (int b = 0; b < result.dim(0); b++) {
      Tensor own = values.select(0, values.dim(0) == 1 ? 0 : b);
      MatrixProduct.plain(weights.select(0, b), own, mixed.select(0, b));
    }
    elements.normalize(elements.rows(add(map, mixed)), (PackedNorm) norm, elements.rows(result));
  }

  @Override
  protected void computeWindowAttention(Tensor qkv, WindowAttention layer, Tensor result) {
    windows.attend(qkv, (PackedWindowAttention) layer, result);
  }

  @Override
  protected void computeMaxPool(Tensor x, Tensor result) {
    MaxPool.apply(x, result);
  }

  @Override
  protected void computeReluLinearAttention(Tensor qkv, int headWidth, Tensor result) {
    linearAttention.attend(qkv, headWidth, result);
  }

  @Override
  protected void computeProduct(Tensor a, Tensor b, Tensor result) {
    Tensor left = elements.dense(a);
    Tensor right = elements.dense(b);
    for (int i = 0; i < result.dim(0); i++) {
      MatrixProduct.transposed(
          left.select(0, a.dim(0) == 1 ? 0 : i),
          right.select(0, b.dim(0) == 1 ? 0 : i),
          result.select(0, i),
          1,
          0);
    }
  }

  @Override
  protected void computeTransposition(Tensor x, Tensor result) {
    array(result).assign(array(x.swap(0, 1)));
  }

  @Override
  public void close() {
    scratch.close();
    onClose.accept(this);
  }
}
