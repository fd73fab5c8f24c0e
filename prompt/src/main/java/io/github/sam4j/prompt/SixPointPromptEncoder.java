package io.github.sam4j.prompt;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * EfficientSAM's prompt encoder (Xiong et al. 2023, "EfficientSAM"): every prompt becomes six
 * tokens, a box's corners before the clicks. What is beyond six is left out; what is missing is
 * made up by points at (-1, -1) with a label of their own. A click beside the object is a position
 * without a label. Masks are not taken, and nothing is added to the image's cells.
 *
 * <p>Thread-safe; its weights belong to the engine that it was made with.
 */
public final class SixPointPromptEncoder {
  /** Tokens of every prompt. */
  public static final int POINTS = 6;

  /** Coordinates outside the picture at the left or at the top, and those of a missing point. */
  private static final float OUTSIDE = -1;

  private final int inputSize;
  private final int channels;
  private final PositionEmbeddingRandom positions;
  private final float[] foreground;
  private final float[] topLeft;
  private final float[] bottomRight;
  private final float[] missing;
  private final Tensor densePositions;

  /**
   * Loads its weights.
   *
   * @param parameters those below "prompt_encoder."
   * @param inputSize S, the side of the model's input in pixels
   * @param grid G, the side of the image embedding in cells
   * @param channels C, of the image embedding
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public SixPointPromptEncoder(
      Engine engine, Parameters parameters, int inputSize, int grid, int channels) {
    if (inputSize < 1 || grid < 1) {
      throw new IllegalArgumentException(
          "input size and grid must be at least 1, found %d and %d".formatted(inputSize, grid));
    }
    this.inputSize = inputSize;
    this.channels = channels;
    positions = new PositionEmbeddingRandom(parameters.under("pe_layer"));
    foreground = parameters.values("point_embeddings.weight", 1, channels);
    topLeft = parameters.values("bbox_top_left_embeddings.weight", 1, channels);
    bottomRight = parameters.values("bbox_bottom_right_embeddings.weight", 1, channels);
    missing = parameters.values("invalid_points.weight", 1, channels);
    if (positions.channels() != channels) {
      throw WeightsFormatException.tensor(
          parameters.source(),
          parameters.path("pe_layer.positional_encoding_gaussian_matrix"),
          "positions of %d channels".formatted(channels),
          positions.channels() + " channels");
    }
    densePositions = engine.tensor(positions.grid(grid), grid * grid, channels);
  }

  /** C, the width of tokens and of the image embedding. */
  public int channels() {
    return channels;
  }

  /** The positional encoding of the image embedding's cells: (G x G, C); freed with the engine. */
  public Tensor densePositions() {
    return densePositions;
  }

  /**
   * How many of the six tokens a prompt asks for: clicks, and two for a box; may be more than 6.
   */
  public static int points(SpatialPrompt prompt) {
    return prompt.points().size() + (prompt.box() == null ? 0 : 2);
  }

  /**
   * Encodes a batch.
   *
   * @param prompts at least one, in pixels of the model's input; none empty, none with a mask
   * @return (P, 6, C), without mask embeddings
   * @throws IllegalArgumentException if there is none, or one is empty or has a mask
   */
  public EncodedPrompts encode(Operators ops, List<SpatialPrompt> prompts) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one prompt, found none");
    }
    float[] values = new float[prompts.size() * POINTS * channels];
    for (int i = 0; i < prompts.size(); i++) {
      write(prompts.get(i), values, i * POINTS * channels);
    }
    return new EncodedPrompts(ops.tensor(values, prompts.size(), POINTS, channels), null);
  }

  /**
   * A point with its label.
   *
   * @param label null for none
   */
  private record Token(double x, double y, float @Nullable [] label) {}

  private List<Token> tokens(SpatialPrompt prompt) {
    List<Token> tokens = new ArrayList<>();
    Box box = prompt.box();
    if (box != null) {
      tokens.add(new Token(box.x0(), box.y0(), topLeft));
      tokens.add(new Token(box.x1(), box.y1(), bottomRight));
    }
    for (LabelledPoint point : prompt.points()) {
      PixelPoint place = point.place();
      tokens.add(new Token(place.x(), place.y(), point.foreground() ? foreground : null));
    }
    while (tokens.size() < POINTS) {
      tokens.add(new Token(OUTSIDE, OUTSIDE, missing));
    }
    return tokens;
  }

  private void write(SpatialPrompt prompt, float[] target, int start) {
    if (points(prompt) == 0 || prompt.mask() != null) {
      throw new IllegalArgumentException(
          "a prompt needs a click or a box and no mask, found " + prompt.contents());
    }
    List<Token> tokens = tokens(prompt);
    for (int i = 0; i < POINTS; i++) {
      write(tokens.get(i), target, start + i * channels);
    }
  }

  private void write(Token token, float[] target, int at) {
    positions.encode(part(token.x()), part(token.y()), target, at);
    float[] label = token.label();
    for (int c = 0; label != null && c < channels; c++) {
      target[at + c] += label[c];
    }
  }

  /** A coordinate as a part of the input's side; the half brings a pixel's index to its centre. */
  private float part(double coordinate) {
    float pixel = coordinate < 0 ? OUTSIDE : (float) coordinate;
    return (pixel + 0.5f) / inputSize;
  }
}
