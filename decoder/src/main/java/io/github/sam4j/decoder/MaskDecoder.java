package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FactoredMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.prompt.EncodedPrompts;
import io.github.sam4j.prompt.PromptEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SAM's mask decoder (Kirillov et al. 2023, "Segment Anything", appendix A): from an image
 * embedding and encoded prompts to masks and a guess of their quality.
 *
 * <p>What depends on the image alone is computed once, by {@link #prepare}. Prompts are decoded
 * some at a time, so that scratch memory does not grow with their number.
 *
 * <p>Thread-safe; its weights belong to the engine that it was made with.
 */
public final class MaskDecoder {
  /** What the activations of prompts that are decoded together may take, roughly, in bytes. */
  private static final long SCRATCH_BYTES = 100L << 20;

  private static final int MOST_PROMPTS = 16;

  private final Engine engine;
  private final int channels;
  private final int grid;
  private final int maskTokens;
  private final int heads;
  private final int asked;
  private final Tensor noMask;
  private final Tensor outputTokens;
  private final TwoWayTransformer transformer;
  private final @Nullable FactoredTransformer factored;
  private final OutputUpscaling upscaling;
  private final List<Mlp> hypernetworks = new ArrayList<>();
  private final Mlp iouHead;

  /**
   * Loads its weights.
   *
   * @param parameters those below "mask_decoder."
   * @param heads attention heads; 8 in all published models
   * @param prompts the prompt encoder of the same model, made with the same engine
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public MaskDecoder(Engine engine, Parameters parameters, int heads, PromptEncoder prompts) {
    this(engine, parameters, heads, prompts, 0);
  }

  /** With this many prompts decoded together; 0 chooses by memory. */
  MaskDecoder(Engine engine, Parameters parameters, int heads, PromptEncoder prompts, int chunk) {
    if (heads < 1) {
      throw new IllegalArgumentException("heads must be at least 1, found " + heads);
    }
    this.engine = engine;
    channels = prompts.channels();
    grid = prompts.grid();
    this.heads = heads;
    asked = chunk;
    noMask = engine.tensor(prompts.noMask(), channels);

    float[] maskTokenValues = parameters.values("mask_tokens.weight");
    maskTokens = maskTokenValues.length / channels;
    parameters.values("mask_tokens.weight", maskTokens, channels);
    float[] tokens =
        Arrays.copyOf(
            parameters.values("iou_token.weight", 1, channels), (1 + maskTokens) * channels);
    System.arraycopy(maskTokenValues, 0, tokens, channels, maskTokenValues.length);
    outputTokens = engine.tensor(tokens, 1 + maskTokens, channels);

    StoredLayers layers = new StoredLayers(engine, parameters);
    transformer =
        new TwoWayTransformer(
            layers.under("transformer"), channels, heads, prompts.densePositions());
    upscaling = new OutputUpscaling(layers.under("output_upscaling"), channels);
    for (int i = 0; i < maskTokens; i++) {
      Mlp mlp = new Mlp(layers.under("output_hypernetworks_mlps." + i), channels);
      checkWidth(parameters, "output_hypernetworks_mlps." + i, mlp, upscaling.outputs());
      hypernetworks.add(mlp);
    }
    iouHead = new Mlp(layers.under("iou_prediction_head"), channels);
    checkWidth(parameters, "iou_prediction_head", iouHead, maskTokens);
    factored = factored(layers, prompts);
  }

  /** Null if the engine or the number of layers does not allow it. */
  private @Nullable FactoredTransformer factored(StoredLayers layers, PromptEncoder prompts) {
    try (Operators ops = engine.operators()) {
      FactoredMaps maps = ops.factoredMaps();
      if (maps == null
          || transformer.blocks().size() != FactoredTransformer.DEPTH
          || !maps.suits(grid * grid, (1 + maskTokens) * heads)) {
        return null;
      }
      int cells = grid * grid;
      Tensor positions = SharedProjections.blocks(ops, prompts.densePositions(), maps.block(cells));
      return new FactoredTransformer(layers, transformer, channels, heads, positions, cells);
    }
  }

  /** How many prompts to decode together. */
  private int chunk(boolean byFactors, int tokens) {
    if (asked > 0) {
      return asked;
    }
    // Coefficients before and after the last block, and masks; or two states of the image side,
    // what it is upscaled to and what is between.
    long perCell = byFactors ? 3L * tokens * heads + 16L * maskTokens : 6L * channels;
    long perPrompt = perCell * Float.BYTES * grid * grid;
    return (int) Math.max(1, Math.min(MOST_PROMPTS, SCRATCH_BYTES / perPrompt));
  }

  private static void checkWidth(Parameters parameters, String name, Mlp mlp, int expected) {
    if (mlp.outputs() != expected) {
      throw WeightsFormatException.tensor(
          parameters.source(), name, expected + " outputs", mlp.outputs() + " outputs");
    }
  }

  /** How many mask tokens there are: in published models 4, token 0 for single masks. */
  public int maskTokens() {
    return maskTokens;
  }

  /** 4 G, the side of the masks. */
  public int maskSide() {
    return 4 * grid;
  }

  /**
   * Computes everything that depends on the image alone, once for all prompts.
   *
   * @param embedding (G x G, C) or (G, G, C); copied
   * @return to be closed by the caller
   */
  public PreparedImage prepare(Tensor embedding) {
    int[] shape = embedding.shape();
    boolean flat = Arrays.equals(shape, new int[] {grid * grid, channels});
    if (!flat && !Arrays.equals(shape, new int[] {grid, grid, channels})) {
      throw new IllegalArgumentException(
          "expected an embedding of shape [%d, %d] or [%d, %d, %d], found %s"
              .formatted(grid * grid, channels, grid, grid, channels, Arrays.toString(shape)));
    }
    try (Operators ops = engine.operators()) {
      Tensor copy = ops.empty(shape);
      ops.copy(copy, embedding);
      Tensor image = copy.reshape(1, grid * grid, channels);
      Tensor withoutMask = ops.add(image, noMask);
      return PreparedImage.copyOf(
          this,
          ops,
          image,
          withoutMask,
          factored == null ? transformer.firstProjections(ops, withoutMask) : null,
          factored == null ? null : factored.project(ops, withoutMask));
    }
  }

  /**
   * Decodes a batch of prompts of any size. A prompt's masks do not depend on the others in its
   * batch, save for rounding where the engine's matrix product adds up in another order for another
   * number of rows: not seen with the CPU engine, some 1e-5 of the largest logit with the portable
   * one.
   *
   * @param image made by this decoder
   * @param firstToken the first mask token to expand: 0 for single masks, 1 for multimask
   * @param tokens how many to expand: 1 for single masks, 3 for multimask
   * @return results in the Java heap; scratch memory is as it was before
   * @throws IllegalArgumentException for tokens that there are not, or shapes or an image that are
   *     not this model's
   * @throws IllegalStateException if the image is closed
   */
  public DecodedMasks decode(
      Operators ops, PreparedImage image, EncodedPrompts prompts, int firstToken, int tokens) {
    return decode(ops, image, prompts, firstToken, tokens, Float.NEGATIVE_INFINITY);
  }

  /**
   * {@link #decode(Operators, PreparedImage, EncodedPrompts, int, int)} for masks that are worth
   * it: one whose predicted IoU is not above a bound is not expanded, and its logits are 0.
   *
   * @param above the bound; masks whose prediction is no number are expanded
   */
  public DecodedMasks decode(
      Operators ops,
      PreparedImage image,
      EncodedPrompts prompts,
      int firstToken,
      int tokens,
      float above) {
    check(image, prompts, firstToken, tokens);
    int count = prompts.prompts();
    Expansion expansion = new Expansion(count, firstToken, tokens, above, maskSide());
    int inputs = 1 + maskTokens + prompts.tokens();
    boolean byFactors =
        image.planes() != null
            && prompts.dense() == null
            && FactoredTransformer.suits(ops, grid * grid, inputs, heads);
    int chunk = chunk(byFactors, inputs);
    for (int from = 0; from < count; from += chunk) {
      EncodedPrompts some = prompts.slice(from, Math.min(count, from + chunk));
      try (Frame frame = ops.frame()) {
        if (byFactors) {
          decodeFactored(ops, image, some, from, expansion);
        } else {
          decodeTogether(ops, image, some, from, expansion);
        }
      }
    }
    return expansion.masks();
  }

  private void check(PreparedImage image, EncodedPrompts prompts, int firstToken, int tokens) {
    image.checkOpen();
    if (image.decoder() != this) {
      throw new IllegalArgumentException("this image was prepared by another decoder");
    }
    if (firstToken < 0 || tokens < 1 || tokens > maskTokens - firstToken) {
      throw new IllegalArgumentException(
          "there are mask tokens 0 to %d, asked for %d from token %d"
              .formatted(maskTokens - 1, tokens, firstToken));
    }
    Tensor sparse = prompts.sparse();
    if (sparse.rank() != 3 || sparse.dim(2) != channels) {
      throw new IllegalArgumentException(
          "expected prompt tokens of shape [P, N, %d], found %s".formatted(channels, sparse));
    }
    int[] dense = {sparse.dim(0), grid * grid, channels};
    if (prompts.dense() != null && !Arrays.equals(prompts.dense().shape(), dense)) {
      throw new IllegalArgumentException(
          "expected mask embeddings of shape %s, found %s"
              .formatted(Arrays.toString(dense), prompts.dense()));
    }
  }

  private void decodeTogether(
      Operators ops, PreparedImage image, EncodedPrompts prompts, int start, Expansion expansion) {
    TwoWayTransformer.Result result = transform(ops, image, prompts);
    score(ops, result.tokens(), start, expansion);
    Tensor filters = filters(ops, result.tokens(), expansion);
    for (int p = 0; p < prompts.prompts(); p++) {
      int[] wanted = expansion.wanted(start + p, 1);
      if (wanted.length == 0) {
        continue;
      }
      // One prompt after the other: what is upscaled is large, and its products are large enough.
      try (Frame frame = ops.frame()) {
        Tensor cells = result.image().slice(0, p, p + 1).reshape(1, grid, grid, channels);
        Tensor upscaled = upscaling.run(ops, cells);
        Tensor masks =
            ops.matmulTransposed(
                chosen(ops, filters, start, wanted).reshape(1, wanted.length, upscaling.outputs()),
                upscaled.reshape(1, maskSide() * maskSide(), upscaling.outputs()));
        expansion.put(wanted, masks.toArray());
      }
    }
  }

  private void decodeFactored(
      Operators ops, PreparedImage image, EncodedPrompts prompts, int start, Expansion expansion) {
    FactoredTransformer transformer = Objects.requireNonNull(factored);
    SharedPlanes planes = Objects.requireNonNull(image.planes());
    FactoredTransformer.Result result = transformer.run(ops, tokens(ops, prompts), planes);
    score(ops, result.tokens(), start, expansion);
    int[] wanted = expansion.wanted(start, prompts.prompts());
    if (wanted.length == 0) {
      return;
    }
    Tensor filters = chosen(ops, filters(ops, result.tokens(), expansion), start, wanted);
    int[] owners = Arrays.stream(wanted).map(mask -> mask / expansion.tokens() - start).toArray();
    Tensor masks = transformer.masks(ops, result, planes, filters, owners, grid);
    expansion.put(wanted, masks.toArray());
  }

  /** Tells the expansion the predicted IoU of all masks of some prompts. */
  private void score(Operators ops, Tensor tokens, int start, Expansion expansion) {
    expansion.score(start, iouHead.run(ops, tokens.select(1, 0)).toArray(), maskTokens);
  }

  private TwoWayTransformer.Result transform(
      Operators ops, PreparedImage image, EncodedPrompts prompts) {
    Tensor tokens = tokens(ops, prompts);
    @Nullable Tensor dense = prompts.dense();
    if (dense != null) {
      return transformer.run(ops, tokens, ops.add(image.embedding(), dense), null);
    }
    return transformer.run(ops, tokens, image.withoutMask(), image.firstProjections());
  }

  /** The output tokens followed by each prompt's own: (P, 1 + mask tokens + N, C). */
  private Tensor tokens(Operators ops, EncodedPrompts prompts) {
    int own = prompts.tokens();
    int fixed = 1 + maskTokens;
    Tensor tokens = ops.empty(prompts.prompts(), fixed + own, channels);
    for (int p = 0; p < prompts.prompts(); p++) {
      ops.copy(tokens.select(0, p).slice(0, 0, fixed), outputTokens);
    }
    if (own > 0) {
      ops.copy(tokens.slice(1, fixed, fixed + own), prompts.sparse());
    }
    return tokens;
  }

  /** What each asked mask token makes of itself, to be multiplied with the image: (P, K, width). */
  private Tensor filters(Operators ops, Tensor tokens, Expansion expansion) {
    Tensor filters = ops.empty(tokens.dim(0), expansion.tokens(), upscaling.outputs());
    for (int k = 0; k < expansion.tokens(); k++) {
      int token = expansion.firstToken() + k;
      Tensor filter = hypernetworks.get(token).run(ops, tokens.select(1, 1 + token));
      ops.copy(filters.select(1, k), filter);
    }
    return filters;
  }

  /** The filters of some masks: (masks, width). */
  private Tensor chosen(Operators ops, Tensor filters, int start, int[] masks) {
    int width = upscaling.outputs();
    Tensor rows = filters.reshape(filters.dim(0) * filters.dim(1), width);
    if (masks.length == rows.dim(0)) {
      return rows;
    }
    Tensor chosen = ops.empty(masks.length, width);
    for (int i = 0; i < masks.length; i++) {
      ops.copy(chosen.select(0, i), rows.select(0, masks[i] - start * filters.dim(1)));
    }
    return chosen;
  }
}
