package io.github.sam4j.cpu.packed;

import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.PackedLayer;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.onednn.CompiledRowConvolution;
import io.github.sam4j.cpu.onednn.RowConvolution;
import io.github.sam4j.cpu.parallel.Worker;
import org.jspecify.annotations.Nullable;

/** A packed convolution. */
public sealed interface PackedConvolution extends Convolution, PackedLayer {
  /** One that sees a single cell, as a layer over cells. */
  record Pointwise(Object owner, ConvolutionShape shape, PackedLinear layer)
      implements PackedConvolution {}

  /** Any other, with its weights in each layout that it was asked for. Thread-safe. */
  final class Spatial implements PackedConvolution {
    private final Object owner;
    private final ConvolutionShape shape;
    private final @Nullable Span bias;
    private final PackedVariants variants;

    /**
     * A convolution.
     *
     * @param packer to pack further variants with
     * @param plain weights: outputs x inputs of a group x kernel x kernel
     */
    Spatial(
        Object owner,
        MatrixPacker packer,
        ConvolutionShape shape,
        Span plain,
        @Nullable Span bias) {
      this.owner = owner;
      this.shape = shape;
      this.bias = bias;
      variants =
          new PackedVariants(layout -> new PackedMatrix(layout, packer.pack(shape, plain, layout)));
    }

    @Override
    public Object owner() {
      return owner;
    }

    @Override
    public ConvolutionShape shape() {
      return shape;
    }

    /** Whether each output has a bias. */
    public boolean biased() {
      return bias != null;
    }

    /**
     * Computes some rows on the calling thread.
     *
     * @param rows of this convolution
     * @param from address of the first of the map's rows
     * @param to address of the first of the result's rows
     */
    public void run(Worker worker, RowConvolution rows, long from, long to) {
      CompiledRowConvolution compiled = worker.primitives().convolution(rows);
      Span weights = variants.in(compiled.weights()).span();
      compiled.run(from, weights.address(), bias == null ? 0 : bias.address(), to);
    }
  }
}
