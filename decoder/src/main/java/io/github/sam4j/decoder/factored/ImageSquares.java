package io.github.sam4j.decoder.factored;

/**
 * The squared lengths |image1|^2 and |image2|^2 of an image's cells.
 *
 * @param first of image1 = C (x0 + o1), a value for each cell
 * @param second of image2 = C (g1 * image1), a value for each cell
 */
record ImageSquares(float[] first, float[] second) {
  /**
   * Those of an image.
   *
   * @param image x0: cells x C values
   * @param outBias o1
   * @param gain g1
   * @param length of the arrays, at least the number of cells; the rest is 0
   */
  static ImageSquares of(float[] image, float[] outBias, float[] gain, int length) {
    ImageSquares squares = new ImageSquares(new float[length], new float[length]);
    int channels = gain.length;
    float[] cell = new float[channels];
    for (int i = 0; i < image.length / channels; i++) {
      for (int c = 0; c < channels; c++) {
        cell[c] = image[i * channels + c] + outBias[c];
      }
      squares.first[i] = centre(cell);
      for (int c = 0; c < channels; c++) {
        cell[c] *= gain[c];
      }
      squares.second[i] = centre(cell);
    }
    return squares;
  }

  /** Subtracts the mean; returns the squared length of what is left. */
  private static float centre(float[] cell) {
    double sum = 0;
    for (float value : cell) {
      sum += value;
    }
    float mean = (float) (sum / cell.length);
    double square = 0;
    for (int c = 0; c < cell.length; c++) {
      cell[c] -= mean;
      square += (double) cell[c] * cell[c];
    }
    return (float) square;
  }
}
