package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.DataType;
import io.github.sam4j.cpu.onednn.Product;
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
          made = packer.convert(first, inputs, outputs, wanted);
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
    Product product =
        new Product(
            new Product.Size(m, inputs, outputs),
            new Product.Strides(
                m == 1 ? inputs : from.stride(), 0, 0, m == 1 ? outputs : to.stride()),
            weights.layout(),
            new Product.After(bias != null, 1, activation, sum),
            weights.layout().type(),
            to.type());
    worker
        .primitives()
        .product(product)
        .run(
            from.address(),
            weights.span().address(),
            bias == null ? 0 : bias.address(),
            to.address());
  }
}
