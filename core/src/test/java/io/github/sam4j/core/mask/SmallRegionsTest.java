package io.github.sam4j.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.mask.SmallRegions.Kind;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmallRegionsTest {
  private static final BitMask MASK =
      Shapes.drawn(
          "#####....", //
          "#...#..#.",
          "#.#.#.#..",
          "#...#....",
          "#####...#");

  @Test
  void fillsSmallHoles() {
    // The ring of eight inside has area 8, the outside 17.
    assertThat(SmallRegions.remove(MASK, 8, Kind.HOLES))
        .isEqualTo(new SmallRegions.Result(MASK, false));
    SmallRegions.Result result = SmallRegions.remove(MASK, 9, Kind.HOLES);
    assertThat(result.changed()).isTrue();
    assertThat(result.mask())
        .isEqualTo(
            Shapes.drawn(
                "#####....", //
                "#####..#.",
                "#####.#..",
                "#####....",
                "#####...#"));
  }

  @Test
  void removesSmallIslands() {
    SmallRegions.Result result = SmallRegions.remove(MASK, 2, Kind.ISLANDS);
    assertThat(result.changed()).isTrue();
    assertThat(result.mask())
        .isEqualTo(
            Shapes.drawn(
                "#####....", //
                "#...#..#.",
                "#...#.#..",
                "#...#....",
                "#####...."));
  }

  @Test
  void keepsTheLargestIslandWhereAllAreSmall() {
    assertThat(SmallRegions.remove(MASK, 1000, Kind.ISLANDS).mask().area()).isEqualTo(16);
  }

  @Test
  void ofEquallyLargeIslandsKeepsTheOneThatOpenCvNumbersFirst() {
    // The right one begins a row higher, the left one an earlier block of 2 x 2.
    BitMask mask =
        Shapes.drawn(
            "......##", //
            "##......");
    assertThat(SmallRegions.remove(mask, 5, Kind.ISLANDS).mask())
        .isEqualTo(
            Shapes.drawn(
                "........", //
                "##......"));
  }

  @ParameterizedTest
  @MethodSource("io.github.sam4j.core.mask.Shapes#all")
  void doesAsTheReferenceDoes(BitMask mask) {
    for (int threshold : new int[] {1, 2, 6, 40, 100_000}) {
      for (Kind kind : Kind.values()) {
        SmallRegions.Result result = SmallRegions.remove(mask, threshold, kind);
        BitMask expected = reference(mask, threshold, kind);
        assertThat(result.mask()).as("%s below %d", kind, threshold).isEqualTo(expected);
        if (!result.mask().equals(mask)) {
          assertThat(result.changed()).isTrue();
        }
      }
    }
  }

  /** remove_small_regions over OpenCV's labels. */
  private static BitMask reference(BitMask mask, int threshold, Kind kind) {
    BitMask working = kind == Kind.HOLES ? mask.not() : mask;
    int width = mask.size().width();
    try (BytePointer pixels = new BytePointer(working.toBytes());
        Mat picture = new Mat(mask.size().height(), width, opencv_core.CV_8UC1, pixels);
        Mat labels = new Mat();
        Mat stats = new Mat();
        Mat centroids = new Mat()) {
      int count = opencv_imgproc.connectedComponentsWithStats(picture, labels, stats, centroids);
      IntBuffer numbers = stats.createBuffer();
      boolean[] small = new boolean[count];
      boolean any = false;
      boolean all = true;
      int largest = 1;
      for (int i = 1; i < count; i++) {
        int area = numbers.get(5 * i + 4);
        small[i] = area < threshold;
        any |= small[i];
        all &= small[i];
        largest = area > numbers.get(5 * largest + 4) ? i : largest;
      }
      if (!any) {
        return mask;
      }
      IntBuffer label = labels.createBuffer();
      int keep = all ? largest : -1;
      return BitMask.of(
          mask.size(),
          (x, y) -> {
            int region = label.get(y * width + x);
            return kind == Kind.HOLES
                ? region == 0 || small[region]
                : region != 0 && (!small[region] || region == keep);
          });
    }
  }
}
