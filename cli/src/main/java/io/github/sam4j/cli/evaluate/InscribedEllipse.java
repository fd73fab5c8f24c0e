package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.natives.NativeLibraries;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** The ellipse that touches a box's sides, as OpenCV fills it: centre and axes in whole pixels. */
final class InscribedEllipse {
  private InscribedEllipse() {}

  static BitMask mask(PixelBox box, ImageSize size) {
    NativeLibraries.loadOpenCv();
    try (Scalar outside = new Scalar(0);
        Scalar inside = new Scalar(1);
        Mat mask = new Mat(size.height(), size.width(), opencv_core.CV_8UC1, outside);
        Point centre = new Point((box.x0() + box.x1()) / 2, (box.y0() + box.y1()) / 2);
        Size axes = new Size((box.x1() - box.x0() + 1) / 2, (box.y1() - box.y0() + 1) / 2)) {
      opencv_imgproc.ellipse(
          mask, centre, axes, 0, 0, 360, inside, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
      return ByteMask.read(mask, sample -> sample != 0);
    }
  }
}
