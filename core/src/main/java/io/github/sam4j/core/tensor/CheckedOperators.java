package io.github.sam4j.core.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Operators whose arguments are checked and whose results are made before they are computed: what
 * is left to an engine is scratch memory and the computing.
 *
 * <p>The methods that compute are given layers of their own engine, which packed them, tensors of
 * fitting shapes, and a contiguous result with undefined contents. Each is called within a frame of
 * its own, so that all other memory it takes is free again once it returns.
 */
public abstract class CheckedOperators implements Operators {
  private final Engine engine;
  private final Object owner;

  /**
   * Operators of an engine.
   *
   * @param owner of the layers that they accept: the engine's {@link CheckedEngine#owner}
   */
  protected CheckedOperators(Engine engine, Object owner) {
    this.engine = engine;
    this.owner = owner;
  }

  @Override
  public final Engine engine() {
    return engine;
  }

  private void requireOwn(Object layer) {
    if (!(layer instanceof PackedLayer packed) || packed.owner() != owner) {
      throw new IllegalArgumentException(
          "the layer must have been made by this engine, found one of another: "
              + layer.getClass().getSimpleName());
    }
  }

  @Override
  public final Tensor tensor(float[] values, int... shape) {
    ArgumentCheck.values("a tensor of shape " + Arrays.toString(shape), Tensor.size(shape), values);
    Tensor tensor = empty(shape);
    tensor.set(values);
    return tensor;
  }

  @Override
  public final void copy(Tensor target, Tensor source) {
    ArgumentCheck.shape("source", target.shape(), source);
    try (Frame frame = frame()) {
      computeCopy(source, target);
    }
  }

  @Override
  public final Tensor add(Tensor a, Tensor b) {
    Tensor sum = empty(ArgumentCheck.broadcast(a, b));
    try (Frame frame = frame()) {
      computeSum(a, b, sum);
    }
    return sum;
  }

  @Override
  public final Tensor activate(Tensor x, Activation activation) {
    Tensor result = empty(x.shape());
    try (Frame frame = frame()) {
      computeActivation(x, activation, result);
    }
    return result;
  }

  @Override
  public final Tensor linear(Tensor x, Linear layer, Activation activation) {
    requireOwn(layer);
    ArgumentCheck.width("x", layer.inputs(), x);
    Tensor result = empty(ArgumentCheck.withWidth(x, layer.outputs()));
    try (Frame frame = frame()) {
      computeLinear(x, layer, activation, result);
    }
    return result;
  }

  @Override
  public final void addLinearTo(Tensor sum, Tensor x, Linear layer) {
    requireOwn(layer);
    ArgumentCheck.contiguous("sum", sum);
    ArgumentCheck.width("x", layer.inputs(), x);
    ArgumentCheck.shape("sum", ArgumentCheck.withWidth(x, layer.outputs()), sum);
    try (Frame frame = frame()) {
      computeLinearSum(x, layer, sum);
    }
  }

  @Override
  public final void addFeedForwardTo(
      Tensor x, @Nullable Norm norm, Linear up, Activation activation, Linear down) {
    if (norm != null) {
      requireOwn(norm);
      ArgumentCheck.width("x", norm.width(), x);
    }
    requireOwn(up);
    requireOwn(down);
    ArgumentCheck.contiguous("x", x);
    ArgumentCheck.widths("the input of up", x.dim(-1), up.inputs());
    ArgumentCheck.widths("the input of down", up.outputs(), down.inputs());
    ArgumentCheck.widths("the output of down", x.dim(-1), down.outputs());
    try (Frame frame = frame()) {
      computeFeedForward(x, norm, up, activation, down);
    }
  }

  @Override
  public final Tensor layerNorm(Tensor x, Norm norm) {
    requireOwn(norm);
    ArgumentCheck.width("x", norm.width(), x);
    Tensor result = empty(x.shape());
    try (Frame frame = frame()) {
      computeLayerNorm(x, norm, result);
    }
    return result;
  }

