package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.natives.NativeLibraries;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** Masks as polygons (border following after Suzuki and Abe, 1985, by OpenCV). */
public final class Polygons {
  /** Which points of a contour to keep. */
  public enum Detail {
    /** Every pixel of the contour. */
    ALL,
    /** Only where a horizontal, vertical or diagonal run of pixels ends. */
    CORNERS
  }

  private Polygons() {}

  /**
   * The connected parts of a mask, each with its holes; none for an empty mask. The order is
   * OpenCV's.
   */
  public static List<Polygon> of(BitMask mask, Detail detail) {
    if (mask.isEmpty()) {
      return List.of();
    }
    ImageSize size = mask.size();
    int method =
        switch (detail) {
          case ALL -> opencv_imgproc.CHAIN_APPROX_NONE;
          case CORNERS -> opencv_imgproc.CHAIN_APPROX_SIMPLE;
        };
    NativeLibraries.loadOpenCv();
    try (BytePointer pixels = new BytePointer(mask.toBytes());
        Mat picture = new Mat(size.height(), size.width(), opencv_core.CV_8UC1, pixels);
        MatVector contours = new MatVector();
        Mat hierarchy = new Mat()) {
      opencv_imgproc.findContours(picture, contours, hierarchy, opencv_imgproc.RETR_CCOMP, method);
      IntBuffer links = hierarchy.createBuffer();
      int count = Math.toIntExact(contours.size());
      List<List<Ring>> holes = new ArrayList<>(Collections.nCopies(count, List.of()));
      List<Ring> rings = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        rings.add(ring(contours, i));
        int parent = parent(links, i);
        if (parent >= 0) {
          if (holes.get(parent).isEmpty()) {
            holes.set(parent, new ArrayList<>());
          }
          holes.get(parent).add(rings.get(i));
        }
      }
      List<Polygon> polygons = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (parent(links, i) < 0) {
          polygons.add(new Polygon(rings.get(i), holes.get(i)));
        }
      }
      return Collections.unmodifiableList(polygons);
    }
  }

  /** Next, previous, first child, parent: four numbers for each contour. */
  private static int parent(IntBuffer links, int contour) {
    return links.get(4 * contour + 3);
  }

  private static Ring ring(MatVector contours, int index) {
    try (Mat contour = contours.get(index)) {
      IntBuffer points = contour.createBuffer();
      int[] coordinates = new int[points.remaining()];
      points.get(coordinates);
      return new Ring(coordinates);
    }
  }
}
