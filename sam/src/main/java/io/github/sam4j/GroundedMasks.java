package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.GroundedBox;
import io.github.sam4j.detectors.GroundingImage;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.prompt.ExamplePrompt;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Text and example prompts: a detector finds scored boxes, the mask decoder turns each into a mask.
 * Results are instances, ranked by {@link Mask#rank()}; of two that cover nearly the same pixels
 * only the better is kept, whatever their labels.
 */
final class GroundedMasks {
  /** Above this IoU two masks are the same object found twice. */
  private static final double SAME_OBJECT = 0.8;

  private final PromptedMasks decoder;
  private final GroundingOptions options;

  /**
   * For one picture.
   *
   * @param decoder makes masks of what was found
   */
  GroundedMasks(PromptedMasks decoder, GroundingOptions options) {
    this.decoder = decoder;
    this.options = options;
  }

  /** What the texts find, narrowed and corrected by the prompt's clicks and box. */
  List<Mask> find(TextPrompt prompt) {
    Detector grounder = grounder();
    GroundingImage image = decoder.picture().grounding(grounder);
    // What is narrowed away does not count.
    GroundingOptions all = options.withMaximumCount(Integer.MAX_VALUE);
    return masks(grounder.ground(image, prompt.texts(), all), prompt.narrowing());
  }

  /** What looks like the example. */
  List<Mask> like(ExamplePrompt prompt) {
    Detector grounder = grounder();
    GroundingImage image = decoder.picture().grounding(grounder);
    return masks(grounder.like(image, prompt.example(), options), Prompt.points(List.of()));
  }

  private Detector grounder() {
    Detector grounder = decoder.session().loaded().detector();
    if (grounder == null) {
      throw new IllegalStateException(
          "text prompts need a text model, and none was loaded: give its folder or name to "
              + "SamOptions.withTextModel, for example \"owlvit-base-patch32\" (Apache-2.0, "
              + "https://huggingface.co/google/owlvit-base-patch32, about 610 MB)");
    }
    return grounder;
  }

  private List<Mask> masks(List<GroundedBox> found, SpatialPrompt narrowing) {
    List<GroundedBox> kept =
        found.stream()
            .filter(box -> isMeant(box.box(), narrowing))
            .limit(options.maximumCount())
            .toList();
    List<SpatialPrompt> prompts =
        kept.stream().map(box -> decoderPrompt(box.box(), narrowing)).toList();
    List<List<Mask>> decoded = decoder.segment(prompts, MaskOutput.SINGLE, Set.of());
    List<Mask> masks = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      GroundedBox box = kept.get(i);
      masks.add(decoded.get(i).get(0).foundBy(new Detection(box.label(), box.score())));
    }
    masks.sort(Comparator.comparingDouble(Mask::rank).reversed());
    return withoutDuplicates(masks);
  }

  /** A box keeps what has its middle in it; clicks on objects keep what covers one of them. */
  private static boolean isMeant(Box found, SpatialPrompt narrowing) {
    Box within = narrowing.box();
    PixelPoint middle =
        new PixelPoint((found.x0() + found.x1()) / 2, (found.y0() + found.y1()) / 2);
    if (within != null && !contains(within, middle)) {
      return false;
    }
    List<PixelPoint> wanted =
        narrowing.points().stream()
            .filter(LabelledPoint::foreground)
            .map(LabelledPoint::place)
            .toList();
    return wanted.isEmpty() || wanted.stream().anyMatch(place -> contains(found, place));
  }

  /** The found box, corrected by the clicks in it. */
  private static SpatialPrompt decoderPrompt(Box found, SpatialPrompt narrowing) {
    return new SpatialPrompt(
        narrowing.points().stream().filter(p -> contains(found, p.place())).toList(), found, null);
  }

  private static boolean contains(Box box, PixelPoint place) {
    return place.x() >= box.x0()
        && place.x() <= box.x1()
        && place.y() >= box.y0()
        && place.y() <= box.y1();
  }

  private static List<Mask> withoutDuplicates(List<Mask> ranked) {
    List<Mask> kept = new ArrayList<>();
    for (Mask mask : ranked) {
      if (kept.stream().allMatch(better -> better.bits().iou(mask.bits()) <= SAME_OBJECT)) {
        kept.add(mask);
      }
    }
    return List.copyOf(kept);
  }
}
