package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@link OwlHeads} say of a picture's patches, row by row: a box each, and what makes logits
 * of it with any query. Immutable and thread-safe, on the Java heap.
 */
public final class OwlPredictions {
  private static final double NORM_EPSILON = 1e-6;

  private final float[] boxes;
  private final float[] classEmbeddings;
  private final float[] shifts;
  private final float[] scales;
  private final float @Nullable [] objectness;

  OwlPredictions(
      float[] boxes,
      float[] classEmbeddings,
      float[] shifts,
      float[] scales,
      float @Nullable [] objectness) {
    this.boxes = boxes;
    this.classEmbeddings = classEmbeddings;
    this.shifts = shifts;
    this.scales = scales;
    this.objectness = objectness;
  }

  /** How many patches there are. */
  public int patches() {
    return shifts.length;
  }

  /** Channels of a query. */
  public int channels() {
    return classEmbeddings.length / shifts.length;
  }

  /** Bytes it holds, nearly. */
  public long bytes() {
    int values = boxes.length + classEmbeddings.length + shifts.length + scales.length;
    return 4L * (values + (objectness == null ? 0 : objectness.length));
  }

  /** A copy: for each patch centre x, centre y, width, height, from 0 to 1 over the input. */
  public float[] boxes() {
    return boxes.clone();
  }

  /** A copy: how much each patch looks like an object, before the sigmoid; null in OWL-ViT. */
  public float @Nullable [] objectness() {
    return objectness == null ? null : objectness.clone();
  }

  /**
   * How well queries fit the patches, before the sigmoid.
   *
   * @param ops operators of any engine
   * @param queries embeddings of {@link #channels()} values, of any length
   * @return (patches, queries), row-major
   */
  public float[] logits(Operators ops, float[]... queries) {
    int channels = channels();
    int count = queries.length;
    float[] units = new float[count * channels];
    for (int q = 0; q < count; q++) {
      if (queries[q].length != channels) {
        throw new IllegalArgumentException(
            "a query has %d values, found %d".formatted(channels, queries[q].length));
      }
      double length = length(queries[q], 0, channels);
      for (int c = 0; c < channels; c++) {
        units[q * channels + c] = (float) (queries[q][c] / length);
      }
    }
    float[] logits;
    try (Frame scratch = ops.frame()) {
      Tensor patches = ops.tensor(classEmbeddings, 1, patches(), channels);
      logits = ops.matmulTransposed(patches, ops.tensor(units, 1, count, channels)).toArray();
    }
    for (int p = 0; p < patches(); p++) {
      double length = length(classEmbeddings, p * channels, channels);
      for (int q = 0; q < count; q++) {
        int at = p * count + q;
        logits[at] = ((float) (logits[at] / length) + shifts[p]) * scales[p];
      }
    }
    return logits;
  }

  private static double length(float[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum) + NORM_EPSILON;
  }

  /**
   * This picture as a query: the embedding of the patch whose box fills the picture best, and among
   * those nearly as good the one least like the average patch, which is mostly background.
   */
  public float[] asQuery() {
    int channels = channels();
    int best = ExampleBox.choose(boxes, classEmbeddings, channels);
    return Arrays.copyOfRange(classEmbeddings, best * channels, (best + 1) * channels);
  }
}
