package io.github.sam4j.core.geometry;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Greedy removal of boxes that overlap a better one (torchvision.ops.nms, whose float32 arithmetic
 * it follows).
 */
public final class NonMaximumSuppression {
  private NonMaximumSuppression() {}

  /**
   * Which boxes to keep: the best, then each next best whose intersection over union with all kept
   * before is not above the threshold.
   *
   * @param boxes the candidates
   * @param scores one for each box, higher is better
   * @param threshold the greatest intersection over union that two kept boxes may have
   * @return indices of the kept boxes, best first, equal scores in the given order
   * @throws IllegalArgumentException if boxes and scores differ in number
   */
  public static int[] keep(List<Box> boxes, float[] scores, double threshold) {
    int count = boxes.size();
    if (scores.length != count) {
      throw new IllegalArgumentException(
          "%d boxes need as many scores, found %d".formatted(count, scores.length));
    }
    // + 0 makes -0 equal to 0, which the order of Float does not.
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> scores[i] + 0f, Comparator.reverseOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    float[] x0 = new float[count];
    float[] y0 = new float[count];
    float[] x1 = new float[count];
    float[] y1 = new float[count];
    float[] area = new float[count];
    for (int i = 0; i < count; i++) {
      Box box = boxes.get(order[i]);
      x0[i] = (float) box.x0();
      y0[i] = (float) box.y0();
      x1[i] = (float) box.x1();
      y1[i] = (float) box.y1();
      area[i] = (x1[i] - x0[i]) * (y1[i] - y0[i]);
    }
    boolean[] suppressed = new boolean[count];
    int[] kept = new int[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (suppressed[i]) {
        continue;
      }
      kept[size++] = order[i];
      for (int j = i + 1; j < count; j++) {
        float width = Math.max(0, Math.min(x1[i], x1[j]) - Math.max(x0[i], x0[j]));
        float height = Math.max(0, Math.min(y1[i], y1[j]) - Math.max(y0[i], y0[j]));
        float intersection = width * height;
        // Two boxes without area give NaN, which suppresses nothing.
        suppressed[j] |= intersection / (area[i] + area[j] - intersection) > threshold;
      }
    }
    return Arrays.copyOf(kept, size);
  }
}
