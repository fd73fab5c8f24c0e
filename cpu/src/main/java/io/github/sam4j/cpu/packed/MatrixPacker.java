package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.cpu.memory.Arena;
import io.github.sam4j.cpu.memory.NativeStorage;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.ConvolutionWeights;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Layout;
import io.github.sam4j.cpu.onednn.OneDnn;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.parallel.Worker;
import io.github.sam4j.cpu.parallel.Workers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Packs matrices of weights into memory that lives as long as the engine. Thread-safe: one at a
 * time.
 */
public final class MatrixPacker implements AutoCloseable {
  /** Rows that layouts are chosen for: of the other factor in the products to come. */
  public static final int ROWS = 256;

  private static final long BLOCK = 4L << 20;

  private record Matrix(int m, int k, int n, DataType type, boolean layer) {}

  private final Workers workers;
  private final Worker worker = new Worker();
  private final Arena weights = new Arena(BLOCK);
  private final Map<Matrix, Layout> layouts = new HashMap<>();

  /** A packer whose work is done on the calling threads. */
  public MatrixPacker(Workers workers) {
    this.workers = workers;
  }

  /** The values, row after row. */
  public synchronized Span values(float[] values) {
    Span span = weights.allocate(values.length);
    span.block().floats().duplicate().position(span.offset()).put(values);
    return span;
  }

  /** The layout oneDNN likes best for B in products of m x k by k x n. */
  public synchronized Layout layout(int m, int k, int n, DataType type) {
    return layouts.computeIfAbsent(
        new Matrix(m, k, n, type, false), key -> here(() -> OneDnn.layout(m, k, n, type)));
  }

  private Layout layerLayout(int k, int n, DataType type) {
    return layouts.computeIfAbsent(
        new Matrix(ROWS, k, n, type, true),
        key -> here(() -> OneDnn.layerLayout(ROWS, k, n, type)));
  }

  /**
   * A layer's weights.
   *
   * @param weight outputs x inputs
   */
  synchronized PackedMatrix packLayer(int inputs, int outputs, float[] weight, DataType type) {
    return pack(inputs, outputs, weight, layerLayout(inputs, outputs, type));
  }

  /**
   * The right-hand matrix of products.
   *
   * @param weight outputs x inputs
   */
  synchronized PackedMatrix pack(int inputs, int outputs, float[] weight, DataType type) {
    return pack(inputs, outputs, weight, layout(ROWS, inputs, outputs, type));
  }

  private PackedMatrix pack(int inputs, int outputs, float[] weight, Layout layout) {
    Span packed = weights.allocate(layout.floats());
    try (NativeStorage plain = NativeStorage.allocate(weight.length)) {
      plain.write(0, weight, 0, weight.length);
      relayout(
          Relayout.pack(inputs, outputs, Placement.strided(1, inputs), layout),
          plain.address(),
          packed.address());
    }
    return new PackedMatrix(layout, packed);
  }

  /**
   * A convolution's weights.
   *
   * @param plain outputs x inputs of a group x kernel x kernel
   */
  synchronized Span pack(ConvolutionShape shape, Span plain, Layout layout) {
    Span packed = weights.allocate(layout.floats());
    workers.runHere(
        worker,
        1,
        (w, i) -> ConvolutionWeights.pack(shape, plain.address(), layout, packed.address()));
    return packed;
  }

  /** The same weights in another layout. */
  synchronized PackedMatrix convert(PackedMatrix single, int inputs, int outputs, Layout layout) {
    Span packed = weights.allocate(layout.floats());
    relayout(
        Relayout.pack(inputs, outputs, Placement.packed(single.layout()), layout),
        single.span().address(),
        packed.address());
    return new PackedMatrix(layout, packed);
  }

  private void relayout(Relayout relayout, long from, long to) {
    workers.runHere(worker, 1, (w, i) -> w.primitives().relayout(relayout).run(from, to));
  }

  /** Runs what must find OpenMP limited to the calling thread. */
  private <T> T here(Supplier<T> supplier) {
    Object[] result = new Object[1];
    workers.runHere(worker, 1, (w, i) -> result[0] = supplier.get());
    @SuppressWarnings("unchecked")
    T made = (T) result[0];
    return made;
  }

  @Override
  public synchronized void close() {
    worker.close();
    weights.close();
  }
}
