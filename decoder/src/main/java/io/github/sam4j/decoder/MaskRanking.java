package io.github.sam4j.decoder;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The order in which masks are shown. */
public final class MaskRanking {
  private MaskRanking() {}

  /**
   * Indices of the scores, best first; equal scores keep their order and NaN comes last.
   *
   * @param scores predicted IoU of each mask
   */
  public static int[] bestFirst(float... scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> Float.isNaN(scores[i]))
                .thenComparing(i -> -scores[i] + 0f))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
