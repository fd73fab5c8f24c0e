package io.github.sam4j.tests;

import io.github.sam4j.MaskOutput;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.MaskOrder;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One of the prompts for which segment-anything's predictor was recorded.
 *
 * @param folder where the reference outputs lie
 * @param stem the picture's file name without its ending
 * @param expected the entry of {@code expected.json}: prompt and results
 */
record RecordedPrompt(Path folder, String stem, Json expected) {
  /** The recorded models' logits are small: few cells would be counted at SAM's offset of 1. */
  private static final MaskOrder.Stability STABILITY = new MaskOrder.Stability(0.1);

  /** Logits as near to a threshold as this may be on either side of it. */
  private static final double COUNTED_EITHER_WAY = 2e-5;

  /** The prompts of a picture, of which {@code image} is the entry. */
  static List<RecordedPrompt> of(Path folder, Json image) {
    String stem = image.get("file").text().replace(".png", "");
    return image.get("cases").list().stream()
        .map(each -> new RecordedPrompt(folder, stem, each))
        .toList();
  }

  String name() {
    return expected.get("name").text() + "." + kind();
  }

  /** "multi", "single", or what else the model's predictor can be asked for. */
  private String kind() {
    if (expected.has("output")) {
      return expected.get("output").text();
    }
    return expected.get("multimask").isTrue() ? "multi" : "single";
  }

  SegmentOptions options() {
    return switch (kind()) {
      case "multi" -> byIou(MaskOutput.MULTIPLE);
      case "single" -> byIou(MaskOutput.SINGLE);
      case "stable" -> SegmentOptions.defaults().withMasks(MaskOutput.ALL).withOrder(STABILITY);
      case "hq" -> single(MaskOption.HQ_TOKEN_ONLY);
      case "single-static" -> single(MaskOption.STATIC_SINGLE_MASK);
      default -> throw new AssertionError("an output that nobody knows: " + kind());
    };
  }

  /** As the reference was recorded, whatever the model ranks by. */
  private static SegmentOptions byIou(MaskOutput output) {
    return SegmentOptions.defaults().withMasks(output).withOrder(MaskOrder.predictedIou());
  }

  private static SegmentOptions single(MaskOption option) {
    return byIou(MaskOutput.SINGLE).withOptions(Set.of(option));
  }

  /** How far the score of a mask may be off, by the mask's low-resolution logits. */
  double scoreBound(LowResolutionLogits logits) {
    if (!kind().equals("stable")) {
      return PredictorCases.IOU;
    }
    // Cells are counted: one whose logit rounding takes over a threshold changes the score by
    // 1 / counted.
    int counted = 0;
    int near = 0;
    for (float logit : logits.values()) {
      counted += logit > -STABILITY.offset() ? 1 : 0;
      near += Math.abs(Math.abs(logit) - STABILITY.offset()) < COUNTED_EITHER_WAY ? 1 : 0;
    }
    return PredictorCases.IOU + (double) near / Math.max(1, counted);
  }

  SpatialPrompt prompt() throws IOException {
    String points = expected.has("points") ? "points" : "point_coords";
    String labels = expected.has("labels") ? "labels" : "point_labels";
    SpatialPrompt prompt = Prompt.points(List.of());
    if (expected.has(points)) {
      List<Json> places = expected.get(points).list();
      int[] label = expected.get(labels).integers();
      for (int i = 0; i < label.length; i++) {
        double[] xy = places.get(i).numbers();
        prompt = label[i] == 1 ? prompt.include(xy[0], xy[1]) : prompt.exclude(xy[0], xy[1]);
      }
    }
    if (expected.has("box")) {
      double[] b = expected.get("box").numbers();
      prompt = prompt.within(new Box(b[0], b[1], b[2], b[3]));
    }
    if (expected.has("mask_from")) {
      Npy mask = Npy.read(folder.resolve(stem + ".mask-input.npy"));
      prompt = prompt.refining(new LowResolutionLogits(mask.shape()[1], mask.values()));
    }
    return prompt;
  }
}
