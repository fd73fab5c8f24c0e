package io.github.sam4j.core.mask.resample;

/**
 * What is made of the pixels of one map that are strictly above a threshold. They come word by word
 * where something else has decided them, else as logits, a batch of up to eight rows at a time.
 */
sealed interface ThresholdedPixels permits ThresholdedBits, ThresholdedArea {
  /** The most rows of a batch. */
  int ROWS = 8;

  /** The greatest magnitude of logits and thresholds that {@link #add} takes. */
  float LIMIT = 0x1p24f;

  /** The threshold. */
  float threshold();

  /** Takes word {@code k} of row {@code y}, of whose pixels the set bits are above. */
  void word(int y, int k, long bits);

  /** Begins a batch: some rows of the words {@code from} up to {@code end}. */
  void begin(int from, int end);

  /**
   * Takes the logits of the batch's row {@code row}, in the columns {@code start} to {@code end}.
   */
  void add(int row, float[] logits, int start, int end);

  /** Ends the batch, of {@code rows} rows from {@code y} on. */
  void finish(int y, int rows, int from, int end);

  /**
   * Adds a weight to the sum of each column whose logit is above the threshold. Comparisons would
   * go one at a time, these sums go as many at a time as the processor's vectors hold.
   *
   * <p>Twice the excess or 0, scaled so that the least that is not 0 exceeds 2^-48 and the greatest
   * is finite, is divided by itself and a little more, which is too little to count beside anything
   * but 0. So the quotient is exactly 1 or 0.
   */
  static void addAbove(
      float[] logits, int start, int end, float threshold, float weight, float[] sums) {
    for (int i = start; i < end; i++) {
      float excess = logits[i] - threshold;
      float scaled = (excess + Math.abs(excess)) * 0x1p100f;
      sums[i] += scaled / (scaled + 0x1p-80f) * weight;
    }
  }
}
