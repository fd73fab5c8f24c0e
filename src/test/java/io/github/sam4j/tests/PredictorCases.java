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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * The cases of one folder of reference outputs, in the form in which segment-anything's predictor
 * was recorded, held against a loaded model.
 */
final class PredictorCases {
  /** The bars of the library's promise. */
  static final double EMBEDDING = 1e-3;

  static final double PIXELS = 1e-6;
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
      if (image.has("arrays")) {
        arrays(embedding, image.get("arrays"))
            .forEach((name, test) -> tests.add(DynamicTest.dynamicTest(file + " " + name, test)));
      }
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
    int step = 1;
    if (image.has("embedding_step")) {
      step = image.get("embedding_step").integer();
    } else if (image.has("arrays") && image.get("arrays").has("embedding")) {
      step = image.get("arrays").get("embedding").get("step").integer();
    }
    float[] found =
        Grids.subsample(embedding.values(), embedding.channels(), embedding.grid(), step);
    Closeness.of(found, expected.values()).within("embedding", EMBEDDING).cosineAbove(0.99999);
  }

  /** What was recorded of a picture beside its embedding and what the library shows, too. */
  private Map<String, Executable> arrays(ImageEmbedding embedding, Json arrays) {
    Map<String, Executable> tests = new LinkedHashMap<>();
    if (arrays.has("pixels")) {
      tests.put("pixels", () -> pixels(embedding, arrays.get("pixels")));
    }
    if (arrays.has("high0")) {
      tests.put(
          "fine features",
          () -> {
            fine(embedding, FeatureMaps.HIGH_RESOLUTION_0, 4, arrays.get("high0"));
            fine(embedding, FeatureMaps.HIGH_RESOLUTION_1, 2, arrays.get("high1"));
          });
    }
    return tests;
  }

  private void pixels(ImageEmbedding embedding, Json array) throws IOException {
    float[] planes = embedding.input();
    int side = (int) Math.round(Math.sqrt(planes.length / 3.0));
    int step = array.get("step").integer();
    Closeness.of(
            Grids.subsample(planes, 3, side, step),
            Npy.read(folder.resolve(array.get("file").text())).values())
        .within("pixels", PIXELS);
  }

  private void fine(ImageEmbedding embedding, String map, int doubling, Json array)
      throws IOException {
    int step = array.get("step").integer();
    feature(embedding.map(map), doubling, step, array.get("file").text(), embedding);
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
    List<Mask> masks = embedding.segment(recorded.prompt(), recorded.options());
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
      if (expected.has("object_score_logit")) {
        assertThat(mask.objectScore().orElseThrow())
            .as("object score")
            .isCloseTo(expected.get("object_score_logit").number(), within(IOU));
      }
      LowResolutionLogits logits = mask.lowResolution();
      assertThat(mask.score())
          .as("score of mask %d", k)
          .isCloseTo(iou[k], within(recorded.scoreBound(logits)));
      Closeness.of(
              Grids.subsample(logits.values(), 1, logits.side(), step),
              Arrays.copyOfRange(low.values(), k * cells, (k + 1) * cells))
          .within("low-resolution logits of mask " + k, bar);
      Json reference = recordedMask(expected.get("masks"), k);
      if (reference != null) {
        sameMask(mask, reference(reference), embedding, nearZero[k]);
      }
    }
  }

  /** Masks are a list, or where not all were kept, by number. */
  private static @Nullable Json recordedMask(Json masks, int k) {
    if (masks.isList()) {
      return masks.list().get(k);
    }
    String number = String.valueOf(k);
    return masks.has(number) ? masks.get(number) : null;
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
    float[] logits = embedding.logits(mask);
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
