package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Automatic masks are those of segment-anything's SamAutomaticMaskGenerator, in its order. */
class AutomaticMasksParityTest {
  @ParameterizedTest
  @EnumSource
  void asSamAutomaticMaskGenerator(EngineUnderTest engine) throws Exception {
    same(engine, Goldens.small("sam4j-2"), Sam::bundled);
  }

  @ParameterizedTest
  @EnumSource
  void ofAModelWithOtherSizes(EngineUnderTest engine) throws Exception {
    Path folder = Goldens.small("sam4j-2-tiny");
    same(engine, folder, () -> Sam.load(folder.resolve("checkpoint.safetensors")));
  }

  private static void same(EngineUnderTest engine, Path folder, Callable<Sam> load)
      throws Exception {
    try (Sam sam = engine.load(load)) {
      for (Json image : Json.read(folder.resolve("expected.json")).get("images").list()) {
        String file = image.get("file").text();
        ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve(file)));
        for (Json run : image.get("automatic").list()) {
          same(photo.everything(options(run.get("options"))), run.get("masks").list(), file);
        }
      }
    }
  }

  /** Options as they were recorded. */
  static EverythingOptions options(Json given) {
    EverythingOptions.Builder options =
        EverythingOptions.builder()
            .pointsPerSide(given.get("points_per_side").integer())
            .predIouThresh(given.get("pred_iou_thresh").number())
            .stabilityScoreThresh(given.get("stability_score_thresh").number());
    if (given.has("stability_score_offset")) {
      options.stabilityScoreOffset(given.get("stability_score_offset").number());
    }
    if (given.has("points_per_batch")) {
      options.pointsPerBatch(given.get("points_per_batch").integer());
    }
    if (given.has("box_nms_thresh")) {
      options.boxNmsThresh(given.get("box_nms_thresh").number());
    }
    if (given.has("crop_nms_thresh")) {
      options.cropNmsThresh(given.get("crop_nms_thresh").number());
    }
    if (given.has("crop_n_layers")) {
      options.cropNLayers(given.get("crop_n_layers").integer());
    }
    if (given.has("crop_n_points_downscale_factor")) {
      options.cropNPointsDownscaleFactor(given.get("crop_n_points_downscale_factor").integer());
    }
    if (given.has("min_mask_region_area")) {
      options.minMaskRegionArea(given.get("min_mask_region_area").integer());
    }
    options.useM2m(given.has("use_m2m") && given.get("use_m2m").isTrue());
    options.multimaskOutput(
        !given.has("multimask_output") || given.get("multimask_output").isTrue());
    return options.build();
  }

  private static void same(List<Mask> found, List<Json> expected, String file) {
    assertThat(found).as("masks of %s", file).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      Mask mask = found.get(i);
      Json reference = expected.get(i);
      String what = "mask " + i + " of " + file;
      assertThat(mask.bits().iou(PredictorCases.reference(reference.get("segmentation"))))
          .as("IoU of %s", what)
          .isGreaterThanOrEqualTo(0.99);
      assertThat(mask.score())
          .as("predicted IoU of %s", what)
          .isCloseTo(reference.get("predicted_iou").number(), Offset.offset(1e-3));
      assertThat(mask.stability())
          .as("stability of %s", what)
          .isCloseTo(reference.get("stability_score").number(), Offset.offset(5e-3));
      double[] point = reference.get("point_coords").list().get(0).numbers();
      assertThat(mask.points().get(0).x())
          .as("point of %s", what)
          .isCloseTo(point[0], Offset.offset(1e-6));
      assertThat(mask.points().get(0).y())
          .as("point of %s", what)
          .isCloseTo(point[1], Offset.offset(1e-6));
      double[] crop = reference.get("crop_box").numbers();
      assertThat(mask.crop().x0()).isEqualTo(crop[0]);
      assertThat(mask.crop().width()).isEqualTo(crop[2]);
      double[] box = reference.get("bbox").numbers();
      assertThat(mask.box().x0()).as("box of %s", what).isCloseTo(box[0], Offset.offset(1.0));
      assertThat(mask.box().height()).as("box of %s", what).isCloseTo(box[3], Offset.offset(1.0));
    }
  }
}
