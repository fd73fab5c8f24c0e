package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import java.awt.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rings along pixel edges are simple, and filling them gives the mask back bit for bit. */
class OutlinesTest {
  /** Noise of every density, in which holes, islands in them and touching corners abound. */
  static Stream<BitMask> masks() {
    Stream<BitMask> random =
        IntStream.range(0, 200)
            .mapToObj(
                seed -> {
                  Random r = new Random(seed);
                  ImageSize size = new ImageSize(1 + r.nextInt(75), 1 + r.nextInt(40));
                  double density = 0.1 + 0.85 * r.nextDouble();
                  BitMask noise = BitMask.of(size, (x, y) -> r.nextDouble() < density);
                  return seed % 4 == 3 ? noise.and(Shapes.ellipses(size, seed)) : noise;
                });
    return Stream.concat(Shapes.all(), random);
  }

  @ParameterizedTest
  @MethodSource("masks")
  void fillingThemGivesTheMask(BitMask mask) {
    List<Polygon> parts = mask.outlines();
    List<Ring> all = new ArrayList<>();
    BitMask union = BitMask.empty(mask.size());
    long area = 0;
    for (Polygon part : parts) {
      List<Ring> rings = rings(part);
      all.addAll(rings);
      BitMask filled = evenOdd(mask.size(), rings);
      assertThat(nonZero(mask.size(), rings)).isEqualTo(filled);
      assertThat(part.area()).isEqualTo((double) filled.area());
      assertThat(ConnectedRegions.throughEdges(filled).count()).isEqualTo(1);
      assertThat(filled.intersectionArea(union)).isZero();
      union = union.or(filled);
      area += filled.area();
    }
    assertThat(union).isEqualTo(mask);
    assertThat(area).isEqualTo(mask.area());
    assertThat(evenOdd(mask.size(), all)).isEqualTo(mask);
    assertThat(parts).hasSize(ConnectedRegions.throughEdges(mask).count());
  }

  @ParameterizedTest
  @MethodSource("masks")
  void ringsAreSimpleAndTurnOneWay(BitMask mask) {
    for (Polygon part : mask.outlines()) {
      assertThat(part.outer().signedArea()).isPositive();
      assertThat(part.holes()).allMatch(hole -> hole.signedArea() < 0);
      for (Ring ring : rings(part)) {
        Set<Point> points = new HashSet<>();
        for (int i = 0; i < ring.size(); i++) {
          int next = (i + 1) % ring.size();
          int after = (i + 2) % ring.size();
          assertThat(points.add(new Point(ring.x(i), ring.y(i)))).isTrue();
          boolean along = ring.y(i) == ring.y(next);
          assertThat(ring.x(i) == ring.x(next)).isNotEqualTo(along);
          assertThat(ring.y(next) == ring.y(after)).as("three in line").isNotEqualTo(along);
        }
      }
    }
  }

  @Test
  void aHoleIsARingOfItsOwn() {
    BitMask mask =
        Shapes.drawn(
            "####", //
            "#..#", "####");
    assertThat(mask.outlines())
        .containsExactly(
            new Polygon(
                new Ring(0, 0, 4, 0, 4, 3, 0, 3), List.of(new Ring(1, 2, 3, 2, 3, 1, 1, 1))));
    assertThat(mask.outlines().get(0).area()).isEqualTo(10);
  }

  @Test
  void pixelsThatTouchAtACornerAreTwoParts() {
    assertThat(Shapes.drawn("#.", ".#").outlines())
        .extracting(Polygon::outer)
        .containsExactly(new Ring(0, 0, 1, 0, 1, 1, 0, 1), new Ring(1, 1, 2, 1, 2, 2, 1, 2));
  }

  @Test
  void aRingThatTouchesItselfIsCut() {
    BitMask mask =
        Shapes.drawn(
            "##.", //
            "#.#", "###");
    Polygon part = mask.outlines().get(0);
    assertThat(mask.outlines()).hasSize(1);
    assertThat(part.holes()).hasSize(1);
    assertThat(part.holes().get(0).signedArea()).isEqualTo(-1);
    assertThat(part.outer().signedArea()).isEqualTo(8);
  }

  private static List<Ring> rings(Polygon part) {
    List<Ring> rings = new ArrayList<>(List.of(part.outer()));
    rings.addAll(part.holes());
    return rings;
  }

  private static BitMask evenOdd(ImageSize size, List<Ring> rings) {
    return BitMask.of(size, (x, y) -> (crossings(rings, x, y, false) & 1) == 1);
  }

  private static BitMask nonZero(ImageSize size, List<Ring> rings) {
    return BitMask.of(size, (x, y) -> crossings(rings, x, y, true) != 0);
  }

  /** Edges that cross the line from a pixel's middle to the left; with their signs, or each 1. */
  private static int crossings(List<Ring> rings, int x, int y, boolean signed) {
    int sum = 0;
    for (Ring ring : rings) {
      for (int i = 0; i < ring.size(); i++) {
        int next = (i + 1) % ring.size();
        int top = Math.min(ring.y(i), ring.y(next));
        int bottom = Math.max(ring.y(i), ring.y(next));
        if (ring.x(i) <= x && top <= y && y < bottom) {
          sum += signed ? Integer.signum(ring.y(next) - ring.y(i)) : 1;
        }
      }
    }
    return sum;
  }
}
