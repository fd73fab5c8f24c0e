package io.github.sam4j.detectors.owl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.detectors.GroundedBox;
import io.github.sam4j.detectors.GroundingOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxSelectionTest {
  private static final ImageSize PICTURE = new ImageSize(200, 100);
  private static final float[] BOXES = {
    0.25f, 0.5f, 0.1f, 0.2f, // patch 0
    0.25f, 0.5f, 0.1f, 0.21f, // nearly the same
    0.75f, 0.5f, 0.1f, 0.2f,
    0.95f, 0.05f, 0.2f, 0.2f, // over the corner
  };

  private static List<GroundedBox> select(GroundingOptions options, float... logits) {
    return new BoxSelection(PICTURE, PICTURE, List.of("cat", "dog"), options).select(BOXES, logits);
  }

  @Test
  void eachBoxCarriesItsBestText() {
    List<GroundedBox> found =
        select(new GroundingOptions(0.5, 10, 1), 1, 0, -1, -2, 0.5f, 2, -3, -4);
    assertThat(found).extracting(GroundedBox::label).containsExactly("dog", "cat");
    assertThat(found).extracting(GroundedBox::query).containsExactly(1, 0);
    assertThat(found.get(0).score()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-9));
    Box box = found.get(0).box();
    assertThat(box.x0()).isCloseTo(140, within(1e-4));
    assertThat(box.y0()).isCloseTo(40, within(1e-4));
    assertThat(box.x1()).isCloseTo(160, within(1e-4));
    assertThat(box.y1()).isCloseTo(60, within(1e-4));
  }

  @Test
  void theThresholdItselfIsBelow() {
    assertThat(select(new GroundingOptions(0.5, 10, 1), 0, 0, 0, 0, 0, 0, 0, 0)).isEmpty();
  }

  @Test
  void duplicatesOfALabelGoAndOtherLabelsStay() {
    GroundingOptions options = new GroundingOptions(0.5, 10, 0.5);
    assertThat(select(options, 1, 0, 2, 0, -1, -1, -1, -1)).hasSize(1);
    assertThat(select(options, 1, 0, 0, 2, -1, -1, -1, -1))
        .extracting(GroundedBox::label)
        .containsExactly("dog", "cat");
  }

  @Test
  void equalScoresKeepTheOrderOfTextsAndPatches() {
    GroundingOptions options = new GroundingOptions(0.5, 3, 1);
    List<GroundedBox> found = select(options, 0, 1, 1, 0, 1, 1, 0, 1);
    assertThat(found).extracting(GroundedBox::query).containsExactly(0, 0, 1);
    assertThat(found.get(1).box().x0()).isCloseTo(140, within(1e-4));
  }

  @Test
  void boxesEndWithThePicture() {
    List<GroundedBox> found =
        select(new GroundingOptions(0.5, 10, 1), -1, -1, -1, -1, -1, -1, 3, 0);
    Box box = found.get(0).box();
    assertThat(box.x0()).isCloseTo(170, within(1e-4));
    assertThat(box.x1()).isEqualTo(200);
    assertThat(box.y0()).isEqualTo(0);
    assertThat(box.y1()).isCloseTo(15, within(1e-4));
  }

  @Test
  void boxesInThePaddingAreNone() {
    BoxSelection padded =
        new BoxSelection(
            PICTURE, new ImageSize(200, 200), List.of("cat"), new GroundingOptions(0, 10, 1));
    float[] boxes = {0.5f, 0.8f, 0.1f, 0.1f, 0.5f, 0.25f, 0.5f, 0.25f};
    List<GroundedBox> found = padded.select(boxes, new float[] {5, 1});
    assertThat(found).extracting(GroundedBox::box).containsExactly(new Box(50, 25, 150, 75));
  }

  @Test
  void optionsAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GroundingOptions(1.1, 1, 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new GroundingOptions(0.1, 0, 0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroundingOptions.defaults().withNmsThreshold(Double.NaN))
        .withMessageContaining("found NaN");
  }
}
