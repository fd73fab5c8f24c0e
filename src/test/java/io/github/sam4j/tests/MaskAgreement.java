package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.core.mask.BitMask;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well two runs agree, mask by mask at the pictures' size.
 *
 * @param masks how many were compared
 * @param mean mean IoU
 * @param least least IoU
 * @param leastArea pixels in the first run's mask with the least IoU: small masks lose it easily
 * @param otherRank masks that the second run ranked elsewhere
 */
record MaskAgreement(int masks, double mean, double least, long leastArea, int otherRank) {
  /** Compares the ranked masks of the same prompts in the same order. */
  static MaskAgreement of(List<List<Mask>> exact, List<List<Mask>> rough) {
    assertThat(rough).hasSameSizeAs(exact);
    int masks = 0;
    double sum = 0;
    double least = 1;
    long leastArea = 0;
    int otherRank = 0;
    for (int i = 0; i < exact.size(); i++) {
      List<Mask> candidates = rough.get(i);
      assertThat(candidates).hasSameSizeAs(exact.get(i));
      Set<Integer> taken = new HashSet<>();
      for (int rank = 0; rank < candidates.size(); rank++) {
        Mask mask = exact.get(i).get(rank);
        int counterpart = counterpart(mask, candidates);
        assertThat(taken.add(counterpart)).as("masks of prompt %d pair up", i).isTrue();
        otherRank += counterpart == rank ? 0 : 1;
        double iou = iou(mask.bits(), candidates.get(counterpart).bits());
        masks++;
        sum += iou;
        if (iou < least) {
          least = iou;
          leastArea = mask.area();
        }
      }
    }
    assertThat(masks).as("masks").isPositive();
    return new MaskAgreement(masks, sum / masks, least, leastArea, otherRank);
  }

  /**
   * Which of the masks came from the same mask token: its logits tell. Ranks do not, since near
   * scores may change places.
   */
  private static int counterpart(Mask mask, List<Mask> candidates) {
    float[] logits = mask.lowResolution().values();
    return IntStream.range(0, candidates.size())
        .boxed()
        .max(
            Comparator.comparingDouble(
                k -> Closeness.of(candidates.get(k).lowResolution().values(), logits).cosine()))
        .orElseThrow();
  }

  private static double iou(BitMask a, BitMask b) {
    return a.isEmpty() && b.isEmpty() ? 1 : a.iou(b);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d masks, IoU mean %.4f, least %.4f (a mask of %d pixels); %d ranked otherwise",
        masks,
        mean,
        least,
        leastArea,
        otherRank);
  }
}
