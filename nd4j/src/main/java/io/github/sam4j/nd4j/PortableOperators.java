package io.github.sam4j.nd4j;

import static io.github.sam4j.nd4j.Nd4jTensors.array;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ArgumentCheck;
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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks shapes, makes the results and hands the work to the classes named for it. */
final class PortableOperators implements Operators {
  private final PortableEngine engine;
  private final Scratch scratch = new Scratch();
  private final Elements elements = new Elements(scratch);
  private final Convolutions convolutions = new Convolutions(scratch);
  private final ScaledDotProduct attention = new ScaledDotProduct(scratch);
  private final Windows windows = new Windows(scratch);

  PortableOperators(PortableEngine engine) {
    this.engine = engine;
  }

  @Override
  public Engine engine() {
    return engine;
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
  public Tensor tensor(float[] values, int... shape) {
    ArgumentCheck.values("a tensor of shape " + Arrays.toString(shape), Tensor.size(shape), values);
    Tensor tensor = scratch.make(shape);
    tensor.set(values);
    return tensor;
  }

  @Override
  public void copy(Tensor target, Tensor source) {
    ArgumentCheck.shape("source", target.shape(), source);
    array(target).assign(array(source));
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    Tensor sum = scratch.make(ArgumentCheck.broadcast(a, b));
    elements.add(a, b, sum);
    return sum;
  }

  @Override
  public Tensor activate(Tensor x, Activation activation) {
    Tensor result = elements.copy(x);
    elements.activate(result, activation);
    return result;
  }

  @Override
  public Tensor linear(Tensor x, Linear layer, Activation activation) {
    PackedLinear packed = engine.own(PackedLinear.class, layer);
    ArgumentCheck.width("x", packed.inputs(), x);
    int[] shape = x.shape();
    shape[shape.length - 1] = packed.outputs();
    Tensor result = scratch.make(shape);
    try (Frame frame = scratch.mark()) {
      Tensor flat = elements.rows(result);
      MatrixProduct.transposed(elements.rows(x), packed.weight(), flat, 1, 0);
      finish(flat, packed.bias(), activation);
    }
    return result;
  }

  private void finish(Tensor rows, @Nullable Tensor bias, Activation activation) {
    if (bias != null) {
      elements.addRow(rows, bias);
    }
    elements.activate(rows, activation);
  }

  @Override
  public void addLinearTo(Tensor sum, Tensor x, Linear layer) {
    PackedLinear packed = engine.own(PackedLinear.class, layer);
    ArgumentCheck.contiguous("sum", sum);
    ArgumentCheck.width("x", packed.inputs(), x);
    int[] shape = x.shape();
    shape[shape.length - 1] = packed.outputs();
    ArgumentCheck.shape("sum", shape, sum);
    try (Frame frame = scratch.mark()) {
      Tensor flat = elements.rows(sum);
      MatrixProduct.transposed(elements.rows(x), packed.weight(), flat, 1, 1);
      finish(flat, packed.bias(), Activation.NONE);
    }
  }

  @Override
  public void addFeedForwardTo(Tensor x, Norm norm, Linear up, Activation activation, Linear down) {
    PackedNorm packed = engine.own(PackedNorm.class, norm);
    ArgumentCheck.contiguous("x", x);
    ArgumentCheck.width("x", packed.width(), x);
    ArgumentCheck.widths("up", packed.width(), up.inputs());
    ArgumentCheck.widths("down", up.outputs(), down.inputs());
    ArgumentCheck.widths("the result of down", packed.width(), down.outputs());
    try (Frame frame = scratch.mark()) {
      addLinearTo(x, linear(layerNorm(x, packed), up, activation), down);
    }
  }

  @Override
  public Tensor layerNorm(Tensor x, Norm norm) {
    PackedNorm packed = engine.own(PackedNorm.class, norm);
    ArgumentCheck.width("x", packed.width(), x);
    Tensor result = scratch.make(x.shape());
    try (Frame frame = scratch.mark()) {
      elements.normalize(elements.rows(x), packed, elements.rows(result));
    }
    return result;
  }

  @Override
  public Tensor convolution(Tensor x, Convolution layer, Activation activation) {
    PackedConvolution packed = engine.own(PackedConvolution.class, layer);
    int[] shape = ArgumentCheck.convolved(x, packed.shape());
    Tensor result = scratch.make(shape);
    for (int b = 0; b < shape[0]; b++) {
      convolutions.convolve(x.select(0, b), packed, result.select(0, b));
    }
    finish(elements.rows(result), packed.bias(), activation);
    return result;
  }

  @Override
  public Tensor transposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation) {
    PackedTransposedConvolution packed = engine.own(PackedTransposedConvolution.class, layer);
    ArgumentCheck.rank("x", 4, x);
    ArgumentCheck.width("x", packed.inputs(), x);
    int batch = x.dim(0);
    int rows = x.dim(1);
    int columns = x.dim(2);
    int outputs = packed.outputs();
    Tensor result = scratch.make(batch, 2 * rows, 2 * columns, outputs);
    try (Frame frame = scratch.mark()) {
      Tensor quads = scratch.make(batch * rows * columns, 4 * outputs);
      MatrixProduct.transposed(elements.rows(x), packed.weight(), quads, 1, 0);
      Tensor from = quads.reshape(batch * rows, columns, 2, 2 * outputs).swap(1, 2);
      array(result.reshape(from.shape())).assign(array(from));
    }
    finish(elements.rows(result), packed.bias(), activation);
    return result;
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask) {
    int batch = ArgumentCheck.attention(q, k, v, heads, mask);
    Tensor result = scratch.make(batch, q.dim(1), q.dim(2));
    try (Frame frame = scratch.mark()) {
      ScaledDotProduct.Bias bias =
          mask == null
              ? null
              : new LearnedBias(elements.dense(mask).reshape(1, q.dim(1), k.dim(1)));
      Tensor sharedQ = q.dim(0) == 1 ? byHead(q, 0, heads) : null;
      Tensor sharedK = k.dim(0) == 1 ? byHead(k, 0, heads) : null;
      Tensor sharedV = v.dim(0) == 1 ? byHead(v, 0, heads) : null;
      for (int b = 0; b < batch; b++) {
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
    return result;
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
  public Tensor attentionToMap(Tensor q, Tensor map, Tensor positions) {
    int batch = ArgumentCheck.map(map, positions, q, "q");
    Tensor result = scratch.make(batch, q.dim(1), q.dim(2));
    try (Frame frame = scratch.mark()) {
      Tensor scaled = elements.copy(q);
      array(scaled).muli(Math.sqrt(q.dim(2)));
      copy(result, attention(scaled, add(map, positions), map, 1, null));
    }
    return result;
  }

  @Override
  public Tensor attentionFromMap(Tensor map, Tensor positions, HeadTokens tokens, Norm norm) {
    int batch = ArgumentCheck.map(map, positions, tokens.keys(), "the keys");
    ArgumentCheck.widths("the norm", map.dim(2), norm.width());
    PackedNorm packed = engine.own(PackedNorm.class, norm);
    int cells = map.dim(1);
    Tensor result = scratch.make(batch, cells, map.dim(2));
    try (Frame frame = scratch.mark()) {
      Tensor keys = tokens.keys();
      Tensor scores = matmulTransposed(add(map, positions), keys);
      Tensor biased =
          add(scores, elements.dense(tokens.bias()).reshape(keys.dim(0), 1, keys.dim(1)));
      Tensor weights = attention.softmax(biased, tokens.tokens(), tokens.heads());
      Tensor values = elements.dense(tokens.values());
      Tensor mixed = scratch.make(result.shape());
      for (int b = 0; b < batch; b++) {
        Tensor own = values.select(0, values.dim(0) == 1 ? 0 : b);
        MatrixProduct.plain(weights.select(0, b), own, mixed.select(0, b));
      }
      elements.normalize(elements.rows(add(map, mixed)), packed, elements.rows(result));
    }
    return result;
  }

  @Override
  public Tensor windowAttention(Tensor qkv, WindowAttention layer) {
    PackedWindowAttention packed = engine.own(PackedWindowAttention.class, layer);
    int side = packed.shape().side();
    int channels = packed.shape().channels();
    ArgumentCheck.shape("qkv", new int[] {side, side, 3 * channels}, qkv);
    Tensor result = scratch.make(side, side, channels);
    windows.attend(qkv, packed, result);
    return result;
  }

  @Override
  public Tensor matmulTransposed(Tensor a, Tensor b) {
    ArgumentCheck.rank("a", 3, a);
    ArgumentCheck.rank("b", 3, b);
    ArgumentCheck.width("b", a.dim(2), b);
    int batch = ArgumentCheck.batch(a, b);
    Tensor result = scratch.make(batch, a.dim(1), b.dim(1));
    try (Frame frame = scratch.mark()) {
      Tensor left = elements.dense(a);
      Tensor right = elements.dense(b);
      for (int i = 0; i < batch; i++) {
        MatrixProduct.transposed(
            left.select(0, a.dim(0) == 1 ? 0 : i),
            right.select(0, b.dim(0) == 1 ? 0 : i),
            result.select(0, i),
            1,
            0);
      }
    }
    return result;
  }

  @Override
  public Tensor transpose(Tensor x) {
    ArgumentCheck.rank("x", 2, x);
    return elements.copy(x.swap(0, 1));
  }

  @Override
  public void close() {
    scratch.close();
    engine.closed(this);
  }
}
