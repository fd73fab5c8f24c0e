package io.github.sam4j.prompt;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SAM's prompt encoder (Kirillov et al. 2023, "Segment Anything", appendix A): clicks and box
 * corners become tokens, a mask becomes an embedding for each cell of the image embedding's grid.
 *
 * <p>Thread-safe; its weights belong to the engine that it was made with.
 */
public final class PromptEncoder {
  private static final int BACKGROUND = 0;
  private static final int FOREGROUND = 1;
  private static final int TOP_LEFT = 2;
  private static final int BOTTOM_RIGHT = 3;

  private final TokenOrder order;
  private final int inputSize;
  private final int grid;
  private final int channels;
  private final PositionEmbeddingRandom positions;
  private final float[][] labels = new float[4][];
  private final float[] notAPoint;
  private final float[] noMask;
  private final MaskDownscaling maskDownscaling;
  private final Tensor densePositions;
  private final Tensor nothing;

  /**
   * Loads its weights.
   *
   * @param parameters those below "prompt_encoder."
   * @param inputSize S, the side of the model's input in pixels
   * @param grid G, the side of the image embedding in cells
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public PromptEncoder(Engine engine, Parameters parameters, int inputSize, int grid) {
    this(engine, parameters, inputSize, grid, TokenOrder.SAM);
  }

  /**
   * With another order of a prompt's tokens.
   *
   * @see #PromptEncoder(Engine, Parameters, int, int)
   */
  public PromptEncoder(
      Engine engine, Parameters parameters, int inputSize, int grid, TokenOrder order) {
    this.order = order;
    if (inputSize < 1 || grid < 1) {
      throw new IllegalArgumentException(
          "input size and grid must be at least 1, found %d and %d".formatted(inputSize, grid));
    }
    this.inputSize = inputSize;
    this.grid = grid;
    positions = new PositionEmbeddingRandom(parameters.under("pe_layer"));
    channels = positions.channels();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = parameters.values("point_embeddings." + i + ".weight", 1, channels);
    }
    notAPoint = parameters.values("not_a_point_embed.weight", 1, channels);
    noMask = parameters.values("no_mask_embed.weight", 1, channels);
    maskDownscaling =
        new MaskDownscaling(engine, parameters.under("mask_downscaling"), grid, channels);
    densePositions = engine.tensor(positions.grid(grid), grid * grid, channels);
    nothing = engine.tensor(new float[1], 1);
  }

  /** C, the width of tokens and of the image embedding. */
  public int channels() {
    return channels;
  }

  /** G, the side of the image embedding. */
  public int grid() {
    return grid;
  }

  /** S, the side of the model's input in pixels. */
  public int inputSize() {
    return inputSize;
  }

  /** The positional encoding of the image embedding's cells: (G x G, C); freed with the engine. */
  public Tensor densePositions() {
    return densePositions;
  }

  /** What stands for the mask where a prompt has none: C values, as a copy. */
  public float[] noMask() {
    return noMask.clone();
  }

  /**
   * Encodes a batch.
   *
   * @param prompts at least one, in pixels of the model's input; all with the same number of
   *     points, all or none with a box, all or none with a mask of side 4 G
   * @throws IllegalArgumentException if they are empty or do not agree, or a mask has another side
   */
  public EncodedPrompts encode(Operators ops, List<SpatialPrompt> prompts) {
    checkAgreement(prompts);
    SpatialPrompt first = prompts.get(0);
    Tensor sparse = sparse(ops, prompts);
    if (first.mask() == null) {
      return new EncodedPrompts(sparse, null);
    }
    List<LowResolutionLogits> masks =
        prompts.stream().map(prompt -> Objects.requireNonNull(prompt.mask())).toList();
    return new EncodedPrompts(sparse, maskDownscaling.embed(ops, masks));
  }

  private static void checkAgreement(List<SpatialPrompt> prompts) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one prompt, found none");
    }
    SpatialPrompt first = prompts.get(0);
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "a prompt needs a click, a box or a mask, found none of them");
    }
    for (int i = 1; i < prompts.size(); i++) {
      if (!prompts.get(i).agreesWith(first)) {
        throw new IllegalArgumentException(
            "prompts of one batch must agree: prompt 0 has %s, prompt %d has %s"
                .formatted(first.contents(), i, prompts.get(i).contents()));
      }
    }
  }

  private Tensor sparse(Operators ops, List<SpatialPrompt> prompts) {
    int tokens = tokens(prompts.get(0));
    if (tokens == 0) {
      return Tensor.of(nothing.storage(), prompts.size(), 0, channels);
    }
    float[] values = new float[prompts.size() * tokens * channels];
    for (int i = 0; i < prompts.size(); i++) {
      write(prompts.get(i), values, i * tokens * channels);
    }
    return ops.tensor(values, prompts.size(), tokens, channels);
  }

  private int tokens(SpatialPrompt prompt) {
    int tokens = prompt.points().size() + (prompt.box() == null ? 0 : 2);
    return tokens + (isPadded(prompt) ? 1 : 0);
  }

  /** Whether a token that is not a point stands behind the others. */
  private boolean isPadded(SpatialPrompt prompt) {
    return prompt.box() == null ? !prompt.points().isEmpty() : order == TokenOrder.SAM2;
  }

  private void write(SpatialPrompt prompt, float[] target, int start) {
    int at = order == TokenOrder.SAM2 ? writeBox(prompt.box(), target, start) : start;
    for (LabelledPoint point : prompt.points()) {
      PixelPoint place = point.place();
      write(place.x(), place.y(), point.foreground() ? FOREGROUND : BACKGROUND, target, at);
      at += channels;
    }
    if (order == TokenOrder.SAM) {
      at = writeBox(prompt.box(), target, at);
    }
    if (isPadded(prompt)) {
      // Its own encoding has no place in it.
      System.arraycopy(notAPoint, 0, target, at, channels);
    }
  }

  /** Two corners, if there is a box; where the next token goes. */
  private int writeBox(@Nullable Box box, float[] target, int at) {
    if (box == null) {
      return at;
    }
    write(box.x0(), box.y0(), TOP_LEFT, target, at);
    write(box.x1(), box.y1(), BOTTOM_RIGHT, target, at + channels);
    return at + 2 * channels;
  }

  private void write(double x, double y, int label, float[] target, int at) {
    // The half brings a pixel's index to its centre.
    positions.encode(((float) x + 0.5f) / inputSize, ((float) y + 0.5f) / inputSize, target, at);
    for (int i = 0; i < channels; i++) {
      target[at + i] += labels[label][i];
    }
  }
}
