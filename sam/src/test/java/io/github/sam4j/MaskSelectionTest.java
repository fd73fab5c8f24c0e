package io.github.sam4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskSelectionTest {
  private static final ImageSize SIZE = new ImageSize(71, 33);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void asTheFormulaHasIt(long seed) {
    List<Mask> masks = random(new Random(seed), 40);
    for (int count : new int[] {0, 1, 7, 100}) {
      assertThat(choose(masks, count))
          .usingElementComparator((a, b) -> a == b ? 0 : 1)
          .isEqualTo(NaiveSelection.choose(masks, count));
    }
  }

  /** In the order of the choice, whatever order the candidates have. */
  @Test
  void eachIsWorthMoreThanThoseAfterIt() {
    List<Mask> masks = random(new Random(11), 50);
    List<Mask> chosen = choose(masks, 12);
    assertThat(chosen).hasSize(12);
    for (int i = 0; i < chosen.size(); i++) {
      List<Mask> before = chosen.subList(0, i);
      for (Mask later : chosen.subList(i + 1, chosen.size())) {
        assertThat(NaiveSelection.worth(chosen.get(i), before))
            .isGreaterThan(NaiveSelection.worth(later, before));
      }
    }
    Collections.reverse(masks);
    assertThat(choose(masks, 12)).isEqualTo(chosen);
  }

  @Test
  void whatOverlapsAChosenOneIsDropped() {
    Mask best = rectangle(0, 0, 9, 9, 0.9, 0.9);
    // Of 100 pixels 70 and 71: an IoU of 0.7 is not above it.
    Mask near = rectangle(0, 0, 6, 9, 0.8, 0.9);
    Mask nearer = mask(near.bits().or(rectangle(7, 0, 7, 0, 1, 1).bits()), 0.8, 0.9);
    Mask far = rectangle(50, 20, 59, 29, 0.4, 0.5);
    assertThat(choose(List.of(nearer, far, best), 9)).containsExactly(best, far);
    assertThat(choose(List.of(near, far, best), 9)).containsExactly(best, far, near);
  }

  @Test
  void ofTheSameOneTheFirst() {
    Mask first = rectangle(0, 0, 9, 9, 0.9, 0.9);
    Mask second = rectangle(20, 0, 29, 9, 0.9, 0.9);
    assertThat(choose(List.of(first, second), 1)).containsExactly(first);
    assertThat(choose(List.of(second, first), 1)).containsExactly(second);
  }

  @Test
  void whatIsWorthNothingIsNotChosen() {
    List<Mask> worthless =
        List.of(
            mask(BitMask.empty(SIZE), 0.9, 0.9),
            mask(BitMask.empty(SIZE), 0.9, Double.NaN),
            rectangle(0, 0, 9, 9, Double.NaN, 0.9),
            rectangle(0, 0, 9, 9, 0.9, Double.NaN),
            rectangle(0, 0, 9, 9, 0, 0.9),
            rectangle(0, 0, 9, 9, -0.1, 0.9),
            rectangle(0, 0, 9, 9, 0.9, 0));
    assertThat(choose(worthless, 9)).isEmpty();
    assertThat(choose(List.of(), 9)).isEmpty();
  }

  @Test
  void aCandidateIsItsMaskAgain() {
    List<Mask> masks = random(new Random(3), 20);
    masks.add(mask(BitMask.empty(SIZE), 0.9, 0.9));
    masks.add(mask(BitMask.full(SIZE), 0.9, 0.9));
    for (Mask mask : masks) {
      MaskCandidate candidate = MaskCandidate.of(mask);
      assertThat(candidate.mask(SIZE)).isEqualTo(mask);
      for (Mask other : masks) {
        assertThat(candidate.commonArea(MaskCandidate.of(other)))
            .isEqualTo(mask.bits().intersectionArea(other.bits()));
      }
    }
  }

  private static List<Mask> choose(List<Mask> masks, int count) {
    IdentityHashMap<MaskCandidate, Mask> origins = new IdentityHashMap<>();
    List<MaskCandidate> candidates = new ArrayList<>();
    for (Mask mask : masks) {
      MaskCandidate candidate = MaskCandidate.of(mask);
      origins.put(candidate, mask);
      candidates.add(candidate);
    }
    return MaskSelection.choose(candidates, SIZE, count).stream().map(origins::get).toList();
  }

  /** Rectangles with holes of noise, of which some are there twice. */
  private static List<Mask> random(Random random, int count) {
    List<Mask> masks = new ArrayList<>();
    while (masks.size() < count) {
      if (!masks.isEmpty() && random.nextInt(5) == 0) {
        masks.add(masks.get(random.nextInt(masks.size())));
        continue;
      }
      int x0 = random.nextInt(60);
      int y0 = random.nextInt(25);
      int x1 = x0 + random.nextInt(30);
      int y1 = y0 + random.nextInt(20);
      double holes = random.nextDouble() * 0.4;
      BitMask bits =
          BitMask.of(
              SIZE,
              (x, y) -> x >= x0 && x <= x1 && y >= y0 && y <= y1 && random.nextDouble() >= holes);
      masks.add(mask(bits, random.nextDouble() - 0.05, random.nextDouble()));
    }
    return masks;
  }

  private static Mask rectangle(int x0, int y0, int x1, int y1, double score, double stability) {
    return mask(
        BitMask.of(SIZE, (x, y) -> x >= x0 && x <= x1 && y >= y0 && y <= y1), score, stability);
  }

  private static Mask mask(BitMask bits, double score, double stability) {
    return new Mask(
        bits,
        score,
        stability,
        Prompt.point(0, 0),
        new Box(0, 0, SIZE.width(), SIZE.height()),
        new LowResolutionLogits(1, new float[1]));
  }
}
