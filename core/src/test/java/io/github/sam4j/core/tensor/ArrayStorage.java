package io.github.sam4j.core.tensor;

/** A block within the Java heap, which has no address. */
public final class ArrayStorage extends Storage {
  private final float[] values;

  /** A block of zeros. */
  public ArrayStorage(int length) {
    super(length);
    values = new float[length];
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
