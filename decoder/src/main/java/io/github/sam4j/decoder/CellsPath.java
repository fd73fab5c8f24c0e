package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.ImageKeysValues;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The way of the image cell by cell, as the paper has it; any engine and any prompt. */
public final class CellsPath implements ImagePath {
  private final TwoWayTransformer transformer;
  private final Upscaling upscaling;
  private final @Nullable Tensor noMask;
  private final int grid;
  private final int channels;

  /**
   * From parts.
   *
   * @param transformer whose positions are those of a square image
   * @param upscaling makes masks of what the transformer gives
   * @param noMask what is added to every cell where a prompt has no mask: (C); null for nothing
   */
  public CellsPath(TwoWayTransformer transformer, Upscaling upscaling, @Nullable Tensor noMask) {
    this.transformer = transformer;
    this.upscaling = upscaling;
    this.noMask = noMask;
    channels = transformer.config().channels();
    int cells = transformer.positions().dim(0);
    grid = (int) Math.round(Math.sqrt(cells));
    if (grid * grid != cells) {
      throw new IllegalArgumentException(
          "expected positions of a square image, found %s".formatted(transformer.positions()));
    }
  }

  /**
   * What it keeps of an image.
   *
   * @param owner the path that made it
   * @param embedding (1, G x G, C)
   * @param withoutMask the embedding with what stands for no mask added: (1, G x G, C)
   * @param shared the first block's keys and values of {@code withoutMask}; null where all prompts
   *     without a mask go another way
   * @param features of the upscaling
   */
  record Image(
      CellsPath owner,
      Tensor embedding,
      Tensor withoutMask,
      @Nullable ImageKeysValues shared,
      FeatureMaps features) {
    Image map(UnaryOperator<Tensor> each) {
      return new Image(
          owner,
          each.apply(embedding),
          each.apply(withoutMask),
          shared == null ? null : shared.map(each),
          mapped(features, each));
    }
  }

  private static FeatureMaps mapped(FeatureMaps features, UnaryOperator<Tensor> each) {
    Map<String, Tensor> maps = new LinkedHashMap<>();
    features.maps().forEach((name, map) -> maps.put(name, each.apply(map)));
    return new FeatureMaps(maps);
  }

  TwoWayTransformer transformer() {
    return transformer;
  }

  /** G. */
  int grid() {
    return grid;
  }

  @Override
  public int maskSide() {
    return 4 * grid;
  }

  @Override
  public int filterWidth() {
    return upscaling.outputs();
  }

  /** Two states of the image, what it is upscaled to and what is between. */
  @Override
  public long bytesPerPrompt(Operators ops, int tokens, boolean dense) {
    return 6L * channels * Float.BYTES * grid * grid;
  }

  @Override
  public PreparedImage prepare(Operators ops, FeatureMaps image) {
    Image parts = image(ops, image);
    Image shared =
        new Image(
            this,
            parts.embedding(),
            parts.withoutMask(),
            transformer.firstKeysValues(ops, parts.withoutMask()),
            parts.features());
    return PreparedTensors.copyOf(ops, shared, Image::map);
  }

  /** An image in scratch memory, without the first block's keys and values. */
  Image image(Operators ops, FeatureMaps maps) {
    Tensor map = maps.embedding();
    if (!Arrays.equals(map.shape(), new int[] {grid, grid, channels})) {
      throw new IllegalArgumentException(
          "expected an embedding of shape [%d, %d, %d], found %s"
              .formatted(grid, grid, channels, map));
    }
    Tensor embedding = contiguous(ops, map).reshape(1, grid * grid, channels);
    Tensor withoutMask = noMask == null ? embedding : ops.add(embedding, noMask);
    return new Image(this, embedding, withoutMask, null, upscaling.features(ops, maps));
  }

  private static Tensor contiguous(Operators ops, Tensor x) {
    if (x.isContiguous()) {
      return x;
    }
    Tensor copy = ops.empty(x.shape());
    ops.copy(copy, x);
    return copy;
  }

  @Override
  public Pass run(Operators ops, Tensor tokens, @Nullable Tensor dense, PreparedImage image) {
    if (image instanceof PreparedTensors<?> prepared
        && prepared.parts() instanceof Image own
        && own.owner() == this) {
      return run(ops, tokens, dense, own);
    }
    throw new IllegalArgumentException("this image was prepared by another decoder");
  }

  Pass run(Operators ops, Tensor tokens, @Nullable Tensor dense, Image image) {
    if (dense == null) {
      return pass(transformer.run(ops, tokens, image.withoutMask(), image.shared()), image);
    }
    int[] shape = {tokens.dim(0), grid * grid, channels};
    if (!Arrays.equals(dense.shape(), shape)) {
      throw new IllegalArgumentException(
          "expected mask embeddings of shape %s, found %s"
              .formatted(Arrays.toString(shape), dense));
    }
    Tensor cells = ops.add(image.embedding(), dense);
    return pass(transformer.run(ops, tokens, cells, null), image);
  }

  private Pass pass(TwoWayTransformer.Result result, Image image) {
    return new Pass() {
      @Override
      public Tensor tokens() {
        return result.tokens();
      }

      /** What is upscaled is large, and its products are large enough. */
      @Override
      public int promptsAtOnce() {
        return 1;
      }

      @Override
      public Tensor masks(Operators ops, Tensor filters, int[] owners, int[] maskTokens) {
        int prompt = owners[0];
        Tensor cells = result.image().slice(0, prompt, prompt + 1).reshape(1, grid, grid, channels);
        return upscaling.masks(ops, cells, image.features(), filters, maskTokens);
      }
    };
  }
}
