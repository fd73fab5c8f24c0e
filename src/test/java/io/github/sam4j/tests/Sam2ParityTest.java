package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.EverythingFilter;
import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.RegionLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same maps and masks as SAM 2's image predictor and automatic mask generator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Sam2ParityTest {
  private static final Path FOLDER = Goldens.small("sam2-tiny");

  @TempDir Path temporary;

  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  /** As its authors save it; config.json beside it tells what shapes do not. */
  @TestFactory
  Stream<DynamicNode> originalNames() {
    return onBothEngines(FOLDER.resolve("checkpoint.pt"));
  }

  @TestFactory
  Stream<DynamicNode> huggingFaceFolder() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("sam2"));
    for (String name : List.of("model.safetensors", "config.json")) {
      Files.copy(FOLDER.resolve(name), folder.resolve(name));
    }
    return onBothEngines(folder);
  }

  private Stream<DynamicNode> onBothEngines(Path checkpoint) {
    return Stream.of(EngineUnderTest.values())
        .map(
            engine -> {
              Sam sam = load(engine, checkpoint);
              open.add(sam);
              try {
                return DynamicContainer.dynamicContainer(
                    engine.toString(), new PredictorCases(FOLDER, sam).tests());
              } catch (java.io.IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static Sam load(EngineUnderTest engine, Path checkpoint) {
    try {
      return engine.load(() -> Sam.load(checkpoint));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Small holes and sprinkles are taken out of the low-resolution logits. */
  @ParameterizedTest
  @EnumSource
  void fillsAsTheReferenceDoes(EngineUnderTest engine) throws Exception {
    try (Sam sam = load(engine, FOLDER.resolve("checkpoint.pt"))) {
      Json image = Json.read(FOLDER.resolve("expected.json")).get("images").list().get(0);
      ImageEmbedding photo = sam.embed(SamImage.read(FOLDER.resolve(image.get("file").text())));
      Json filled = image.get("filled");
      RecordedPrompt prompt = new RecordedPrompt(FOLDER, "image0", filled);
      RegionLimits limits =
          new RegionLimits(
              filled.get("max_hole_area").integer(), filled.get("max_sprinkle_area").integer());
      SegmentOptions options =
          SegmentOptions.defaults().withMasks(MaskOutput.MULTIPLE).withRegions(limits);
      List<Mask> masks = photo.segment(prompt.prompt(), options);
      List<Mask> plain = photo.segment(prompt.prompt(), MaskOutput.MULTIPLE);
      int changed = 0;
      for (int k = 0; k < masks.size(); k++) {
        BitMask expected = best(filled, masks.get(k));
        assertThat(masks.get(k).bits().iou(expected)).isGreaterThan(0.998);
        changed += masks.get(k).bits().equals(plain.get(k).bits()) ? 0 : 1;
      }
      assertThat(changed).as("masks that the filling changed").isPositive();
    }
  }

  /**
   * The same sets of masks as SAM2AutomaticMaskGenerator's. Synthetic masks reach across the
   * picture, so that their boxes are nearly the same: which of two duplicates is left may hang on a
   * pixel, but not that one of them is.
   */
  @ParameterizedTest
  @EnumSource
  void automaticMasks(EngineUnderTest engine) throws Exception {
    Json automatic = Json.read(FOLDER.resolve("expected.json")).get("automatic");
    try (Sam sam = load(engine, FOLDER.resolve("checkpoint.pt"))) {
      ImageEmbedding photo =
          sam.embed(SamImage.read(FOLDER.resolve(automatic.get("image").text())));
      for (Json run : automatic.get("runs").list()) {
        List<Mask> found = photo.everything(AutomaticMasksParityTest.options(run.get("options")));
        List<Json> expected = run.get("masks").list();
        assertThat(found).as("masks of " + run.get("name").text()).hasSameSizeAs(expected);
        for (Json mask : expected) {
          assertThat(found)
              .as("%s: a mask with score %s", run.get("name").text(), mask.get("predicted_iou"))
              .anyMatch(each -> isSame(each, mask));
        }
      }
    }
  }

  private static boolean isSame(Mask found, Json expected) {
    double[] point = expected.get("point_coords").list().get(0).numbers();
    double[] crop = expected.get("crop_box").numbers();
    return Math.abs(found.score() - expected.get("predicted_iou").number()) < 1e-3
        && Math.abs(found.stability() - expected.get("stability_score").number()) < 5e-3
        && Math.abs(found.points().get(0).x() - point[0]) < 1e-4
        && Math.abs(found.points().get(0).y() - point[1]) < 1e-4
        && found.crop().x0() == crop[0]
        && found.crop().width() == crop[2]
        && found.bits().iou(PredictorCases.reference(expected.get("segmentation"))) > 0.99;
  }

  /** Generator's defaults: the model's own thresholds. */
  @Test
  void recommendsItsOwnThreshold() {
    try (Sam sam = load(EngineUnderTest.CPU, FOLDER.resolve("checkpoint.pt"))) {
      assertThat(
              EverythingFilter.of(EverythingOptions.defaults(), sam.info().recommended()).predIou())
          .isEqualTo(0.8);
    }
  }

  /** The recorded mask that is most like this one: they are told apart by their number alone. */
  private static BitMask best(Json filled, Mask mask) {
    return Stream.of("0", "1", "2")
        .map(k -> PredictorCases.reference(filled.get("masks").get(k)))
        .max(java.util.Comparator.comparingDouble(each -> each.iou(mask.bits())))
        .orElseThrow();
  }
}
