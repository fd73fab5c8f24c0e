package io.github.sam4j.internal;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import java.util.ArrayList;
import java.util.List;

/** The crops of automatic masks, as segment-anything's amg.generate_crop_boxes lays them. */
public final class CropBoxes {
  /**
   * One crop.
   *
   * @param x0 left column
   * @param y0 top row
   * @param x1 column after the last
   * @param y1 row after the last
   * @param layer 0 for the whole picture, i for one of 2^i x 2^i crops
   */
  public record Crop(int x0, int y0, int x1, int y1, int layer) {
    /** Its size. */
    public ImageSize size() {
      return new ImageSize(x1 - x0, y1 - y0);
    }

    /** Its corners. */
    public Box box() {
      return new Box(x0, y0, x1, y1);
    }
  }

  private CropBoxes() {}

  /**
   * The whole picture, then the crops, layer by layer.
   *
   * @param overlapRatio overlap of crops as a part of the picture's shorter side
   */
  public static List<Crop> of(ImageSize picture, int layers, double overlapRatio) {
    List<Crop> crops = new ArrayList<>();
    crops.add(new Crop(0, 0, picture.width(), picture.height(), 0));
    int shortSide = Math.min(picture.width(), picture.height());
    for (int layer = 1; layer <= layers; layer++) {
      int perSide = 1 << layer;
      int overlap = (int) (overlapRatio * shortSide * (2.0 / perSide));
      int width = cropLength(picture.width(), perSide, overlap);
      int height = cropLength(picture.height(), perSide, overlap);
      for (int column = 0; column < perSide; column++) {
        for (int row = 0; row < perSide; row++) {
          int x0 = (width - overlap) * column;
          int y0 = (height - overlap) * row;
          int x1 = Math.min(x0 + width, picture.width());
          int y1 = Math.min(y0 + height, picture.height());
          // A picture may be too small for so many.
          if (x0 < x1 && y0 < y1) {
            crops.add(new Crop(x0, y0, x1, y1, layer));
          }
        }
      }
    }
    return crops;
  }

  private static int cropLength(int length, int crops, int overlap) {
    return (int) Math.ceil((double) (overlap * (crops - 1) + length) / crops);
  }
}
