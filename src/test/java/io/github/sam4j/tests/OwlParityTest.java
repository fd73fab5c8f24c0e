package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.detectors.GroundedBox;
import io.github.sam4j.detectors.GroundingImage;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;
import io.github.sam4j.detectors.owl.OwlDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OWL-ViT and OWLv2 give what transformers gives, from pixels to ranked boxes. */
class OwlParityTest {
  private static final GroundingOptions ALL = new GroundingOptions(0, 1000, 1);

  private final Path folder = Goldens.small("owlv2-tiny");

  @ParameterizedTest
  @EnumSource
  void owlv2(EngineUnderTest engine) throws Exception {
    OwlFigures.measure(folder, folder, engine).check();
  }

  @ParameterizedTest
  @EnumSource
  void owlViT(EngineUnderTest engine) throws Exception {
    Path large = Goldens.large("owlvit-tiny");
    OwlFigures.measure(large, large, engine).check();
  }

  @ParameterizedTest
  @EnumSource
  void ranksLabelledBoxesInThePicturesPixels(EngineUnderTest underTest) throws Exception {
    List<String> texts = OwlFigures.texts(folder);
    float[] logits = OwlFigures.values(folder, "logits");
    float[] boxes = OwlFigures.values(folder, "pred_boxes");
    try (Engine engine = underTest.with(OwlParityTest::engine);
        OwlDetector detector = load(engine)) {
      GroundingImage image = detector.embed(SamImage.read(folder.resolve("image.png")));
      int side = image.size().longSide();
      List<GroundedBox> found = detector.ground(image, texts, ALL);
      List<GroundedBox> expected = new ArrayList<>();
      for (int p = 0; p < logits.length / 2; p++) {
        int query = logits[2 * p + 1] > logits[2 * p] ? 1 : 0;
        double score = 1 / (1 + Math.exp(-logits[2 * p + query]));
        double x = boxes[4 * p] * side;
        double y = boxes[4 * p + 1] * side;
        double w = boxes[4 * p + 2] * side / 2;
        double h = boxes[4 * p + 3] * side / 2;
        double bottom = Math.min(image.size().height(), y + h);
        if (Math.max(0, y - h) < bottom) {
          Box box =
              new Box(
                  Math.max(0, x - w),
                  Math.max(0, y - h),
                  Math.min(image.size().width(), x + w),
                  bottom);
          expected.add(new GroundedBox(box, score, texts.get(query), query));
        }
      }
      expected.sort((a, b) -> Double.compare(b.score(), a.score()));
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-3));
        assertThat(found.get(i).label()).isEqualTo("text " + found.get(i).query());
      }
      GroundedBox best = found.get(0);
      assertThat(best.query()).isEqualTo(expected.get(0).query());
      assertThat(best.box().x0()).isCloseTo(expected.get(0).box().x0(), within(0.4));
      assertThat(best.box().y1()).isCloseTo(expected.get(0).box().y1(), within(0.4));
      assertThat(detector.ground(image, texts, ALL)).isEqualTo(found);
      assertThat(detector.ground(image, texts, ALL.withMaximumCount(3)))
          .isEqualTo(found.subList(0, 3));
    }
  }

  @Test
  void findsMoreLikeAnExample() throws Exception {
    float[] logits = OwlFigures.values(folder, "guided_logits");
    float best = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      best = Math.max(best, logit);
    }
    try (Engine engine = engine();
        OwlDetector detector = load(engine)) {
      GroundingImage image = detector.embed(SamImage.read(folder.resolve("image.png")));
      SamImage example = SamImage.read(folder.resolve("query.png"));
      List<GroundedBox> all = detector.like(image, example, ALL);
      List<GroundedBox> found = detector.like(image, example, ALL.withNmsThreshold(0.3));
      assertThat(found.get(0).score()).isCloseTo(1 / (1 + Math.exp(-best)), within(1e-3));
      assertThat(found).hasSizeLessThan(all.size()).isSubsetOf(all);
      assertThat(found)
          .allSatisfy(
              box -> {
                assertThat(box.label()).isEqualTo(GroundedBox.EXAMPLE);
                assertThat(found).noneMatch(o -> !o.equals(box) && o.box().iou(box.box()) > 0.3001);
              });
    }
  }

  @Test
  void embedsATextOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Tokenizer ids = OwlFigures.tokenizer(folder);
    Tokenizer counting =
        (text, positions) -> {
          calls.incrementAndGet();
          return ids.encode(text, positions);
        };
    try (Engine engine = engine();
        OwlDetector detector = OwlFigures.load(folder, engine, counting)) {
      float[] first = detector.embed(List.of("text 0", "text 1", "text 0"))[2];
      assertThat(detector.embed(List.of("text 0"))[0]).isEqualTo(first);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void refusesWhatItCannotAnswer() throws Exception {
    SamImage picture = SamImage.read(folder.resolve("query.png"));
    try (Engine engine = engine();
        OwlDetector detector = load(engine);
        OwlDetector other = load(engine)) {
      GroundingImage image = detector.embed(picture);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> detector.ground(image, List.of(), ALL))
          .withMessageContaining("at least one text");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> detector.ground(image, List.of(" "), ALL));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.ground(image, List.of("text 0"), ALL))
          .withMessageContaining("this detector");
      detector.close();
      detector.close();
      assertThatIllegalStateException().isThrownBy(() -> detector.embed(picture));
    }
  }

  private static Engine engine() {
    return Engines.create(EngineOptions.defaults());
  }

  private OwlDetector load(Engine engine) throws Exception {
    return OwlFigures.load(folder, engine, OwlFigures.tokenizer(folder));
  }
}
