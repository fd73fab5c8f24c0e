package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.Polygons.Detail;
import java.awt.Rectangle;
import java.awt.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolygonsTest {
  @Test
  void followContours() {
    BitMask mask =
        Shapes.drawn(
            "......", //
            ".####.", ".#..#.", ".####.", "......");
    List<Polygon> polygons = mask.polygons();
    assertThat(polygons).hasSize(1);
    Polygon polygon = polygons.get(0);
    assertThat(polygon.outer()).isEqualTo(new Ring(1, 1, 1, 3, 4, 3, 4, 1));
    assertThat(polygon.outer().area()).isEqualTo(6);
    assertThat(polygon.holes()).hasSize(1);
    assertThat(polygon.toShape().getBounds()).isEqualTo(new Rectangle(1, 1, 3, 2));
    assertThat(Polygons.of(mask, Detail.ALL).get(0).outer().size()).isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void runThroughPixelsOfTheMaskAndAreAsManyAsItsParts(BitMask mask) {
    List<Polygon> polygons = Polygons.of(mask, Detail.ALL);
    assertThat(polygons).hasSize(ConnectedRegions.of(mask).count());
    for (Polygon polygon : polygons) {
      for (Ring ring : polygon.holes()) {
        check(mask, ring);
      }
      check(mask, polygon.outer());
    }
  }

  private static void check(BitMask mask, Ring ring) {
    for (int i = 0; i < ring.size(); i++) {
      assertThat(mask.get(ring.x(i), ring.y(i))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void outlinesHoldThePixelsExactly(BitMask mask) {
    Shape shape = mask.toShape();
    ImageSize size = mask.size();
    assertThat(BitMask.of(size, (x, y) -> shape.contains(x + 0.5, y + 0.5))).isEqualTo(mask);
    if (!mask.isEmpty()) {
      assertThat(shape.getBounds2D().getMinX()).isEqualTo(mask.box().x0());
      assertThat(shape.getBounds2D().getMaxX()).isEqualTo(mask.box().x1() + 1);
      assertThat(shape.getBounds2D().getMaxY()).isEqualTo(mask.box().y1() + 1);
    }
  }

  @Test
  void ringsNeedPairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ring(1, 2, 3))
        .withMessageContaining("found 3 numbers");
    assertThatIllegalArgumentException().isThrownBy(() -> new Ring());
  }
}
