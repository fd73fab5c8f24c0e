package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Where tensors are computed: makes packed weights once, at load, and hands out {@link Operators}.
 *
 * <p>Thread-safe. Weights made here are immutable, may be used from any thread, belong to this
 * engine alone, and are freed when it is closed.
 */
public interface Engine extends AutoCloseable {
  /** "portable" or "cpu". */
  String name();

  /** What it was made with; the precision is the one really used. */
  EngineOptions options();

  /**
   * Operators over scratch memory of their own, for one thread at a time. Close them to give the
   * memory back to the engine, which keeps it for the next caller.
   */
  Operators operators();

  /**
   * A new block of memory that this engine computes on, with undefined contents; it belongs to the
   * caller, who closes it.
   *
   * @param length in floats
   */
  Storage allocate(long length);

  /** A long-lived tensor with these values, row-major; freed with the engine. */
  Tensor tensor(float[] values, int... shape);

  /**
   * Packs a fully connected layer.
   *
   * @param weight outputs x inputs, row-major
   * @param bias outputs values, or null for none
   */
  Linear linear(int inputs, int outputs, float[] weight, float @Nullable [] bias);

  /**
   * Packs a two-dimensional convolution.
   *
   * @param weight outputs x (inputs / groups) x kernel x kernel, row-major
   * @param bias outputs values, or null for none
   */
  Convolution convolution(ConvolutionShape shape, float[] weight, float @Nullable [] bias);

  /**
   * Packs a transposed convolution of kernel 2 and stride 2.
   *
   * @param weight inputs x outputs x 2 x 2, row-major
   * @param bias outputs values
   */
  TransposedConvolution transposedConvolution(
      int inputs, int outputs, float[] weight, float[] bias);

  /** Packs a layer norm over the last dimension. */
  Norm norm(float[] gain, float[] bias, float epsilon);

  /** Packs what attention over windows of a map needs besides q, k and v. */
  WindowAttention windowAttention(WindowAttentionShape shape, PositionBias bias);

  /** Frees weights and scratch memory. Idempotent. */
  @Override
  void close();
}
