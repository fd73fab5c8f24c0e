package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.NonMaximumSuppression;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.RegionLimits;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.families.AutomaticDefaults;
import io.github.sam4j.internal.CropBoxes;
import io.github.sam4j.internal.EmbeddedPicture;
import io.github.sam4j.internal.PointGrid;
import io.github.sam4j.internal.Session;
import io.github.sam4j.internal.UpscaledMask;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Automatic masks, step for step as segment-anything's SamAutomaticMaskGenerator: a grid of clicks
 * on the picture and on its crops, three masks each, filtered by predicted IoU, by stability and at
 * crop edges, without duplicates by box. Where masks are to be chosen, which is ours, the filters
 * are loose and {@link MaskSelection} has the last word.
 */
final class AutomaticMasks {
  /** In pixels; a box this near to an edge counts as cut off by it. */
  private static final double EDGE_TOLERANCE = 20;

  private final Session session;
  private final EmbeddedPicture picture;
  private final EverythingOptions options;
  private final EverythingFilter filter;
  private final boolean inLogits;
  private final RegionLimits regions;

  AutomaticMasks(
      Session session, EmbeddedPicture picture, EverythingOptions options, ModelInfo info) {
    this.session = session;
    this.picture = picture;
    this.options = options;
    this.filter = EverythingFilter.of(options, info.recommended());
    int minArea = options.minMaskRegionArea();
    inLogits =
        session.loaded().segmentation().automatic().regions()
            == AutomaticDefaults.Regions.IN_LOGITS;
    regions = inLogits ? new RegionLimits(minArea, minArea) : RegionLimits.NONE;
  }

  List<Mask> generate() {
    List<CropBoxes.Crop> crops =
        CropBoxes.of(picture.size(), options.cropNLayers(), options.cropOverlapRatio());
    List<MaskCandidate> found = new ArrayList<>();
    for (CropBoxes.Crop crop : crops) {
      found.addAll(inCrop(crop));
    }
    if (crops.size() > 1) {
      // A mask from a smaller crop was seen at a higher resolution.
      found = withoutDuplicates(found, c -> 1 / c.crop().area(), filter.cropNms());
    }
    return filter.select() > 0 ? chosen(found) : cleaned(masks(found));
  }

  private List<Mask> masks(List<MaskCandidate> candidates) {
    return candidates.stream().map(candidate -> candidate.mask(picture.size())).toList();
  }

  private List<Mask> cleaned(List<Mask> masks) {
    int minArea = options.minMaskRegionArea();
    return minArea > 0 && !inLogits
        ? SmallRegionCleaning.clean(masks, minArea, Math.max(filter.boxNms(), filter.cropNms()))
        : masks;
  }

  private List<Mask> chosen(List<MaskCandidate> candidates) {
    ImageSize whole = picture.size();
    int count = filter.select();
    List<Mask> chosen = masks(MaskSelection.choose(candidates, whole, count));
    int minArea = options.minMaskRegionArea();
    if (minArea == 0 || inLogits) {
      return chosen;
    }
    // Only those that are kept: there are many candidates, and cleaning one takes long. Cleaning
    // may make two alike, so that they are chosen from once more.
    List<MaskCandidate> clean =
        chosen.stream()
            .map(mask -> SmallRegionCleaning.clean(mask, minArea).orElse(mask))
            .map(MaskCandidate::of)
            .toList();
    return masks(MaskSelection.choose(clean, whole, count));
  }

  private List<MaskCandidate> inCrop(CropBoxes.Crop crop) {
    EmbeddedPicture part = crop.layer() == 0 ? picture : embed(crop);
    int perSide =
        (int)
            (options.pointsPerSide()
                / Math.pow(options.cropNPointsDownscaleFactor(), crop.layer()));
    List<PixelPoint> points = PointGrid.over(crop.size(), perSide);
    List<MaskCandidate> found = new ArrayList<>();
    for (int from = 0; from < points.size(); from += options.pointsPerBatch()) {
      int to = Math.min(points.size(), from + options.pointsPerBatch());
      found.addAll(decode(part, crop, points.subList(from, to)));
    }
    return withoutDuplicates(found, MaskCandidate::score, filter.boxNms());
  }

  private EmbeddedPicture embed(CropBoxes.Crop crop) {
    return session.embed(picture.picture().crop(crop.x0(), crop.y0(), crop.x1(), crop.y1()));
  }

