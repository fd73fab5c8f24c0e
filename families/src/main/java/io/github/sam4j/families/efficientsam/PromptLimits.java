package io.github.sam4j.families.efficientsam;

import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SixPointPromptEncoder;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.List;

/** What EfficientSAM was not made for; the reference passes over it in silence. */
final class PromptLimits {
  private PromptLimits() {}

  /** What is to be told of a batch; empty for prompts that the model takes as they are. */
  static List<String> exceeded(List<SpatialPrompt> prompts) {
    List<String> told = new ArrayList<>();
    int most = prompts.stream().mapToInt(SixPointPromptEncoder::points).max().orElse(0);
    if (most > SixPointPromptEncoder.POINTS) {
      told.add(
          "%s takes %d points in a prompt, of which a box is two: found %d, those behind are left out"
              .formatted(EfficientSam.TITLE, SixPointPromptEncoder.POINTS, most));
    }
    long beside =
        prompts.stream()
            .flatMap(prompt -> prompt.points().stream())
            .filter(PromptLimits::isBeside)
            .count();
    if (beside > 0) {
      told.add(
          "%s takes clicks on the object and a box: found %d beside it, each a place without a label"
              .formatted(EfficientSam.TITLE, beside));
    }
    return told;
  }

  private static boolean isBeside(LabelledPoint point) {
    return !point.foreground();
  }
}
