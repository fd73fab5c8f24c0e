package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMaps;
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

/** Checks shapes, makes the results and leaves the work to one class for each kind of operator. */
final class CpuOperators implements Operators {
  private final Session session;
  private final CpuEngine engine;
  private final Elements elements;
  private final Linears linears;
  private final Convolutions convolutions;
  private final Attention attention;
  private final MatrixProducts products;
  private final @Nullable CpuFactoredMaps factoredMaps;
  private final Frame all;
  private boolean closed;

  CpuOperators(Session session) {
    this.session = session;
    engine = session.engine();
    elements = new Elements(session);
    linears = new Linears(session);
    convolutions = new Convolutions(session, linears);
    attention = new Attention(session);
    products = new MatrixProducts(session);
    factoredMaps = engine.onVectors() ? new CpuFactoredMaps(session) : null;
    all = session.frame();
  }

  @Override
  public Engine engine() {
    return engine;
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
  public Tensor tensor(float[] values, int... shape) {
    ArgumentCheck.values("a tensor of shape " + Arrays.toString(shape), Tensor.size(shape), values);
    Tensor tensor = session.empty(shape);
    tensor.set(values);
    return tensor;
  }

  @Override
  public void copy(Tensor target, Tensor source) {
    ArgumentCheck.shape("source", target.shape(), source);
    elements.copy(target, source);
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    Tensor sum = session.empty(ArgumentCheck.broadcast(a, b));
    elements.add(a, b, sum);
    return sum;
  }

  @Override
  public Tensor activate(Tensor x, Activation activation) {
    Tensor result = session.empty(x.shape());
    try (Frame frame = session.frame()) {
      elements.activate(session.contiguous(x), activation, result);
    }
    return result;
  }

  @Override
  public Tensor linear(Tensor x, Linear layer, Activation activation) {
    PackedLinear packed = engine.own(PackedLinear.class, layer);
    ArgumentCheck.width("x", packed.inputs(), x);
    Tensor result = session.empty(ArgumentCheck.withWidth(x, packed.outputs()));
    try (Frame frame = session.frame()) {
      linears.apply(session.rows(x), packed, activation, false, session.rows(result));
    }
    return result;
  }

  @Override
  public void addLinearTo(Tensor sum, Tensor x, Linear layer) {
    PackedLinear packed = engine.own(PackedLinear.class, layer);
    ArgumentCheck.contiguous("sum", sum);
    ArgumentCheck.width("x", packed.inputs(), x);
    ArgumentCheck.shape("sum", ArgumentCheck.withWidth(x, packed.outputs()), sum);
    try (Frame frame = session.frame()) {
      linears.apply(session.rows(x), packed, Activation.NONE, true, session.rows(sum));
    }
  }

  @Override
  public void addFeedForwardTo(Tensor x, Norm norm, Linear up, Activation activation, Linear down) {
    PackedNorm packedNorm = engine.own(PackedNorm.class, norm);
    PackedLinear packedUp = engine.own(PackedLinear.class, up);
    PackedLinear packedDown = engine.own(PackedLinear.class, down);
    ArgumentCheck.contiguous("x", x);
    ArgumentCheck.width("x", norm.width(), x);
    ArgumentCheck.widths("the input of up", norm.width(), up.inputs());
    ArgumentCheck.widths("the input of down", up.outputs(), down.inputs());
    ArgumentCheck.widths("the output of down", norm.width(), down.outputs());
    linears.feedForward(session.rows(x), packedNorm, packedUp, activation, packedDown);
  }

  @Override
  public Tensor layerNorm(Tensor x, Norm norm) {
    PackedNorm packed = engine.own(PackedNorm.class, norm);
    ArgumentCheck.width("x", norm.width(), x);
    Tensor result = session.empty(x.shape());
    try (Frame frame = session.frame()) {
      linears.layerNorm(session.rows(session.contiguous(x)), packed, session.rows(result));
    }
    return result;
  }

  @Override
  public Tensor convolution(Tensor x, Convolution layer, Activation activation) {
    PackedConvolution packed = engine.own(PackedConvolution.class, layer);
    Tensor result = session.empty(ArgumentCheck.convolved(x, layer.shape()));
    try (Frame frame = session.frame()) {
      convolutions.apply(session.contiguous(x), packed, activation, result);
    }
    return result;
  }

  @Override
  public Tensor transposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation) {
    PackedTransposedConvolution packed = engine.own(PackedTransposedConvolution.class, layer);
    ArgumentCheck.rank("x", 4, x);
    ArgumentCheck.width("x", layer.inputs(), x);
    Tensor result = session.empty(x.dim(0), 2 * x.dim(1), 2 * x.dim(2), layer.outputs());
    try (Frame frame = session.frame()) {
      convolutions.transposed(session.contiguous(x), packed, activation, result);
    }
    return result;
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask) {
    int batch = ArgumentCheck.attention(q, k, v, heads, mask);
    Tensor result = session.empty(batch, q.dim(1), q.dim(2));
    try (Frame frame = session.frame()) {
      if (LongAttention.suits(q, k, v, mask)) {
        new LongAttention(session, heads, k.dim(1), k.dim(2))
            .apply(session.rows(q), session.rows(k), session.rows(v), session.rows(result));
      } else {
        attention.apply(q, k, v, heads, mask == null ? null : session.contiguous(mask), result);
      }
    }
    return result;
  }

