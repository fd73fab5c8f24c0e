package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.factored.FactoredMasks;
import io.github.sam4j.decoder.factored.FactoredTransformer;
import io.github.sam4j.decoder.factored.ImagePlanes;
import io.github.sam4j.decoder.factored.UpscaledPlanes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way of the image by factors, for prompts without a mask and not too many tokens: what prompts
 * add to the cells that all share. Other prompts go cell by cell.
 */
public final class FactoredPath implements ImagePath {
  private final CellsPath cells;
  private final FactoredTransformer transformer;
  private final FactoredMasks masks;

  private FactoredPath(StoredLayers layers, CellsPath cells) {
    this.cells = cells;
    transformer = new FactoredTransformer(layers.under("transformer"), cells.transformer());
    masks =
        new FactoredMasks(layers.under("output_upscaling"), transformer, OutputUpscaling.EPSILON);
  }

  /**
   * This way where engine and model allow it and it is worth it, else the way by cells itself.
   *
   * @param layers of the mask decoder that {@code cells} was made of, with {@link OutputUpscaling}
   * @param fewestTokens of a prompt, with the output tokens
   */
  public static ImagePath orCells(StoredLayers layers, CellsPath cells, int fewestTokens) {
    boolean suits;
    try (Operators ops = layers.engine().operators()) {
      suits = FactoredTransformer.suits(ops, cells.transformer(), fewestTokens);
    }
    return suits ? new FactoredPath(layers, cells) : cells;
  }

  /**
   * What it keeps of an image.
   *
   * @param owner the path that made it
   * @param cells for prompts that go cell by cell
   * @param planes for the transformer
   * @param upscaled for the masks
   */
  private record Image(
      FactoredPath owner, CellsPath.Image cells, ImagePlanes planes, UpscaledPlanes upscaled) {
    Image map(UnaryOperator<Tensor> each) {
      return new Image(owner, cells.map(each), planes.map(each), upscaled.map(each));
    }
  }

  @Override
  public int maskSide() {
    return cells.maskSide();
  }

  @Override
  public int filterWidth() {
    return cells.filterWidth();
  }

  private boolean suits(Operators ops, int tokens, boolean dense) {
    return !dense && FactoredTransformer.suits(ops, cells.transformer(), tokens);
  }

  @Override
  public long bytesPerPrompt(Operators ops, int tokens, boolean dense) {
    if (!suits(ops, tokens, dense)) {
      return cells.bytesPerPrompt(ops, tokens, dense);
    }
    // Coefficients before and after the last block, and four masks of 16 values a cell.
    long perCell = 3L * tokens * cells.transformer().config().heads() + 16L * 4;
    return perCell * Float.BYTES * cells.grid() * cells.grid();
  }

  @Override
  public PreparedImage prepare(Operators ops, FeatureMaps image) {
    CellsPath.Image whole = cells.image(ops, image);
    Tensor rows = whole.withoutMask().select(0, 0);
    Tensor blocks = transformer.blocks(ops, rows);
    ImagePlanes planes = transformer.planes(ops, rows, blocks);
    Image parts = new Image(this, whole, planes, upscaled(ops, blocks, whole.features()));
    return PreparedTensors.copyOf(ops, parts, Image::map);
  }

  private UpscaledPlanes upscaled(Operators ops, Tensor blocks, FeatureMaps features) {
    if (features.maps().isEmpty()) {
      return masks.planes(ops, blocks);
    }
    HighResolution finer = HighResolution.of(features);
    return masks.planes(ops, blocks, finer.s1(), finer.s0());
  }

  @Override
  public Pass run(Operators ops, Tensor tokens, @Nullable Tensor dense, PreparedImage image) {
    if (image instanceof PreparedTensors<?> prepared
        && prepared.parts() instanceof Image own
        && own.owner() == this) {
      return suits(ops, tokens.dim(1), dense != null)
          ? pass(transformer.run(ops, tokens, own.planes()), own)
          : cells.run(ops, tokens, dense, own.cells());
    }
    throw new IllegalArgumentException("this image was prepared by another decoder");
  }

  private Pass pass(FactoredTransformer.Result result, Image image) {
    return new Pass() {
      @Override
      public Tensor tokens() {
        return result.tokens();
      }

      @Override
      public int promptsAtOnce() {
        return Integer.MAX_VALUE;
      }

      @Override
      public Tensor masks(Operators ops, Tensor filters, int[] owners, int[] maskTokens) {
        return masks.run(ops, result.image(), image.upscaled(), filters, owners, cells.grid());
      }
    };
  }
}
