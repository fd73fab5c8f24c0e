package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Brings weights from the order of their files into the order of this engine's kernels. */
public final class LayerPacker {
  /**
   * In half precision, larger layers have no float32 weights at all: they are an encoder's and see
   * many rows, and both would take half as much memory again as float32 alone.
   */
  private static final long MOST_WEIGHTS_TWICE = 1 << 19;

  private final Object owner;
  private final MatrixPacker packer;
  private final Precision precision;

  /**
   * A packer of layers.
   *
   * @param owner stands for the engine
   */
  public LayerPacker(Object owner, MatrixPacker packer, Precision precision) {
    this.owner = owner;
    this.packer = packer;
    this.precision = precision;
  }

  /** A fully connected layer. */
  public PackedLinear linear(int inputs, int outputs, float[] weight, float @Nullable [] bias) {
    boolean half = precision == Precision.BF16 && (long) inputs * outputs > MOST_WEIGHTS_TWICE;
    return linear(inputs, outputs, weight, bias, half ? DataType.BF16 : DataType.F32);
  }

  private PackedLinear linear(
      int inputs, int outputs, float[] weight, float @Nullable [] bias, DataType type) {
    return new PackedLinear(
        owner,
        packer,
        inputs,
        outputs,
        packer.packLayer(inputs, outputs, weight, type),
        bias == null ? null : packer.values(bias));
  }

  /** A convolution. */
  public PackedConvolution convolution(
      ConvolutionShape shape, float[] weight, float @Nullable [] bias) {
    if (pointwise(shape)) {
      return new PackedConvolution.Pointwise(
          owner, shape, linear(shape.inputs(), shape.outputs(), weight, bias, DataType.F32));
    }
    return new PackedConvolution.Spatial(
        owner, packer, shape, packer.values(weight), bias == null ? null : packer.values(bias));
  }

  private static boolean pointwise(ConvolutionShape shape) {
    return shape.kernel() == 1
        && shape.stride() == 1
        && shape.padding() == 0
        && shape.groups() == 1;
  }

  /** A transposed convolution. */
  public PackedTransposedConvolution transposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias) {
    float[] both = Arrays.copyOf(bias, 2 * outputs);
    System.arraycopy(bias, 0, both, outputs, outputs);
    return new PackedTransposedConvolution(
        owner,
        inputs,
        outputs,
        linear(inputs, 2 * outputs, outputRow(inputs, outputs, weight, 0), both, DataType.F32),
        linear(inputs, 2 * outputs, outputRow(inputs, outputs, weight, 1), both, DataType.F32));
  }

  /** The weights of one row of the 2 x 2 kernel, as (column, output) x input. */
  private static float[] outputRow(int inputs, int outputs, float[] weight, int row) {
    float[] result = new float[2 * outputs * inputs];
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        for (int column = 0; column < 2; column++) {
          result[(column * outputs + o) * inputs + i] =
              weight[(i * outputs + o) * 4 + row * 2 + column];
        }
      }
    }
    return result;
  }

  /** A layer norm. */
  public PackedNorm norm(float[] gain, float[] bias, float epsilon) {
    return new PackedNorm(owner, gain.length, epsilon, packer.values(gain), packer.values(bias));
  }

  /** Attention over windows. */
  public PackedWindowAttention windowAttention(WindowAttentionShape shape, PositionBias bias) {
    return new PackedWindowAttention(
        owner, shape, packer.values(shape.padding()), bias(shape, bias));
  }

  private PackedWindowAttention.Bias bias(WindowAttentionShape shape, PositionBias bias) {
    if (bias instanceof PositionBias.Table table) {
      return new PackedWindowAttention.Learned(packer.values(table.values()));
    }
    if (bias instanceof PositionBias.Decomposed decomposed) {
      return relative(shape, decomposed);
    }
    return new PackedWindowAttention.None();
  }

  private PackedWindowAttention.Relative relative(
      WindowAttentionShape shape, PositionBias.Decomposed bias) {
    int entries = 2 * shape.window() - 1;
    int width = shape.headWidth();
    float[] both = new float[2 * entries * width];
    for (int i = 0; i < entries; i++) {
      int last = (entries - 1 - i) * width;
      System.arraycopy(bias.rows(), last, both, i * width, width);
      System.arraycopy(bias.columns(), last, both, (entries + i) * width, width);
    }
    PackedMatrix weights = packer.pack(width, 2 * entries, both, DataType.F32);
    Span span = weights.span();
    return new PackedWindowAttention.Relative(weights.layout(), span, 2 * entries);
  }
}