  private List<MaskCandidate> decode(
      EmbeddedPicture part, CropBoxes.Crop crop, List<PixelPoint> points) {
    double predIouThresh = filter.predIou();
    double stabilityScoreThresh = filter.stabilityScore();
    List<SpatialPrompt> prompts =
        points.stream().map(point -> Prompt.point(point.x(), point.y())).toList();
    // A float below the threshold: rounding must not leave out a mask that passes it.
    float above =
        predIouThresh > 0 ? Math.nextDown((float) predIouThresh) : Float.NEGATIVE_INFINITY;
    MaskSet masks = options.multimaskOutput() ? MaskSet.MULTIPLE : MaskSet.SINGLE;
    // Refined masks have other scores: none can be left out before.
    float needed = options.useM2m() ? Float.NEGATIVE_INFINITY : above;
    DecodedMasks decoded = session.decode(part, prompts, MaskRequest.of(masks).withAbove(needed));
    List<Scored> scored = scored(decoded);
    if (options.useM2m()) {
      scored = refined(part, prompts, scored, above);
    }
    List<MaskCandidate> passed = new ArrayList<>();
    List<LowResolutionLogits> logits = new ArrayList<>();
    List<Scored> worth = new ArrayList<>();
    for (Scored mask : scored) {
      // As in the reference, a threshold of 0 is none: fine-tuned models predict less.
      if (!(predIouThresh > 0) || mask.iou() > predIouThresh) {
        logits.add(mask.logits());
        worth.add(mask);
      }
    }
    List<UpscaledMask> upscaled =
        session.upscale(part, logits, options.stabilityScoreOffset(), regions);
    for (int i = 0; i < upscaled.size(); i++) {
      UpscaledMask mask = upscaled.get(i);
      if (stabilityScoreThresh > 0 && !(mask.stability() >= stabilityScoreThresh)) {
        continue;
      }
      Box inside = mask.bits().box();
      Box box = inside.move(crop.x0(), crop.y0());
      if (touchesCropEdge(box, crop)) {
        continue;
      }
      PixelPoint point = points.get(worth.get(i).prompt());
      passed.add(
          new MaskCandidate(
              MaskCandidate.trimmed(mask.bits(), inside),
              box,
              worth.get(i).iou(),
              mask.stability(),
              Prompt.point(point.x() + crop.x0(), point.y() + crop.y0()),
              crop.box(),
              mask.logits(),
              worth.get(i).objectScore()));
    }
    return passed;
  }

  /**
   * A decoded mask; its logits are copied only when asked for, as most masks are left out.
   *
   * @param prompt number of its grid point
   * @param decoded the masks among which it is
   * @param row its prompt there
   * @param column its number among that prompt's masks
   */
  private record Scored(int prompt, DecodedMasks decoded, int row, int column) {
    LowResolutionLogits logits() {
      return decoded.mask(row, column);
    }

    float iou() {
      return decoded.iou(row, column);
    }

    OptionalDouble objectScore() {
      return decoded.objectScore(row);
    }
  }

  private static List<Scored> scored(DecodedMasks decoded) {
    List<Scored> scored = new ArrayList<>();
    for (int p = 0; p < decoded.prompts(); p++) {
      for (int k = 0; k < decoded.masks(); k++) {
        scored.add(new Scored(p, decoded, p, k));
      }
    }
    return scored;
  }

  /** Each mask sent once more, with its point and its own logits, for a single mask. */
  private List<Scored> refined(
      EmbeddedPicture part, List<SpatialPrompt> prompts, List<Scored> masks, float above) {
    List<Scored> refined = new ArrayList<>();
    MaskRequest single = MaskRequest.of(MaskSet.SINGLE).withAbove(above);
    for (int from = 0; from < masks.size(); from += options.pointsPerBatch()) {
      List<Scored> some =
          masks.subList(from, Math.min(masks.size(), from + options.pointsPerBatch()));
      List<SpatialPrompt> again =
          some.stream()
              .map(mask -> prompts.get(mask.prompt()).refining(session.returned(mask.logits())))
              .toList();
      DecodedMasks decoded = session.decode(part, again, single);
      for (int i = 0; i < some.size(); i++) {
        refined.add(new Scored(some.get(i).prompt(), decoded, i, 0));
      }
    }
    return refined;
  }

  /** Whether the box ends at an edge of the crop that is not an edge of the picture. */
  private boolean touchesCropEdge(Box box, CropBoxes.Crop crop) {
    ImageSize whole = picture.size();
    return touches(box.x0(), crop.x0(), 0)
        || touches(box.y0(), crop.y0(), 0)
        || touches(box.x1(), crop.x1(), whole.width())
        || touches(box.y1(), crop.y1(), whole.height());
  }

  private static boolean touches(double edge, double cropEdge, double pictureEdge) {
    return Math.abs(edge - cropEdge) <= EDGE_TOLERANCE
        && !(Math.abs(edge - pictureEdge) <= EDGE_TOLERANCE);
  }

  private interface Score {
    double of(MaskCandidate candidate);
  }

  private static List<MaskCandidate> withoutDuplicates(
      List<MaskCandidate> candidates, Score score, double threshold) {
    float[] scores = new float[candidates.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) score.of(candidates.get(i));
    }
    List<Box> boxes = candidates.stream().map(MaskCandidate::box).toList();
    return Arrays.stream(NonMaximumSuppression.keep(boxes, scores, threshold))
        .mapToObj(candidates::get)
        .toList();
  }
}
