package io.github.sam4j.decoder.transformer;

import java.util.Arrays;

/**
 * A matrix of weights while a decoder is loaded: rows that cells or tokens are multiplied with, one
 * value for each channel. Results are new matrices.
 *
 * @param values row-major
 */
public record RowMatrix(int rows, int columns, float[] values) {
  /** Each value times a factor. */
  public RowMatrix times(float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new RowMatrix(rows, columns, scaled);
  }

  /** Each column times its gain. */
  public RowMatrix times(float[] gain) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= gain[i % columns];
    }
    return new RowMatrix(rows, columns, scaled);
  }

  /** Each row less its mean. */
  public RowMatrix centred() {
    float[] centred = values.clone();
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int c = 0; c < columns; c++) {
        sum += values[row * columns + c];
      }
      float mean = (float) (sum / columns);
      for (int c = 0; c < columns; c++) {
        centred[row * columns + c] -= mean;
      }
    }
    return new RowMatrix(rows, columns, centred);
  }

  /** Rows as columns. */
  public RowMatrix transposed() {
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % columns * rows + i / columns] = values[i];
    }
    return new RowMatrix(columns, rows, turned);
  }

  /** Its product with a vector. */
  public float[] of(float[] vector) {
    float[] product = new float[rows];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int c = 0; c < columns; c++) {
        sum += (double) values[row * columns + c] * vector[c];
      }
      product[row] = (float) sum;
    }
    return product;
  }

  /** One row as a matrix. */
  public static RowMatrix row(float[] values) {
    return new RowMatrix(1, values.length, values.clone());
  }

  /** Element by element. */
  public static float[] sum(float[] a, float[] b) {
    float[] sum = Arrays.copyOf(a, a.length);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