  @Override
  public final Tensor convolution(Tensor x, Convolution layer, Activation activation) {
    requireOwn(layer);
    Tensor result = empty(ArgumentCheck.convolved(x, layer.shape()));
    try (Frame frame = frame()) {
      computeConvolution(x, layer, activation, result);
    }
    return result;
  }

  @Override
  public final Tensor invertedBottleneck(Tensor x, InvertedBottleneck block) {
    Linear expand = block.expand();
    if (expand != null) {
      requireOwn(expand);
    }
    requireOwn(block.depthwise());
    requireOwn(block.project());
    ArgumentCheck.rank("x", 4, x);
    ArgumentCheck.width("x", block.inputs(), x);
    Tensor result = empty(ArgumentCheck.convolved(x, block.depthwise().shape(), block.outputs()));
    try (Frame frame = frame()) {
      computeInvertedBottleneck(x, block, result);
    }
    return result;
  }

  @Override
  public final void squeezeExcite(Tensor x, Linear reduce, Linear expand) {
    requireOwn(reduce);
    requireOwn(expand);
    ArgumentCheck.rank("x", 4, x);
    ArgumentCheck.contiguous("x", x);
    ArgumentCheck.width("x", reduce.inputs(), x);
    ArgumentCheck.widths("the input of expand", reduce.outputs(), expand.inputs());
    ArgumentCheck.widths("the output of expand", reduce.inputs(), expand.outputs());
    try (Frame frame = frame()) {
      computeSqueezeExcitation(x, reduce, expand);
    }
  }

