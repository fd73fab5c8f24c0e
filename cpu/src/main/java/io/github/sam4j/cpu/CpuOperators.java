package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.CheckedOperators;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.HeadTokens;
import io.github.sam4j.core.tensor.InvertedBottleneck;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.cpu.attention.Attention;
import io.github.sam4j.cpu.attention.LongAttention;
import io.github.sam4j.cpu.attention.MapAttention;
import io.github.sam4j.cpu.attention.ReluLinearAttention;
import io.github.sam4j.cpu.attention.WindowedAttention;
import io.github.sam4j.cpu.factored.CpuFactoredMaps;
import io.github.sam4j.cpu.layer.Convolutions;
import io.github.sam4j.cpu.layer.Elements;
import io.github.sam4j.cpu.layer.InvertedBottlenecks;
import io.github.sam4j.cpu.layer.Linears;
import io.github.sam4j.cpu.layer.MatrixProducts;
import io.github.sam4j.cpu.layer.Pooling;
import io.github.sam4j.cpu.layer.SqueezeExcitations;
import io.github.sam4j.cpu.packed.PackedConvolution;
import io.github.sam4j.cpu.packed.PackedLinear;
import io.github.sam4j.cpu.packed.PackedNorm;
import io.github.sam4j.cpu.packed.PackedTransposedConvolution;
import io.github.sam4j.cpu.packed.PackedWindowAttention;
import io.github.sam4j.cpu.work.ElementWalk;
import io.github.sam4j.cpu.work.Workspace;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Leaves the work to one class for each kind of operator. */
final class CpuOperators extends CheckedOperators {
  private final Workspace workspace;
  private final Consumer<Workspace> giveBack;
  private final ElementWalk walk;
  private final Elements elements;
  private final Linears linears;
  private final Convolutions convolutions;
  private final InvertedBottlenecks bottlenecks;
  private final SqueezeExcitations excitations;
  private final Attention attention;
  private final MatrixProducts products;
  private final Pooling pooling;
  private final @Nullable CpuFactoredMaps factoredMaps;
  private final Frame all;
  private boolean closed;

  /**
   * Operators of an engine.
   *
   * @param giveBack takes the workspace back once they are closed
   */
  CpuOperators(Engine engine, Object owner, Workspace workspace, Consumer<Workspace> giveBack) {
    super(engine, owner);
    this.workspace = workspace;
    this.giveBack = giveBack;
    walk = new ElementWalk(workspace);
    elements = new Elements(workspace);
    linears = new Linears(workspace);
    convolutions = new Convolutions(workspace, linears);
    bottlenecks = new InvertedBottlenecks(workspace);
    excitations = new SqueezeExcitations(workspace, linears);
    attention = new Attention(workspace);
    products = new MatrixProducts(workspace);
    pooling = new Pooling(workspace);
    factoredMaps = workspace.machine().onVectors() ? new CpuFactoredMaps(workspace) : null;
    all = workspace.frame();
  }

  @Override
  public Frame frame() {
    return workspace.frame();
  }

  @Override
  public Tensor empty(int... shape) {
    return workspace.empty(shape);
  }

  @Override
  protected void computeCopy(Tensor source, Tensor target) {
    walk.copy(source, target);
  }

  @Override
  protected void computeSum(Tensor a, Tensor b, Tensor sum) {
    elements.add(a, b, sum);
  }

  @Override
  protected void computeActivation(Tensor x, Activation activation, Tensor result) {
    elements.activate(workspace.contiguous(x), activation, result);
  }

  @Override
  protected void computeLinear(Tensor x, Linear layer, Activation activation, Tensor result) {
    linears.apply(
        workspace.rows(x), (PackedLinear) layer, activation, false, workspace.rows(result));
  }

  @Override
  protected void computeLinearSum(Tensor x, Linear layer, Tensor sum) {
    linears.apply(
        workspace.rows(x), (PackedLinear) layer, Activation.NONE, true, workspace.rows(sum));
  }

  @Override
  protected void computeFeedForward(
      Tensor x, @Nullable Norm norm, Linear up, Activation activation, Linear down) {
    linears.feedForward(
        workspace.rows(x), (PackedNorm) norm, (PackedLinear) up, activation, (PackedLinear) down);
  }

  @Override
  protected void computeLayerNorm(Tensor x, Norm norm, Tensor result) {
    linears.layerNorm(
        workspace.rows(workspace.contiguous(x)), (PackedNorm) norm, workspace.rows(result));
  }

  @Override
  protected void computeConvolution(
      Tensor x, Convolution layer, Activation activation, Tensor result) {
    convolutions.apply(workspace.contiguous(x), (PackedConvolution) layer, activation, result);
  }

  @Override
  protected void computeInvertedBottleneck(Tensor x, InvertedBottleneck block, Tensor result) {
    if (InvertedBottlenecks.suits(x, block)) {
      bottlenecks.apply(workspace.contiguous(x), block, result);
    } else {
      super.computeInvertedBottleneck(x, block, result);
    }
  }

  @Override
  protected void computeSqueezeExcitation(Tensor x, Linear reduce, Linear expand) {
    excitations.apply(x, (PackedLinear) reduce, (PackedLinear) expand);
  }

  @Override
  protected void computeTransposedConvolution(
      Tensor x, TransposedConvolution layer, Activation activation, Tensor result) {
    convolutions.transposed(
        workspace.contiguous(x), (PackedTransposedConvolution) layer, activation, result);
  }

  @Override
  protected void computeAttention(
      Tensor q, Tensor k, Tensor v, int heads, @Nullable Tensor mask, Tensor result) {
    if (LongAttention.suits(q, k, v, mask)) {
      new LongAttention(workspace, heads, k.dim(1), k.dim(2))
          .apply(workspace.rows(q), workspace.rows(k), workspace.rows(v), workspace.rows(result));
    } else {
      attention.apply(q, k, v, heads, mask == null ? null : workspace.contiguous(mask), result);
    }
  }

  @Override
  protected void computeAttentionToMap(Tensor q, Tensor map, Tensor positions, Tensor result) {
    new MapAttention(workspace, map, positions).attendedBy(workspace.contiguous(q), result);
  }

  @Override
  protected void computeAttentionFromMap(
      Tensor map, Tensor positions, HeadTokens tokens, Norm norm, Tensor result) {
    new MapAttention(workspace, map, positions).attendingTo(tokens, (PackedNorm) norm, result);
  }

  @Override
  protected void computeWindowAttention(Tensor qkv, WindowAttention layer, Tensor result) {
    PackedWindowAttention packed = (PackedWindowAttention) layer;
    if (layer.shape().window() == layer.shape().side() && layer.shape().queryPool() == 1) {
      LongAttention.overMap(workspace, packed, workspace.rows(qkv), workspace.rows(result));
    } else {
      new WindowedAttention(workspace, packed).apply(workspace.rows(qkv), workspace.rows(result));
    }
  }

  @Override
  protected void computeMaxPool(Tensor x, Tensor result) {
    pooling.max(workspace.contiguous(x), result);
  }

  @Override
  protected void computeReluLinearAttention(Tensor qkv, int headWidth, Tensor result) {
    new ReluLinearAttention(workspace, headWidth)
        .apply(workspace.rows(qkv), workspace.rows(result));
  }

  @Override
  protected void computeProduct(Tensor a, Tensor b, Tensor result) {
    products.transposed(a, b, result);
  }

  @Override
  protected void computeTransposition(Tensor x, Tensor result) {
    products.transpose(workspace.rows(x), workspace.rows(result));
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
      giveBack.accept(workspace);
    }
  }
}
