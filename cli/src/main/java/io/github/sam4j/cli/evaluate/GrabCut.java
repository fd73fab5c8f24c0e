package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.natives.NativeLibraries;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * GrabCut (Rother et al. 2004) by OpenCV, started from a box. Its k-means draws random numbers from
 * the same seed for each mask, so that a mask depends on its picture and box alone.
 */
final class GrabCut implements AutoCloseable {
  private static final int ITERATIONS = 4;

  /** OpenCV's own at the start of a process. */
  private static final int SEED = 0;

  private final ImageSize size;
  private final BytePointer samples;
  private final Mat picture;

  GrabCut(SamImage image) {
    NativeLibraries.loadOpenCv();
    size = image.size();
    samples = new BytePointer(bgr(image));
    picture = new Mat(size.height(), size.width(), opencv_core.CV_8UC3, samples);
  }

  private static byte[] bgr(SamImage image) {
    byte[] bytes = image.rgb();
    for (int i = 0; i < bytes.length; i += 3) {
      byte red = bytes[i];
      bytes[i] = bytes[i + 2];
      bytes[i + 2] = red;
    }
    return bytes;
  }

  /**
   * The mask for a box, and the box itself where GrabCut has no pixel inside or outside to go by.
   */
  BitMask mask(PixelBox box) {
    opencv_core.setRNGSeed(SEED);
    try (Mat labels = new Mat();
        Mat background = new Mat();
        Mat foreground = new Mat();
        Rect rectangle = rectangle(box)) {
      opencv_imgproc.grabCut(
          picture,
          labels,
          rectangle,
          background,
          foreground,
          ITERATIONS,
          opencv_imgproc.GC_INIT_WITH_RECT);
      return ByteMask.read(
          labels, label -> label == opencv_imgproc.GC_FGD || label == opencv_imgproc.GC_PR_FGD);
    } catch (RuntimeException e) {
      // OpenCV refuses a box that leaves no pixel inside or none outside.
      return box.mask(size);
    }
  }

  /**
   * The rectangle from the box's first to before its last column and row. One of the whole picture
   * is made smaller: what is outside is all GrabCut knows.
   */
  private Rect rectangle(PixelBox box) {
    int width = Math.max(1, box.x1() - box.x0());
    int height = Math.max(1, box.y1() - box.y0());
    return width >= size.width() - 1 && height >= size.height() - 1
        ? new Rect(1, 1, size.width() - 2, size.height() - 2)
        : new Rect(box.x0(), box.y0(), width, height);
  }

  @Override
  public void close() {
    picture.close();
    samples.close();
  }
}