  @Override
  public final Tensor transposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation) {
    requireOwn(layer);
    ArgumentCheck.rank("x", 4, x);
    ArgumentCheck.width("x", layer.inputs(), x);
    Tensor result = empty(x.dim(0), 2 * x.dim(1), 2 * x.dim(2), layer.outputs());
    try (Frame frame = frame()) {
      computeTransposedConvolution(x, layer, activation, result);
    }
    return result;
  }

  @Override
  public final Tensor attention(Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask) {
    int batch = ArgumentCheck.attention(q, k, v, heads, mask);
    Tensor result = empty(batch, q.dim(1), q.dim(2));
    try (Frame frame = frame()) {
      computeAttention(q, k, v, heads, mask, result);
    }
    return result;
  }

  @Override
  public final Tensor attentionToMap(Tensor q, Tensor map, Tensor positions) {
    int batch = ArgumentCheck.map(map, positions, q, "q");
    Tensor result = empty(batch, q.dim(1), q.dim(2));
    try (Frame frame = frame()) {
      computeAttentionToMap(q, map, positions, result);
    }
    return result;
  }

  @Override
  public final Tensor attentionFromMap(Tensor map, Tensor positions, HeadTokens tokens, Norm norm) {
    requireOwn(norm);
    int batch = ArgumentCheck.map(map, positions, tokens.keys(), "the keys");
    ArgumentCheck.widths("the norm", map.dim(2), norm.width());
    Tensor result = empty(batch, map.dim(1), map.dim(2));
    try (Frame frame = frame()) {
      computeAttentionFromMap(map, positions, tokens, norm, result);
    }
    return result;
  }

  @Override
  public final Tensor windowAttention(Tensor qkv, WindowAttention layer) {
    requireOwn(layer);
    int side = layer.shape().side();
    int channels = layer.shape().channels();
    ArgumentCheck.shape("qkv", new int[] {side, side, 3 * channels}, qkv);
    int resultSide = layer.shape().resultSide();
    Tensor result = empty(resultSide, resultSide, channels);
    try (Frame frame = frame()) {
      computeWindowAttention(qkv, layer, result);
    }
    return result;
  }

  @Override
  public final Tensor maxPool(Tensor x) {
    ArgumentCheck.rank("x", 4, x);
    if (x.dim(1) < 2 || x.dim(2) < 2) {
      throw new IllegalArgumentException("x must have at least 2 x 2 cells, found " + x);
    }
    Tensor result = empty(x.dim(0), x.dim(1) / 2, x.dim(2) / 2, x.dim(3));
    try (Frame frame = frame()) {
      computeMaxPool(x, result);
    }
    return result;
  }

  @Override
  public final Tensor reluLinearAttention(Tensor qkv, int headWidth) {
    Tensor result = empty(ArgumentCheck.linearAttention(qkv, headWidth));
    try (Frame frame = frame()) {
      computeReluLinearAttention(qkv, headWidth, result);
    }
    return result;
  }

  @Override
  public final Tensor matmulTransposed(Tensor a, Tensor b) {
    ArgumentCheck.rank("a", 3, a);
    ArgumentCheck.rank("b", 3, b);
    ArgumentCheck.width("b", a.dim(2), b);
    Tensor result = empty(ArgumentCheck.batch(a, b), a.dim(1), b.dim(1));
    try (Frame frame = frame()) {
      computeProduct(a, b, result);
    }
    return result;
  }

  @Override
  public final Tensor transpose(Tensor x) {
    ArgumentCheck.rank("x", 2, x);
    Tensor result = empty(x.dim(1), x.dim(0));
    try (Frame frame = frame()) {
      computeTransposition(x, result);
    }
    return result;
  }

  /** {@link #copy}; the target may be a view. */
  protected abstract void computeCopy(Tensor source, Tensor target);

  /** {@link #add}. */
  protected abstract void computeSum(Tensor a, Tensor b, Tensor sum);

  /** {@link #activate}. */
  protected abstract void computeActivation(Tensor x, Activation activation, Tensor result);

  /** {@link #linear}. */
  protected abstract void computeLinear(
      Tensor x, Linear layer, Activation activation, Tensor result);

  /** {@link #addLinearTo}. */
  protected abstract void computeLinearSum(Tensor x, Linear layer, Tensor sum);

  /** {@link #addFeedForwardTo}. */
  protected abstract void computeFeedForward(
      Tensor x, @Nullable Norm norm, Linear up, Activation activation, Linear down);

  /** {@link #layerNorm}. */
  protected abstract void computeLayerNorm(Tensor x, Norm norm, Tensor result);

  /** {@link #convolution}. */
  protected abstract void computeConvolution(
      Tensor x, Convolution layer, Activation activation, Tensor result);

  /** {@link #invertedBottleneck}: layer by layer, unless an engine knows better. */
  protected void computeInvertedBottleneck(Tensor x, InvertedBottleneck block, Tensor result) {
    Linear expand = block.expand();
    Tensor wide = expand == null ? x : linear(x, expand, block.activation());
    Tensor filtered = convolution(wide, block.depthwise(), block.activation());
    if (block.residual()) {
      computeCopy(x, result);
      computeLinearSum(filtered, block.project(), result);
    } else {
      computeLinear(filtered, block.project(), Activation.NONE, result);
    }
  }

  /** {@link #squeezeExcite}. */
  protected abstract void computeSqueezeExcitation(Tensor x, Linear reduce, Linear expand);

  /** {@link #transposedConvolution}. */
  protected abstract void computeTransposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation, Tensor result);

  /** {@link #attention}. */
  protected abstract void computeAttention(
      Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask, Tensor result);

  /** {@link #attentionToMap}. */
  protected abstract void computeAttentionToMap(
      Tensor q, Tensor map, Tensor positions, Tensor result);

  /** {@link #attentionFromMap}. */
  protected abstract void computeAttentionFromMap(
      Tensor map, Tensor positions, HeadTokens tokens, Norm norm, Tensor result);

  /** {@link #windowAttention}. */
  protected abstract void computeWindowAttention(Tensor qkv, WindowAttention layer, Tensor result);

  /** {@link #maxPool}. */
  protected abstract void computeMaxPool(Tensor x, Tensor result);

  /** {@link #reluLinearAttention}. */
  protected abstract void computeReluLinearAttention(Tensor qkv, int headWidth, Tensor result);

  /** {@link #matmulTransposed}. */
  protected abstract void computeProduct(Tensor a, Tensor b, Tensor result);

  /** {@link #transpose}. */
  protected abstract void computeTransposition(Tensor x, Tensor result);
}
