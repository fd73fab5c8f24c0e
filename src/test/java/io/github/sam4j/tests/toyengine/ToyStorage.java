package io.github.sam4j.tests.toyengine;

import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;

/** Floats in the Java heap. */
final class ToyStorage extends Storage {
  private final float[] values;

  ToyStorage(long length) {
    super(length);
    values = new float[Math.toIntExact(length)];
  }

  /** A tensor with memory of its own. */
  static Tensor tensor(int... shape) {
    return Tensor.of(new ToyStorage(Tensor.size(shape)), shape);
  }

  @Override
  public void read(long at, float[] to, int from, int count) {
    System.arraycopy(values, Math.toIntExact(at), to, from, count);
  }

  @Override
  public void write(long at, float[] from, int first, int count) {
    System.arraycopy(from, first, values, Math.toIntExact(at), count);
  }

  @Override
  public void close() {}
}
