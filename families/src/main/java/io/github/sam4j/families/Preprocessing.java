package io.github.sam4j.families;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.ResizeLongestSide;
import io.github.sam4j.core.image.SquashedMinMax;
import io.github.sam4j.core.image.StretchedChannels;
import io.github.sam4j.core.mask.resample.ProbabilityResampling;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The way of pictures into a model, where a fine-tune was trained with another than the model's
 * own. No file says so; whoever loads it must.
 */
public enum Preprocessing {
  /** The model's own. */
  MODEL("model"),

  /**
   * MedSAM's (Ma et al. 2024): pictures are squashed to the square input by cubic splines and their
   * range is stretched to 0 to 1; masks are cut from interpolated probabilities, in one step. Its
   * authors trained with one box a prompt and one mask.
   */
  MEDSAM("medsam"),

  /**
   * Micro-sam's (Archit et al. 2025): the range of each channel is stretched to 0 to 255, then it
   * is the model's own.
   */
  MICRO_SAM("micro-sam");

  private final String id;

  Preprocessing(String id) {
    this.id = id;
  }

  /** What options call it. */
  public String id() {
    return id;
  }

  /**
   * The one of this name, whatever the letters' case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Preprocessing of(String id) {
    for (Preprocessing each : values()) {
      if (each.id.equals(id.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "expected one of the ways of preprocessing %s, found: %s"
            .formatted(
                Arrays.stream(values()).map(Preprocessing::id).collect(Collectors.joining(", ")),
                id));
  }

  /**
   * The model behind this way.
   *
   * @param title what messages call the model's family
   * @throws IllegalArgumentException if the model's own way is another than SAM's, which this one
   *     stands in for
   */
  public SegmentationModel around(SegmentationModel model, String title) {
    if (this == MODEL) {
      return model;
    }
    InputTransform own = model.input();
    boolean placedInInput = model.promptGeometry(new ImageSize(1, 1)).inputSize() == own.side();
    if (!(own instanceof ResizeLongestSide) || (this == MEDSAM && !placedInInput)) {
      throw new IllegalArgumentException(
          "preprocessing '%s' is for fine-tunes of models with SAM's own, which %s has not"
              .formatted(id, title));
    }
    if (this == MICRO_SAM) {
      return new PreprocessedModel(
          model, new StretchedChannels(own), model::promptGeometry, model::projection);
    }
    InputTransform squashed = new SquashedMinMax(own.side());
    return new PreprocessedModel(model, squashed, squashed::geometry, ProbabilityResampling::new);
  }
}
