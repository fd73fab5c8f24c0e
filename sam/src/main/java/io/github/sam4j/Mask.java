package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One object in a picture. Immutable.
 *
 * @param bits which pixels of the picture belong to it; {@link BitMask} turns into RLE, polygons,
 *     pictures and shapes
 * @param score what it was ranked by ({@link SegmentOptions#order}): the model's own guess of the
 *     mask's IoU with the truth (predicted IoU), about 0 to 1, or the stability of its
 *     low-resolution logits, 0 to 1; of automatic masks always the predicted IoU
 * @param stability IoU of the masks cut at the picture's size a little above and a little below the
 *     threshold, 0 to 1
 * @param prompt what was asked; for an automatic mask the grid point
 * @param crop the part of the picture that the model saw; the whole picture save for automatic
 *     masks with crop layers
 * @param lowResolution the logits behind the mask, for refinement; over {@code crop}
 * @param objectScore how surely there is an object where the prompt points, as a logit; empty
 *     unless the model tells, as SAM 2 does
 * @param detection the text or example that it was found by, or null
 */
public record Mask(
    BitMask bits,
    double score,
    double stability,
    SpatialPrompt prompt,
    Box crop,
    LowResolutionLogits lowResolution,
    OptionalDouble objectScore,
    @Nullable Detection detection) {

  /** A mask that no text led to, of a model without object scores. */
  public Mask(
      BitMask bits,
      double score,
      double stability,
      SpatialPrompt prompt,
      Box crop,
      LowResolutionLogits lowResolution) {
    this(bits, score, stability, prompt, crop, lowResolution, OptionalDouble.empty(), null);
  }

  /** The same mask, found by a text or an example. */
  Mask foundBy(Detection by) {
    return new Mask(bits, score, stability, prompt, crop, lowResolution, objectScore, by);
  }

  /** The text that it was found by, if one was. */
  public Optional<String> label() {
    return Optional.ofNullable(detection).map(Detection::label);
  }

  /**
   * What masks of one prompt are ranked by: the score, and for what a text found, this times the
   * detector's score, so that a mask must be both the right thing and well drawn.
   */
  public double rank() {
    return detection == null ? score : Math.max(0, score) * detection.score();
  }

  /** Pixels in it. */
  public long area() {
    return bits.area();
  }

  /** The smallest box around it, in whole pixels; empty at the origin if the mask is. */
  public Box box() {
    return bits.box();
  }

  /** The clicks that led to it. */
  public List<PixelPoint> points() {
    return prompt.points().stream().map(p -> p.place()).toList();
  }

  /**
   * A prompt that refines this mask; add clicks with include and exclude. For a mask from a crop,
   * whose logits do not fit the whole picture, it is the mask's box.
   */
  public SpatialPrompt asPrompt() {
    boolean whole = crop.width() == bits.size().width() && crop.height() == bits.size().height();
    return whole ? Prompt.mask(lowResolution) : Prompt.box(box());
  }
}
