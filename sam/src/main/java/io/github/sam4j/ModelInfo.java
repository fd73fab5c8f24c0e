package io.github.sam4j;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.families.AutomaticDefaults;
import io.github.sam4j.internal.LoadedModel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a loaded model is.
 *
 * @param name its name, or its file's
 * @param family "SAM (Segment Anything)", "MobileSAM"
 * @param inputSize S, side of the model's square input in pixels
 * @param maps what its image encoder gives; {@link FeatureMaps#EMBEDDING} is among them
 * @param engine which engine computes it, "cpu" or "portable"
 * @param precision number format of the encoder's matrix products
 * @param fingerprint tells models apart whose embeddings do not fit each other: hexadecimal, made
 *     from the image encoder's weights
 * @param recommended how to filter automatic masks, where the model's author says so
 */
public record ModelInfo(
    String name,
    String family,
    int inputSize,
    List<MapShape> maps,
    String engine,
    Precision precision,
    String fingerprint,
    Thresholds recommended) {
  /**
   * What a model's author recommends for automatic masks; what is empty is left to the defaults of
   * {@link EverythingOptions}.
   *
   * @param predIou least predicted IoU, where masks are not chosen
   * @param stabilityScore least stability, where masks are not chosen
   * @param select how many masks to choose at most; 0 or less, like none, recommends the thresholds
   */
  public record Thresholds(
      OptionalDouble predIou, OptionalDouble stabilityScore, OptionalInt select) {}

  /** Copies the list. */
  public ModelInfo {
    maps = List.copyOf(maps);
  }

  static ModelInfo of(LoadedModel model) {
    return new ModelInfo(
        model.name(),
        model.family().title(),
        model.segmentation().input().side(),
        model.segmentation().maps(),
        model.engine().name(),
        model.engine().options().precision(),
        model.fingerprints().current(),
        new Thresholds(
            predIou(model),
            model.metadata().number("automatic_stability_score_thresh"),
            model.metadata().integer("automatic_select")));
  }

  /** What the file says, or what the model's authors do where SAM's do something else. */
  private static OptionalDouble predIou(LoadedModel model) {
    OptionalDouble stated = model.metadata().number("automatic_pred_iou_thresh");
    double usual = model.segmentation().automatic().predIouThresh();
    return stated.isPresent() || usual == AutomaticDefaults.SAM.predIouThresh()
        ? stated
        : OptionalDouble.of(usual);
  }

  /** The map that every model has. */
  public MapShape embedding() {
    return maps.stream()
        .filter(map -> map.name().equals(FeatureMaps.EMBEDDING))
        .findFirst()
        .orElseThrow();
  }

  /** G, rows of the embedding. */
  public int grid() {
    return embedding().rows();
  }

  /** C, channels of the embedding. */
  public int channels() {
    return embedding().channels();
  }

  /** One line for a log: name, family, sizes, engine. */
  public String describe() {
    String sizes =
        maps.stream()
            .map(m -> "%s %d x %d x %d".formatted(m.name(), m.channels(), m.rows(), m.columns()))
            .collect(Collectors.joining(", "));
    return "%s: %s, input %d x %d, %s, %s engine, %s"
        .formatted(name, family, inputSize, inputSize, sizes, engine, precision);
  }
}
