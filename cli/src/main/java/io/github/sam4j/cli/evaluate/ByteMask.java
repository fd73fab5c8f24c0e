package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import java.util.function.IntPredicate;
import org.bytedeco.opencv.opencv_core.Mat;

/** Masks out of OpenCV's matrices of bytes. */
final class ByteMask {
  private ByteMask() {}

  /** The pixels whose sample passes. */
  static BitMask read(Mat bytes, IntPredicate inside) {
    byte[] samples = new byte[Math.toIntExact(bytes.total())];
    bytes.data().get(samples);
    int width = bytes.cols();
    return BitMask.of(
        new ImageSize(width, bytes.rows()), (x, y) -> inside.test(samples[y * width + x]));
  }
}
