package io.github.sam4j.detectors.owl;

/** Chooses the patch that stands for the thing in an example picture, as transformers does. */
final class ExampleBox {
  /** A box is nearly as good as the best from this part of its overlap on. */
  private static final float NEARLY = 0.8f;

  private ExampleBox() {}

  /**
   * The chosen patch.
   *
   * @param boxes centre x, centre y, width and height of each patch's box
   * @param embeddings (patches, channels)
   */
  static int choose(float[] boxes, float[] embeddings, int channels) {
    int patches = boxes.length / 4;
    float[] overlap = new float[patches];
    float best = 0;
    for (int p = 0; p < patches; p++) {
      overlap[p] = overlap(boxes, 4 * p, false);
      best = Math.max(best, overlap[p]);
    }
    if (best == 0) {
      best = Float.NEGATIVE_INFINITY;
      for (int p = 0; p < patches; p++) {
        overlap[p] = overlap(boxes, 4 * p, true);
        best = Math.max(best, overlap[p]);
      }
    }
    double[] mean = new double[channels];
    for (int i = 0; i < embeddings.length; i++) {
      mean[i % channels] += embeddings[i] / (double) patches;
    }
    int chosen = -1;
    int greatest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int p = 0; p < patches; p++) {
      greatest = overlap[p] > overlap[greatest] ? p : greatest;
      double similarity = 0;
      for (int c = 0; c < channels; c++) {
        similarity += mean[c] * embeddings[p * channels + c];
      }
      if (overlap[p] >= best * NEARLY && similarity < least) {
        chosen = p;
        least = similarity;
      }
    }
    // A negative generalised overlap is less than its own part: then none is nearly as good.
    return chosen < 0 ? greatest : chosen;
  }

  /**
   * Intersection over union with the whole picture, or the generalised one, which may be below 0.
   */
  private static float overlap(float[] boxes, int at, boolean generalised) {
    float x0 = boxes[at] - 0.5f * boxes[at + 2];
    float y0 = boxes[at + 1] - 0.5f * boxes[at + 3];
    float x1 = boxes[at] + 0.5f * boxes[at + 2];
    float y1 = boxes[at + 1] + 0.5f * boxes[at + 3];
    float width = Math.max(0, Math.min(1, x1) - Math.max(0, x0));
    float height = Math.max(0, Math.min(1, y1) - Math.max(0, y0));
    float intersection = width * height;
    float union = 1 + (x1 - x0) * (y1 - y0) - intersection;
    float overlap = intersection / union;
    if (!generalised) {
      return overlap;
    }
    float hull = (Math.max(1, x1) - Math.min(0, x0)) * (Math.max(1, y1) - Math.min(0, y0));
    return overlap - (hull - union) / hull;
  }
}
