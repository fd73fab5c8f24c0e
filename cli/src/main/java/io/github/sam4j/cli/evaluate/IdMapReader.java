package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.natives.NativeLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Reads maps of ids, their samples as they are stored. */
final class IdMapReader {
  private IdMapReader() {}

  /**
   * Reads a map.
   *
   * @param expected the size of its picture
   * @throws ImageFormatException if it is no picture, has another size, or has anything but one
   *     channel of 8 or 16 bits
   */
  static IdMap read(Path file, ImageSize expected) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      throw new ImageFormatException(file + ": expected a map of ids, found an empty file");
    }
    NativeLibraries.loadOpenCv();
    try (BytePointer data = new BytePointer(bytes);
        Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, data);
        Mat map = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_UNCHANGED)) {
      if (map.empty()) {
        throw new ImageFormatException(file + ": expected a PNG map of ids, found damaged data");
      }
      check(file, map, expected);
      return new IdMap(file.getFileName().toString(), expected, ids(map));
    } catch (RuntimeException e) {
      // OpenCV's own exceptions: its limits and its codecs' complaints.
      throw new ImageFormatException(file + ": the map of ids cannot be decoded", e);
    }
  }

  private static void check(Path file, Mat map, ImageSize expected) throws ImageFormatException {
    boolean integers = map.depth() == opencv_core.CV_8U || map.depth() == opencv_core.CV_16U;
    if (map.channels() != 1 || !integers) {
      throw new ImageFormatException(
          "%s: a map of ids needs one channel of 8 or 16 bits, found %d of %d bits%s"
              .formatted(
                  file,
                  map.channels(),
                  8 * map.elemSize1(),
                  map.channels() == 1 ? "" : " (colours are no ids)"));
    }
    if (map.cols() != expected.width() || map.rows() != expected.height()) {
      throw new ImageFormatException(
          "%s: a map of ids needs its picture's size, expected %d x %d, found %d x %d"
              .formatted(file, expected.width(), expected.height(), map.cols(), map.rows()));
    }
  }

  private static char[] ids(Mat map) {
    int width = map.cols();
    char[] ids = new char[width * map.rows()];
    byte[] narrow = new byte[width];
    short[] wide = new short[width];
    boolean bytes = map.depth() == opencv_core.CV_8U;
    for (int y = 0; y < map.rows(); y++) {
      if (bytes) {
        map.ptr(y).get(narrow);
      } else {
        new ShortPointer(map.ptr(y)).get(wide);
      }
      for (int x = 0; x < width; x++) {
        ids[y * width + x] = (char) (bytes ? narrow[x] & 0xff : wide[x]);
      }
    }
    return ids;
  }
}
