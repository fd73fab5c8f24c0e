package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.natives.NativeLibraries;
import java.nio.FloatBuffer;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The pixel of a region that is farthest from what is outside; of several the first, row by row.
 * All beyond the picture's border is outside.
 *
 * @param place the pixel; the origin if the region is empty
 * @param depth its distance to the nearest pixel outside, in pixels (OpenCV's 3 x 3 approximation);
 *     0 if the region is empty
 */
record DeepestPixel(PixelPoint place, float depth) {
  private static final int MASK_SIZE = 3;

  static DeepestPixel of(BitMask region) {
    return of(region, Set.of());
  }

  /** The deepest that is none of these; they count as inside all the same. */
  static DeepestPixel of(BitMask region, Set<PixelPoint> except) {
    ImageSize size = region.size();
    int stride = size.width() + 2;
    NativeLibraries.loadOpenCv();
    try (BytePointer pixels = new BytePointer(framed(region));
        Mat inside = new Mat(size.height() + 2, stride, opencv_core.CV_8UC1, pixels);
        Mat distances = new Mat()) {
      opencv_imgproc.distanceTransform(inside, distances, opencv_imgproc.DIST_L2, MASK_SIZE);
      FloatBuffer depths = distances.createBuffer();
      DeepestPixel deepest = new DeepestPixel(new PixelPoint(0, 0), 0);
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          float depth = depths.get((y + 1) * stride + x + 1);
          if (depth > deepest.depth()) {
            PixelPoint place = new PixelPoint(x, y);
            deepest = except.contains(place) ? deepest : new DeepestPixel(place, depth);
          }
        }
      }
      return deepest;
    }
  }

  /** A byte for each pixel, 1 inside, with a frame of 0 around them. */
  private static byte[] framed(BitMask region) {
    int width = region.size().width();
    int height = region.size().height();
    byte[] bytes = region.toBytes();
    byte[] framed = new byte[(width + 2) * (height + 2)];
    for (int y = 0; y < height; y++) {
      System.arraycopy(bytes, y * width, framed, (y + 1) * (width + 2) + 1, width);
    }
    return framed;
  }
}