  @Override
  public Tensor attentionToMap(Tensor q, Tensor map, Tensor positions) {
    int batch = ArgumentCheck.map(map, positions, q, "q");
    Tensor result = session.empty(batch, q.dim(1), q.dim(2));
    try (Frame frame = session.frame()) {
      new MapAttention(session, map, positions).attendedBy(session.contiguous(q), result);
    }
    return result;
  }

  @Override
  public Tensor attentionFromMap(Tensor map, Tensor positions, HeadTokens tokens, Norm norm) {
    PackedNorm packed = engine.own(PackedNorm.class, norm);
    int batch = ArgumentCheck.map(map, positions, tokens.keys(), "the keys");
    ArgumentCheck.widths("the norm", map.dim(2), norm.width());
    Tensor result = session.empty(batch, map.dim(1), map.dim(2));
    try (Frame frame = session.frame()) {
      new MapAttention(session, map, positions).attendingTo(tokens, packed, result);
    }
    return result;
  }

  @Override
  public Tensor windowAttention(Tensor qkv, WindowAttention layer) {
    PackedWindowAttention packed = engine.own(PackedWindowAttention.class, layer);
    int side = layer.shape().side();
    int channels = layer.shape().channels();
    ArgumentCheck.shape("qkv", new int[] {side, side, 3 * channels}, qkv);
    Tensor result = session.empty(side, side, channels);
    try (Frame frame = session.frame()) {
      if (layer.shape().window() == side) {
        LongAttention.overMap(session, packed, session.rows(qkv), session.rows(result));
      } else {
        new WindowedAttention(session, packed).apply(session.rows(qkv), session.rows(result));
      }
    }
    return result;
  }

  @Override
  public Tensor matmulTransposed(Tensor a, Tensor b) {
    ArgumentCheck.rank("a", 3, a);
    ArgumentCheck.rank("b", 3, b);
    ArgumentCheck.width("b", a.dim(2), b);
    Tensor result = session.empty(ArgumentCheck.batch(a, b), a.dim(1), b.dim(1));
    try (Frame frame = session.frame()) {
      products.transposed(a, b, result);
    }
    return result;
  }

  @Override
  public Tensor transpose(Tensor x) {
    ArgumentCheck.rank("x", 2, x);
    Tensor result = session.empty(x.dim(1), x.dim(0));
    try (Frame frame = session.frame()) {
      products.transpose(session.rows(x), session.rows(result));
    }
    return result;
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
      engine.giveBack(session);
    }
  }
}
