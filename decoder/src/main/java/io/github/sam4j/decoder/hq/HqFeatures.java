package io.github.sam4j.decoder.hq;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;

/**
 * What SAM-HQ draws its masks on besides what SAM upscales: the image embedding, which knows what
 * is where, and an early map of the image encoder, which has kept edges, brought to the masks' side
 * and added. The same for all prompts of a picture.
 */
public final class HqFeatures {
  /**
   * The early map among those of a picture: what the encoder's first block with global attention
   * gave, or TinyViT's second stage: (G, G, V). Named as in the authors' code.
   */
  public static final String EARLY = "interm_embeddings";

  private final int channels;
  private final int earlyChannels;
  private final int outputs;
  private final FeatureUpscaling ofEmbedding;
  private final FeatureUpscaling ofEarly;

  /**
   * Loads its weights.
   *
   * @param layers those below "mask_decoder."
   * @param channels C, of the embedding
   * @param earlyChannels V, of the early map
   * @param outputs L
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public HqFeatures(StoredLayers layers, int channels, int earlyChannels, int outputs) {
    this.channels = channels;
    this.earlyChannels = earlyChannels;
    this.outputs = outputs;
    ofEmbedding = new FeatureUpscaling(layers.under("embedding_encoder"), channels, outputs);
    ofEarly = new FeatureUpscaling(layers.under("compress_vit_feat"), earlyChannels, outputs);
  }

  /**
   * Those of a picture.
   *
   * @param image with an embedding (G, G, C) and {@link #EARLY}
   * @return (4 G, 4 G, L), in scratch memory
   * @throws IllegalArgumentException if a map is missing or has another shape
   */
  public Tensor of(Operators ops, FeatureMaps image) {
    Tensor embedding = image.embedding();
    Tensor early = image.map(EARLY);
    int grid = embedding.dim(0);
    ArgumentCheck.shape(FeatureMaps.EMBEDDING, new int[] {grid, grid, channels}, embedding);
    ArgumentCheck.shape(EARLY, new int[] {grid, grid, earlyChannels}, early);
    Tensor sum = ops.empty(4 * grid, 4 * grid, outputs);
    // What lies between is several times as large as the sum.
    try (Frame frame = ops.frame()) {
      Tensor meaning = ofEmbedding.run(ops, single(ops, embedding));
      Tensor edges = ofEarly.run(ops, single(ops, early));
      ops.copy(sum, ops.add(meaning, edges).select(0, 0));
    }
    return sum;
  }

  /** A batch of one map, whatever view it is. */
  private static Tensor single(Operators ops, Tensor map) {
    Tensor batch = ops.empty(1, map.dim(0), map.dim(1), map.dim(2));
    ops.copy(batch.select(0, 0), map);
    return batch;
  }
}
