package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.Rle;
import io.github.sam4j.core.tensor.FeatureMaps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The cases of one folder of reference outputs, in the form in which segment-anything's predictor
 * was recorded, held against a loaded model.
 */
final class PredictorCases {
  /** The bars of the library's promise. */
  static final double EMBEDDING = 1e-3;

  static final double LOGITS = 1e-3;
  static final double IOU = 1e-3;

  private final Path folder;
  private final Sam sam;
  private final double bar;

  PredictorCases(Path folder, Sam sam) {
    this(folder, sam, LOGITS);
  }

  /** With a bar of their own for the logits. */
  PredictorCases(Path folder, Sam sam, double bar) {
    this.folder = folder;
    this.sam = sam;
    this.bar = bar;
  }

  /** A test for each recorded picture and prompt. */
  List<DynamicTest> tests() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Json image : Json.read(folder.resolve("expected.json")).get("images").list()) {
      String file = image.get("file").text();
      String stem = file.replace(".png", "");
      SamImage picture = SamImage.read(folder.resolve(file));
      ImageEmbedding embedding = sam.embed(picture);
      tests.add(
          DynamicTest.dynamicTest(file + " embedding", () -> embedding(embedding, stem, image)));
      if (image.has("fine8_step")) {
        tests.add(DynamicTest.dynamicTest(file + " features", () -> features(embedding, stem)));
      }
      if (image.has("resized_size")) {
        tests.add(DynamicTest.dynamicTest(file + " resized", () -> resized(picture, stem, image)));
      }
      for (RecordedPrompt each : RecordedPrompt.of(folder, image)) {
        tests.add(DynamicTest.dynamicTest(file + " " + each.name(), () -> prompt(embedding, each)));
      }
    }
    return tests;
  }

  private void resized(SamImage picture, String stem, Json image) throws IOException {
    int[] size = image.get("resized_size").integers();
    int step = image.get("resized_step").integer();
    byte[] rgb = picture.resized(new ImageSize(size[1], size[0])).rgb();
    Npy expected = Npy.read(folder.resolve(stem + ".resized.npy"));
    int width = expected.shape()[1];
    for (int i = 0; i < expected.values().length; i++) {
      int y = i / (3 * width) * step;
      int x = i / 3 % width * step;
      int found = Byte.toUnsignedInt(rgb[(y * size[1] + x) * 3 + i % 3]);
      assertThat(found)
          .as("pixel (%d, %d) channel %d", x, y, i % 3)
          .isEqualTo((int) expected.values()[i]);
    }
  }

  private void embedding(ImageEmbedding embedding, String stem, Json image) throws IOException {
    Npy expected = Npy.read(folder.resolve(stem + ".embedding.npy"));
    int step = image.has("embedding_step") ? image.get("embedding_step").integer() : 1;
    float[] found =
        Grids.subsample(embedding.values(), embedding.channels(), embedding.grid(), step);
    Closeness.of(found, expected.values()).within("embedding", EMBEDDING).cosineAbove(0.99999);
  }

  /** Finer features, of which every second and every fourth cell was recorded. */
  private void features(ImageEmbedding embedding, String stem) throws IOException {
    feature(embedding.map(FeatureMaps.HIGH_RESOLUTION_1), 2, 2, stem + ".fine8.npy", embedding);
    feature(embedding.map(FeatureMaps.HIGH_RESOLUTION_0), 4, 4, stem + ".fine4.npy", embedding);
  }

  private void feature(float[] found, int doubling, int step, String file, ImageEmbedding embedding)
      throws IOException {
    int side = doubling * embedding.grid();
    int channels = found.length / side / side;
    Closeness.of(
            Grids.subsample(found, channels, side, step), Npy.read(folder.resolve(file)).values())
        .within(file, EMBEDDING)
        .cosineAbove(0.99999);
  }

  private void prompt(ImageEmbedding embedding, RecordedPrompt recorded) throws IOException {
    Json expected = recorded.expected();
    List<Mask> masks = embedding.segment(recorded.prompt(), recorded.output());
    double[] iou = expected.get("iou").numbers();
    assertThat(masks).hasSameSizeAs(expected.get("iou").list());
    Npy low = Npy.read(folder.resolve(recorded.stem() + "." + recorded.name() + ".lowres.npy"));
    int step = expected.has("lowres_step") ? expected.get("lowres_step").integer() : 1;
    int cells = low.values().length / iou.length;
    int[] nearZero = nearZero(expected, iou.length);
    // The reference keeps the decoder's order, the library ranks.
    int[] order =
        IntStream.range(0, iou.length)
            .boxed()
            .sorted(Comparator.comparing(k -> -iou[k]))
            .mapToInt(k -> k)
            .toArray();
    for (int rank = 0; rank < order.length; rank++) {
      int k = order[rank];
      Mask mask = masks.get(rank);
      assertThat(mask.score()).as("predicted IoU of mask %d", k).isCloseTo(iou[k], within(IOU));
      LowResolutionLogits logits = mask.lowResolution();
      Closeness.of(
              Grids.subsample(logits.values(), 1, logits.side(), step),
              Arrays.copyOfRange(low.values(), k * cells, (k + 1) * cells))
          .within("low-resolution logits of mask " + k, bar);
      sameMask(mask, reference(expected.get("masks").list().get(k)), embedding, nearZero[k]);
    }
  }

  /** How many pixels of each mask rounding may flip; any that is near zero where nobody counted. */
  private static int[] nearZero(Json expected, int masks) {
    if (expected.has("near_zero")) {
      return expected.get("near_zero").integers();
    }
    int[] any = new int[masks];
    Arrays.fill(any, Integer.MAX_VALUE);
    return any;
  }

  private static org.assertj.core.data.Offset<Double> within(double bound) {
    return org.assertj.core.data.Offset.offset(bound);
  }

  static BitMask reference(Json rle) {
    int[] size = rle.get("size").integers();
    return new Rle(new ImageSize(size[1], size[0]), rle.get("counts").integers()).toMask();
  }

  /** Every pixel that differs must be one whose logit rounding may flip. */
  private static void sameMask(
      Mask mask, BitMask expected, ImageEmbedding embedding, int nearZero) {
    BitMask found = mask.bits();
    assertThat(found.size()).isEqualTo(expected.size());
    if (found.equals(expected)) {
      return;
    }
    float[] logits = Grids.fullResolution(mask.lowResolution(), embedding);
    int differing = 0;
    ImageSize size = found.size();
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        if (found.get(x, y) != expected.get(x, y)) {
          differing++;
          assertThat(Math.abs(logits[y * size.width() + x]))
              .as("logit of the differing pixel (%d, %d)", x, y)
              .isLessThan(0.01f);
        }
      }
    }
    assertThat(differing).as("differing pixels").isLessThanOrEqualTo(nearZero);
    assertThat(found.iou(expected)).isGreaterThanOrEqualTo(0.999);
  }
}
