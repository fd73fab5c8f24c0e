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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final List<PackedMatrix> variants = new CopyOnWriteArrayList<>();

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
      synchronized (this) {
        made = half;
        if (made == null) {
          made =
              packer.convert(
                  first,
                  inputs,
                  outputs,
                  packer.layout(MatrixPacker.ROWS, inputs, outputs, wanted));
          half = made;
        }
      }
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
    if (weights.layout().isDense()) {
      dense(worker, weights, m, from, to, activation, sum);
    } else {
      multiply(worker, weights, m, from, to, activation, sum);
    }
  }

  /** Copies rows that do not lie one after the other on their way in and out. */
  private void dense(
      Worker worker,
      PackedMatrix weights,
      int m,
      Place from,
      Place to,
      Activation activation,
      boolean sum) {
    Place input = from;
    if (from.stride() != inputs) {
      input =
          new Place(worker.scratch().allocate((long) m * inputs).address(), inputs, from.type());
      copy(worker, m, inputs, from, input);
    }
    if (to.stride() == outputs) {
      multiply(worker, weights, m, input, to, activation, sum);
      return;
    }
    Place result =
        new Place(worker.scratch().allocate((long) m * outputs).address(), outputs, to.type());
    if (sum) {
      copy(worker, m, outputs, to, result);
    }
    multiply(worker, weights, m, input, result, activation, sum);
    copy(worker, m, outputs, result, to);
  }

  private static void copy(Worker worker, int m, int width, Place from, Place to) {
    Relayout rows =
        new Relayout(
            m,
            width,
            Placement.strided(from.stride(), 1),
            Placement.strided(to.stride(), 1),
            DataType.F32);
    worker.primitives().relayout(rows).run(from.address(), to.address());
  }

  private void multiply(
      Worker worker,
      PackedMatrix weights,
      int m,
      Place from,
      Place to,
      Activation activation,
      boolean sum) {
    Product product =
        new Product(
            new Product.Size(m, inputs, outputs),
            new Product.Strides(
                m == 1 ? inputs : from.stride(), 0, 0, m == 1 ? outputs : to.stride()),
            weights.layout(),
            new Product.After(bias != null, 1, activation, sum),
            weights.layout().type(),
            to.type());
    CompiledProduct compiled = worker.primitives().product(product);
    Span packed = packed(weights, compiled.layout()).span();
    compiled.run(from.address(), packed.address(), bias == null ? 0 : bias.address(), to.address());
  }

  /** The weights in a layout that may be another than theirs; packed at the first time. */
  private PackedMatrix packed(PackedMatrix weights, @Nullable Layout wanted) {
    if (wanted == null || wanted == weights.layout()) {
      return weights;
    }
    PackedMatrix found = find(wanted);
    if (found != null) {
      return found;
    }
    synchronized (variants) {
      found = find(wanted);
      if (found == null) {
        found = packer.convert(weights, inputs, outputs, wanted);
        variants.add(found);
      }
      return found;
    }
  }

  private @Nullable PackedMatrix find(Layout wanted) {
    for (PackedMatrix variant : variants) {
      if (variant.layout().same(wanted)) {
        return variant;
      }
    }
    return null;
  }
}
