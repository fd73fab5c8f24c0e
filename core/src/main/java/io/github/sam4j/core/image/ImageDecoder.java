package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.natives.NativeLibraries;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes a picture's file with OpenCV, once its container has been found whole.
 *
 * <p>OpenCV alone is too forgiving: a JPEG cut to its first bytes decodes to grey without an error.
 * All native memory is given back before a call returns. What its codecs find inside a damaged
 * picture they may also print to standard error.
 */
final class ImageDecoder {
  /**
   * Colour, upright, with 16-bit samples left as they are: their rule is ours, not the format's.
   */
  private static final int FLAGS = opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_ANYDEPTH;

  private static final int CHANNELS = 3;

  private ImageDecoder() {}

  static SamImage decode(byte[] bytes, String name) throws ImageFormatException {
    ImageBytes file = new ImageBytes(bytes, name);
    ImageSize claimed = ImageContainer.check(file);
    checkPixels(claimed, name);
    byte[] source = ImageContainer.isTiff(file) ? TiffContainer.withStoredColors(file) : bytes;
    NativeLibraries.loadOpenCv();
    try (BytePointer data = new BytePointer(source);
        Mat encoded = new Mat(1, source.length, opencv_core.CV_8UC1, data);
        Mat image = opencv_imgcodecs.imdecode(encoded, FLAGS)) {
      if (image.empty()) {
        throw new ImageFormatException(name + ": the picture's data is damaged");
      }
      checkSize(claimed, image, name);
      return toSamImage(image, name);
    } catch (RuntimeException e) {
      // OpenCV's own exceptions: its limits and its codecs' complaints.
      throw new ImageFormatException(name + ": the picture's data cannot be decoded", e);
    }
  }

  private static void checkPixels(ImageSize claimed, String name) throws ImageFormatException {
    long limit = Math.min(Long.getLong("sam4j.maxPixels", 1L << 28), Integer.MAX_VALUE / CHANNELS);
    if (claimed.area() > limit) {
      throw new ImageFormatException(
          "%s: expected at most %d pixels (system property sam4j.maxPixels), found %d x %d"
              .formatted(name, limit, claimed.width(), claimed.height()));
    }
  }

  private static void checkSize(ImageSize claimed, Mat image, String name)
      throws ImageFormatException {
    boolean same = image.cols() == claimed.width() && image.rows() == claimed.height();
    boolean turned = image.cols() == claimed.height() && image.rows() == claimed.width();
    if (!same && !turned) {
      throw new ImageFormatException(
          "%s: expected %d x %d pixels from the header, found %d x %d"
              .formatted(name, claimed.width(), claimed.height(), image.cols(), image.rows()));
    }
  }

  private static SamImage toSamImage(Mat image, String name) throws ImageFormatException {
    if (image.channels() != CHANNELS
        || (image.depth() != opencv_core.CV_8U && image.depth() != opencv_core.CV_16U)) {
      throw new ImageFormatException(
          "%s: expected unsigned samples of 8 or 16 bits, found OpenCV type %d"
              .formatted(name, image.type()));
    }
    int width = image.cols() * CHANNELS;
    byte[] rgb = new byte[width * image.rows()];
    byte[] row = new byte[width];
    short[] wide = new short[image.depth() == opencv_core.CV_16U ? width : 0];
    for (int y = 0; y < image.rows(); y++) {
      if (wide.length > 0) {
        new ShortPointer(image.ptr(y)).get(wide);
        for (int i = 0; i < width; i++) {
          row[i] = (byte) (wide[i] >> 8);
        }
      } else {
        image.ptr(y).get(row);
      }
      int out = y * width;
      for (int i = 0; i < width; i += CHANNELS) {
        rgb[out + i] = row[i + 2];
        rgb[out + i + 1] = row[i + 1];
        rgb[out + i + 2] = row[i];
      }
    }
    return SamImage.wrap(new ImageSize(image.cols(), image.rows()), rgb);
  }
}
