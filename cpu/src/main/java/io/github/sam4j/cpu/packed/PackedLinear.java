package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.CompiledProduct;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Layout;
import io.github.sam4j.cpu.onednn.Product;
import io.github.sam4j.cpu.onednn.Relayout;
import io.github.sam4j.cpu.onednn.Relayout.Placement;
import io.github.sam4j.cpu.parallel.Worker;
import org.jspecify.annotations.Nullable;

/** A fully connected layer whose weights lie as oneDNN's products want them. */
public final class PackedLinear implements Linear, PackedLayer {
  private final Object owner;
  private final MatrixPacker packer;
  private final int inputs;
  private final int outputs;
  private final PackedMatrix first;
  private final @Nullable Span bias;
  private volatile @Nullable PackedMatrix half;
  private final PackedVariants variants;

  /**
   * A layer.
   *
   * @param packer to pack its weights in half precision with
   * @param first its weights; if they are not float32 there are no others
   */
  PackedLinear(
      Object owner,
      MatrixPacker packer,
      int inputs,
      int outputs,
      PackedMatrix first,
      @Nullable Span bias) {
    this.owner = owner;
    this.packer = packer;
    this.inputs = inputs;
    this.outputs = outputs;
    this.first = first;
    this.bias = bias;
    variants = new PackedVariants(layout -> packer.convert(first, inputs, outputs, layout));
  }

  @Override
  public Object owner() {
    return owner;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  /** The weights to use when this number format is wanted. */
  public PackedMatrix weights(DataType wanted) {
    if (wanted == DataType.F32 || first.layout().type() == wanted) {
      return first;
    }
    PackedMatrix made = half;
    if (made == null) {
      made = variants.in(packer.layout(MatrixPacker.ROWS, inputs, outputs, wanted));
      half = made;
    }
    return made;
  }

  /**
   * Rows in memory.
   *
   * @param address of the first value
   * @param stride values from one row to the next
   * @param type their number format
   */
  public record Place(long address, int stride, DataType type) {}

  /**
   * Computes the layer for m rows on the calling thread.
   *
   * @param from the input rows, of the weights' number format
   * @param to the output rows
   * @param sum whether the result is added to what is there
   */
  public void run(
      Worker worker,
      PackedMatrix weights,
      int m,
      Place from,
      Place to,
      Activation activation,
      boolean sum) {
    Rows rows = new Rows(worker, weights, m, activation, sum);
    if (weights.layout().isDense() && m > 1) {
      dense(rows, from, to);
    } else {
      multiply(rows, from, to);
    }
  }

  /** What is done with m rows. */
  private record Rows(
      Worker worker, PackedMatrix weights, int m, Activation activation, boolean sum) {
    /** Scratch memory for rows of this width that lie one after the other. */
    Place dense(int width, DataType type) {
      return new Place(worker.scratch().allocate((long) m * width).address(), width, type);
    }

    void copy(int width, Place from, Place to) {
      Relayout relayout =
          new Relayout(
              m,
              width,
              Placement.strided(from.stride(), 1),
              Placement.strided(to.stride(), 1),
              DataType.F32);
      worker.primitives().relayout(relayout).run(from.address(), to.address());
    }
  }

  /** Copies rows that do not lie one after the other on their way in and out. */
  private void dense(Rows rows, Place from, Place to) {
    Place input = from;
    if (from.stride() != inputs) {
      input = rows.dense(inputs, from.type());
      rows.copy(inputs, from, input);
    }
    if (to.stride() == outputs) {
      multiply(rows, input, to);
      return;
    }
    Place result = rows.dense(outputs, to.type());
    if (rows.sum()) {
      rows.copy(outputs, to, result);
    }
    multiply(rows, input, result);
    rows.copy(outputs, result, to);
  }

  private void multiply(Rows rows, Place from, Place to) {
    Layout layout = rows.weights().layout();
    boolean one = rows.m() == 1;
    Product product =
        new Product(
            new Product.Size(rows.m(), inputs, outputs),
            new Product.Strides(one ? inputs : from.stride(), 0, 0, one ? outputs : to.stride()),
            layout,
            new Product.After(bias != null, 1, rows.activation(), rows.sum()),
            layout.type(),
            to.type());
    CompiledProduct compiled = rows.worker().primitives().product(product);
    Layout wanted = compiled.layout();
    PackedMatrix packed = wanted == null || wanted == layout ? rows.weights() : variants.in(wanted);
    compiled.run(
        from.address(), packed.span().address(), bias == null ? 0 : bias.address(), to.address());
  }
}
