package io.github.sam4j.core.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose weights are checked before they are packed: what is left to do is to pack them.
 * The layers that it makes implement {@link PackedLayer} with this engine's {@link #owner}.
 */
public abstract class CheckedEngine implements Engine {
  private final Object owner = new Object();

  /** Stands for this engine in the layers that it packed, without keeping hold of it. */
  protected final Object owner() {
    return owner;
  }

  @Override
  public final Tensor tensor(float[] values, int... shape) {
    ArgumentCheck.values("a tensor of shape " + Arrays.toString(shape), Tensor.size(shape), values);
    return packTensor(values, shape);
  }

  @Override
  public final Linear linear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    ArgumentCheck.values("weight", (long) inputs * outputs, weight);
    checkBias(outputs, bias);
    return packLinear(inputs, outputs, weight, bias);
  }

  @Override
  public final Convolution convolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    ArgumentCheck.values("weight", shape.weights(), weight);
    checkBias(shape.outputs(), bias);
    return packConvolution(shape, weight, bias);
  }

  @Override
  public final TransposedConvolution transposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    ArgumentCheck.values("weight", 4L * inputs * outputs, weight);
    checkBias(outputs, bias);
    return packTransposedConvolution(inputs, outputs, weight, bias);
  }

  @Override
  public final Norm norm(float[] gain, float[] bias, float epsilon) {
    checkBias(gain.length, bias);
    return packNorm(gain, bias, epsilon);
  }

  @Override
  public final WindowAttention windowAttention(WindowAttentionShape shape, PositionBias bias) {
    if (bias instanceof PositionBias.Table table) {
      long tokens = shape.windowTokens();
      ArgumentCheck.values("the bias table", shape.heads() * tokens * tokens, table.values());
    } else if (bias instanceof PositionBias.Decomposed decomposed) {
      long values = (2L * shape.window() - 1) * shape.headWidth();
      ArgumentCheck.values("the row table", values, decomposed.rows());
      ArgumentCheck.values("the column table", values, decomposed.columns());
    }
    if (shape.queryPool() != 1 && !(bias instanceof PositionBias.None)) {
      throw new IllegalArgumentException(
          "position biases belong to queries that are not pooled, found pooling by "
              + shape.queryPool());
    }
    return packWindowAttention(shape, bias);
  }

  private static void checkBias(int outputs, float @Nullable [] bias) {
    if (bias != null) {
      ArgumentCheck.values("bias", outputs, bias);
    }
  }

  /** {@link #tensor} for as many values as the shape has. */
  protected abstract Tensor packTensor(float[] values, int[] shape);

  /** {@link #linear} for weights and biases of the right number. */
  protected abstract Linear packLinear(
      int inputs, int outputs, float[] weight, float @Nullable [] bias);

  /** {@link #convolution} for weights and biases of the right number. */
  protected abstract Convolution packConvolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias);

  /** {@link #transposedConvolution} for weights and biases of the right number. */
  protected abstract TransposedConvolution packTransposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias);

  /** {@link #norm} for as many gains as biases. */
  protected abstract Norm packNorm(float[] gain, float[] bias, float epsilon);

  /** {@link #windowAttention} for tables of the right size. */
  protected abstract WindowAttention packWindowAttention(
      WindowAttentionShape shape, PositionBias bias);
}
