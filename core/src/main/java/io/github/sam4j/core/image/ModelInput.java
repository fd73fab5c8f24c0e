package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;

/**
 * A picture made ready for a model: resized so that its long side fills a square input, normalised
 * per channel, zero-padded at the right and at the bottom.
 *
 * <p>Immutable and thread-safe. It holds the resized picture (three bytes a pixel); each call that
 * asks for floats makes a new array.
 */
public final class ModelInput {
  /** The longest side of an input in pixels. */
  private static final int MAX_SIDE = 8192;

  private static final int CHANNELS = 3;

  private final ImageGeometry geometry;
  private final SamImage resized;
  private final float[][] tables = new float[CHANNELS][];

  private ModelInput(ImageGeometry geometry, SamImage resized, Normalization normalization) {
    this.geometry = geometry;
    this.resized = resized;
    for (int c = 0; c < CHANNELS; c++) {
      tables[c] = normalization.table(c);
    }
  }

  /**
   * Resizes a picture for a model.
   *
   * @param image the picture, any size
   * @param inputSize side of the model's square input, from 1 to 8192
   * @param normalization the model's means and standard deviations
   */
  public static ModelInput of(SamImage image, int inputSize, Normalization normalization) {
    requireSide(inputSize);
    ImageGeometry geometry = ImageGeometry.of(image.size(), inputSize);
    return new ModelInput(geometry, image.resized(geometry.resized()), normalization);
  }

  static void requireSide(int side) {
    if (side < 1 || side > MAX_SIDE) {
      throw new IllegalArgumentException(
          "an input size lies between 1 and %d, found %d".formatted(MAX_SIDE, side));
    }
  }

  /** The picture's sizes, and the way from its pixels to the input's. */
  public ImageGeometry geometry() {
    return geometry;
  }

  /** The part of the input that the picture fills, from the top left. */
  public ImageSize resizedSize() {
    return geometry.resized();
  }

  /** The resized picture before normalisation. */
  public SamImage resizedImage() {
    return resized;
  }

  /** A new array of shape (inputSize, inputSize, 3): rows, columns, red-green-blue. */
  public float[] channelsLast() {
    int side = geometry.inputSize();
    int width = resizedSize().width() * CHANNELS;
    float[] values = new float[side * side * CHANNELS];
    byte[] rgb = resized.pixels();
    for (int y = 0; y < resizedSize().height(); y++) {
      int in = y * width;
      int out = y * side * CHANNELS;
      for (int i = 0; i < width; i += CHANNELS) {
        values[out + i] = tables[0][rgb[in + i] & 0xff];
        values[out + i + 1] = tables[1][rgb[in + i + 1] & 0xff];
        values[out + i + 2] = tables[2][rgb[in + i + 2] & 0xff];
      }
    }
    return values;
  }

  /** A new array of shape (1, 3, inputSize, inputSize): planes of red, green and blue. */
  public float[] channelsFirst() {
    int side = geometry.inputSize();
    int width = resizedSize().width();
    float[] values = new float[CHANNELS * side * side];
    byte[] rgb = resized.pixels();
    for (int c = 0; c < CHANNELS; c++) {
      float[] table = tables[c];
      for (int y = 0; y < resizedSize().height(); y++) {
        int in = y * width * CHANNELS + c;
        int out = (c * side + y) * side;
        for (int x = 0; x < width; x++) {
          values[out + x] = table[rgb[in + x * CHANNELS] & 0xff];
        }
      }
    }
    return values;
  }
}
